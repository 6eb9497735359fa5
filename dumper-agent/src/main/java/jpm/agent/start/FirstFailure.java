package jpm.agent.start;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.BiConsumer;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Stands for the {@link FailureReporter} until something fails: most programs end without ever loading it. */
public final class FirstFailure implements BiConsumer<Throwable, String> {
    /** The class whose initializer calls {@link #provide}. */
    private static final String PROVIDER = "jpm.agent.CrashHook";

    private static FailureReporter.@Nullable Factory factory;

    private final AgentSetup setup;
    private final @Nullable ZipFile jar;
    private volatile @Nullable FailureReporter reporter;

    FirstFailure(AgentSetup setup, @Nullable ZipFile jar) {
        this.setup = setup;
        this.jar = jar;
    }

    /** Says who makes the reporter. */
    public static void provide(FailureReporter.Factory provided) {
        factory = provided;
    }

    @Override
    @SuppressWarnings("removal") // the failing code may lack permissions that a dump takes
    public void accept(Throwable thrown, String trigger) {
        try {
            AccessController.doPrivileged(new Report(this, thrown, trigger));
        } catch (Throwable fault) {
            Faults.costDump(fault);
        }
    }

    // A class instead of a lambda: linking a lambda takes memory that a process may be out of.
    private record Report(FirstFailure failure, Throwable thrown, String trigger) implements PrivilegedAction<Boolean> {
        @Override
        public Boolean run() {
            failure.reporter().report(thrown, trigger);
            return true;
        }
    }

    /** Has everything loaded that a dump takes. */
    void rehearse() {
        reporter().rehearse();
    }

    /** To be called once a second; {@code watches} when something is to be done even before anything has failed. */
    void everySecond(boolean watches) {
        FailureReporter made = watches ? reporter() : reporter;
        if (made != null) {
            made.everySecond();
        }
    }

    private FailureReporter reporter() {
        FailureReporter made = reporter;
        return made == null ? newReporter() : made;
    }

    private synchronized FailureReporter newReporter() {
        FailureReporter made = reporter;
        if (made == null) {
            made = factory().reporter(setup);
            reporter = made;
        }
        return made;
    }

    private FailureReporter.Factory factory() {
        try {
            // Initialized and not instantiated: reflection links method handles on newer JDKs, and memory may be short.
            Class.forName(PROVIDER, true, DumpLoader.of(jar));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        FailureReporter.Factory provided = factory;
        if (provided == null) {
            throw new IllegalStateException("nobody writes dumps");
        }
        return provided;
    }
}
