/** Control from outside the process, by the same user: a socket that takes commands. */
@NullMarked
package jpm.agent.control;

import org.jspecify.annotations.NullMarked;
