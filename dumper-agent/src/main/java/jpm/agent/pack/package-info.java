/** The last step of the build of the agent's jar; not part of it. */
@NullMarked
package jpm.agent.pack;

import org.jspecify.annotations.NullMarked;
