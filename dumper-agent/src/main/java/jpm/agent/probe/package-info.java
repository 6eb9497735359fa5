/**
 * Breakpoints and logpoints in the running program: code is put into lines, takes their variables when they are passed, and is taken out again. Loaded
 * when the first one is set.
 */
@NullMarked
package jpm.agent.probe;

import org.jspecify.annotations.NullMarked;
