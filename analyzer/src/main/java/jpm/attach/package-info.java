/** Attaching to a JVM across the borders of containers. */
@NullMarked
package jpm.attach;

import org.jspecify.annotations.NullMarked;
