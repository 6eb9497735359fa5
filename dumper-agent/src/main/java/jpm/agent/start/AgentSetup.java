package jpm.agent.start;

import java.lang.instrument.Instrumentation;
import jpm.agent.instrument.CaptureRuntime;

/** What the agent has at hand once it is installed. */
public record AgentSetup(
        AgentOptions options,
        MainProgram program,
        Instrumentation instrumentation,
        CaptureRuntime runtime,
        ApplicationClasses classes,
        ExitHook exit) {}
