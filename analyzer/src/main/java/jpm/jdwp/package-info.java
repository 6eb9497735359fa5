/** A dump as a suspended JVM for debuggers that speak the Java Debug Wire Protocol: IDEs and {@code jdb}. */
@NullMarked
package jpm.jdwp;

import org.jspecify.annotations.NullMarked;
