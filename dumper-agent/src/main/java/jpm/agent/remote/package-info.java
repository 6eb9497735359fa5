/** The debugger service as the agent asks it: Cloud Debugger's API over HTTP, with what the JDK has for that. */
@NullMarked
package jpm.agent.remote;

import org.jspecify.annotations.NullMarked;
