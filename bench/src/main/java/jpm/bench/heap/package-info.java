/** How fast the heap engine is, next to other readers of heap dumps. */
@NullMarked
package jpm.bench.heap;

import org.jspecify.annotations.NullMarked;
