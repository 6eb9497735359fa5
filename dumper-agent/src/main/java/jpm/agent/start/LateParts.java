package jpm.agent.start;

import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Starts what listens for breakpoints, when the program has run for a moment; loads it only then. */
public final class LateParts implements Runnable {
    /** The class whose initializer calls {@link #provide}. */
    private static final String PROVIDER = "jpm.agent.control.ControlPart";

    private static final long DELAY_MILLIS = 1_000;

    private static @Nullable LatePart part;

    private final AgentSetup setup;
    private final @Nullable ZipFile jar;

    LateParts(AgentSetup setup, @Nullable ZipFile jar) {
        this.setup = setup;
        this.jar = jar;
    }

    /** Says what there is to start. */
    public static void provide(LatePart provided) {
        part = provided;
    }

    @Override
    public void run() {
        try {
            Thread.sleep(DELAY_MILLIS);
            Class.forName(PROVIDER, true, DumpLoader.of(jar));
            LatePart provided = part;
            if (provided != null) {
                provided.start(setup);
            }
        } catch (Throwable fault) {
            Faults.swallow(fault);
        }
    }
}
