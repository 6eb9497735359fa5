package jpm.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/** Where the JVM starts the agent. Loads as little as it can: this runs before every program's first line. */
public final class Agent {
    private Agent() {}

    /** Called for {@code -javaagent:}. */
    public static void premain(@Nullable String argument, Instrumentation instrumentation) {
        start(argument, instrumentation);
    }

    /** Called when the agent is loaded into a running JVM. */
    public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
        start(argument, instrumentation);
    }

    private static void start(@Nullable String argument, Instrumentation instrumentation) {
        try {
            AgentOptions options = AgentOptions.read(argument, new ProcessSurroundings());
            for (int i = 0; i < options.complaints().size(); i++) {
                Stderr.line(options.complaints().get(i));
            }
            if (!options.disabled()) {
                install(options, instrumentation);
            }
        } catch (Throwable fault) {
            // The program runs without the agent rather than not at all.
            Faults.swallow(fault);
        }
    }

    private static void install(AgentOptions options, Instrumentation instrumentation) {}

    private static final class ProcessSurroundings implements AgentOptions.Surroundings {
        @Override
        public @Nullable String property(String name) {
            return System.getProperty(name);
        }

        @Override
        public @Nullable String environment(String name) {
            return System.getenv(name);
        }
    }
}
