/** The debug session: threads, frames, locals, evaluate, print. */
@NullMarked
package jpm.debug;

import org.jspecify.annotations.NullMarked;
