/** The agent as a client of Cloud Debugger's Controller API: it registers the program, takes breakpoints, and delivers what they catch. */
@NullMarked
package jpm.agent.controller;

import org.jspecify.annotations.NullMarked;
