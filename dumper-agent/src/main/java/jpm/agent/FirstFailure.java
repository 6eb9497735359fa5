package jpm.agent;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Stands for the {@link CrashHook} until something fails: most programs end without ever loading it. */
final class FirstFailure implements BiConsumer<Throwable, String> {
    private final AgentSetup setup;
    private final ExitHook exit = new ExitHook();
    private @Nullable BiConsumer<Throwable, String> hook;

    FirstFailure(AgentSetup setup) {
        this.setup = setup;
    }

    @Override
    public void accept(Throwable thrown, String trigger) {
        hook().accept(thrown, trigger);
    }

    private synchronized BiConsumer<Throwable, String> hook() {
        BiConsumer<Throwable, String> made = hook;
        if (made == null) {
            made = new CrashHook(setup, exit);
            hook = made;
        }
        return made;
    }
}
