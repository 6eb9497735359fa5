/**
 * The terminal: keys in, pictures out. The only user of Lanterna; everything else of the interface is a pure function from
 * a model to {@link jpm.tui.term.StyledLine}s.
 */
@NullMarked
package jpm.tui.term;

import org.jspecify.annotations.NullMarked;
