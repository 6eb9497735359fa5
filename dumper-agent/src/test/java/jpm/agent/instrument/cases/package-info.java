/** Programs that the tests of the instrumentation run under an agent. */
@NullMarked
package jpm.agent.instrument.cases;

import org.jspecify.annotations.NullMarked;
