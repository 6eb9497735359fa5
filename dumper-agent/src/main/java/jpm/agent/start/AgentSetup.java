package jpm.agent.start;

import java.lang.instrument.Instrumentation;
import jpm.agent.instrument.CaptureRuntime;
import org.jspecify.annotations.Nullable;

/**
 * What the agent has at hand once it is installed.
 *
 * @param agent the class that the JVM started, whose package knows the agent's version
 */
public record AgentSetup(
        AgentOptions options,
        MainProgram program,
        Instrumentation instrumentation,
        CaptureRuntime runtime,
        ApplicationClasses classes,
        ExitHook exit,
        Class<?> agent) {
    /** The agent's version; null where its jar does not say. */
    public @Nullable String version() {
        Package ofAgent = agent.getPackage();
        return ofAgent == null ? null : ofAgent.getImplementationVersion();
    }
}
