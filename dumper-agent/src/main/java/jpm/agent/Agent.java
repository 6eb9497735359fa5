package jpm.agent;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.JdkHooks;
import org.jspecify.annotations.Nullable;

/** Where the JVM starts the agent. Loads as little as it can: this runs before every program's first line. */
public final class Agent {
    private static boolean started;

    private Agent() {}

    /** Called for {@code -javaagent:}. */
    public static void premain(@Nullable String argument, Instrumentation instrumentation) {
        start(argument, instrumentation);
    }

    /** Called when the agent is loaded into a running JVM. */
    public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
        start(argument, instrumentation);
    }

    /** Once: named twice on a command line, the agent would instrument what it has instrumented. */
    private static synchronized void start(@Nullable String argument, Instrumentation instrumentation) {
        if (started) {
            return;
        }
        started = true;
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

    private static void install(AgentOptions options, Instrumentation instrumentation)
            throws ReflectiveOperationException, UnmodifiableClassException {
        MainProgram program =
                MainProgram.of(System.getProperty("sun.java.command"), System.getProperty("java.class.path"));
        Scope scope = new Scope(new PackageRules(options.include(), options.exclude()), program);
        ApplicationClasses classes = new ApplicationClasses();
        CaptureRuntime runtime = CaptureRuntime.install(instrumentation);
        ApplicationTransformer transformer = new ApplicationTransformer(scope, classes, runtime);
        runtime.setHook(new FirstFailure(new AgentSetup(options, program, instrumentation, runtime, classes)));
        transformer.load();
        instrumentation.addTransformer(transformer, true);
        hookLoaded(instrumentation);
    }

    // What an application has loaded before a late agent stays as it is: frames on a stack lose their lines when their
    // class is changed.
    private static void hookLoaded(Instrumentation instrumentation) throws UnmodifiableClassException {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> each : instrumentation.getAllLoadedClasses()) {
            if (each.getClassLoader() == null
                    && JdkHooks.concerns(each.getName().replace('.', '/'))
                    && instrumentation.isModifiableClass(each)) {
                loaded.add(each);
            }
        }
        if (!loaded.isEmpty()) {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        }
    }

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
