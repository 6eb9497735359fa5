/** The terminal: the only user of Lanterna. */
@NullMarked
package jpm.tui.term;

import org.jspecify.annotations.NullMarked;
