/** JVMs that run: finding them, loading the agent into them, and talking to the agent in them. */
@NullMarked
package jpm.live;

import org.jspecify.annotations.NullMarked;
