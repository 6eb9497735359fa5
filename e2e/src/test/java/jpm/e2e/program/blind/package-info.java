/** A program whose guest's class loader has no parent. */
@NullMarked
package jpm.e2e.program.blind;

import org.jspecify.annotations.NullMarked;
