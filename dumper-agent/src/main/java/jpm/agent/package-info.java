/** The agent: options, triggers and the writing of dumps. */
@NullMarked
package jpm.agent;

import org.jspecify.annotations.NullMarked;
