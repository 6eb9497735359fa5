/** End to end: real JVMs die under the agent, and what jpm shows is compared with what they said. */
@NullMarked
package jpm.e2e;

import org.jspecify.annotations.NullMarked;
