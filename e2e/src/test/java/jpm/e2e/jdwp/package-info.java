/** Debuggers of the JDK attach to dumps that {@code jpm jdwp} serves, and see what the dying programs said. */
@NullMarked
package jpm.e2e.jdwp;

import org.jspecify.annotations.NullMarked;
