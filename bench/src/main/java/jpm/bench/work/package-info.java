/**
 * Workloads over libraries that others wrote. Each is loaded twice, once instrumented and once plain, so each is a
 * {@link java.util.function.LongSupplier}: one round of work, answered with the CPU nanoseconds that it took.
 */
@NullMarked
package jpm.bench.work;

import org.jspecify.annotations.NullMarked;
