package jpm.agent;

import java.lang.instrument.Instrumentation;
import jpm.agent.instrument.CaptureRuntime;

/** What the agent has at hand once it is installed. */
record AgentSetup(
        AgentOptions options,
        MainProgram program,
        Instrumentation instrumentation,
        CaptureRuntime runtime,
        ApplicationClasses classes) {}
