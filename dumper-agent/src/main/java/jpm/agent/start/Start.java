package jpm.agent.start;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.FrameworkHooks;
import jpm.agent.instrument.JdkHooks;
import org.jspecify.annotations.Nullable;

/** Installs the agent: reads the settings, and has classes changed from here on. */
@SuppressWarnings("removal") // a program may run under a security manager on the JDKs that have one
public final class Start implements PrivilegedExceptionAction<Boolean> {
    private final @Nullable String argument;
    private final Instrumentation instrumentation;
    private final @Nullable ZipFile jar;
    private final Class<?> agent;

    private Start(@Nullable String argument, Instrumentation instrumentation, @Nullable ZipFile jar, Class<?> agent) {
        this.argument = argument;
        this.instrumentation = instrumentation;
        this.jar = jar;
        this.agent = agent;
    }

    /**
     * Starts the agent, unless the settings say not to.
     *
     * @param jar the agent's jar, or null where only the system's class loader can read it; kept open
     * @param agent the class that the JVM started, whose package knows the agent's version
     */
    public static void start(
            @Nullable String argument, Instrumentation instrumentation, @Nullable ZipFile jar, Class<?> agent)
            throws Exception {
        try {
            AccessController.doPrivileged(new Start(argument, instrumentation, jar, agent));
        } catch (PrivilegedActionException e) {
            throw e.getException();
        }
    }

    @Override
    public Boolean run() throws UnmodifiableClassException {
        AgentOptions options = AgentOptions.read(argument, new ProcessSurroundings());
        for (int i = 0; i < options.complaints().size(); i++) {
            Stderr.line(options.complaints().get(i));
        }
        if (!options.disabled()) {
            install(options);
        }
        return true;
    }

    private void install(AgentOptions options) throws UnmodifiableClassException {
        MainProgram program =
                MainProgram.of(System.getProperty("sun.java.command"), System.getProperty("java.class.path"));
        ApplicationClasses classes = new ApplicationClasses();
        Scope scope = new Scope(new PackageRules(options.include(), options.exclude()), program, classes);
        CaptureRuntime runtime = CaptureRuntime.install(instrumentation);
        AgentSetup setup = new AgentSetup(options, program, instrumentation, runtime, classes, new ExitHook(), agent);
        FirstFailure failure = new FirstFailure(setup, jar);
        runtime.setHook(failure);
        instrumentation.addTransformer(
                new ApplicationTransformer(
                        scope,
                        classes,
                        runtime,
                        options.watches().escapes(),
                        options.throwing().isWanted()),
                true);
        hookLoaded();
        runtime.keepHouse(new Vigil(failure, options));
        startLate(setup);
    }

    private void startLate(AgentSetup setup) {
        Thread thread = new Thread(null, new LateParts(setup, jar), "jpm-control", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    // What an application has loaded before a late agent stays as it is: frames on a stack lose their lines when their
    // class is changed.
    private void hookLoaded() throws UnmodifiableClassException {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> each : instrumentation.getAllLoadedClasses()) {
            if (JdkHooks.concerns(each)
                    || (each.getClassLoader() != null
                            && FrameworkHooks.concerns(each.getName().replace('.', '/')))) {
                loaded.add(each);
            }
        }
        instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
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
