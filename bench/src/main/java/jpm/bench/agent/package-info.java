/** What the agent costs its host: start-up, caught exceptions, idle memory, steady state. */
@NullMarked
package jpm.bench.agent;

import org.jspecify.annotations.NullMarked;
