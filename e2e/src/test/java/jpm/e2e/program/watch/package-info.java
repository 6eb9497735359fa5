/** An agent that watches what becomes of a class. */
@NullMarked
package jpm.e2e.program.watch;

import org.jspecify.annotations.NullMarked;
