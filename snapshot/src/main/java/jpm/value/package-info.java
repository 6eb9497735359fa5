/** Java values over an abstract object model (live JVM, heap dump, snapshot), their logical views, and printing them. */
@NullMarked
package jpm.value;

import org.jspecify.annotations.NullMarked;
