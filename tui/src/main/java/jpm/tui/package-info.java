/** Screens over a debug session. */
@NullMarked
package jpm.tui;

import org.jspecify.annotations.NullMarked;
