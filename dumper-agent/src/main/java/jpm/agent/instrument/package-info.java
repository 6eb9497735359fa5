/** Bytecode handlers that save locals as an exception unwinds. */
@NullMarked
package jpm.agent.instrument;

import org.jspecify.annotations.NullMarked;
