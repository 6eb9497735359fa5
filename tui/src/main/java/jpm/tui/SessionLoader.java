package jpm.tui;

import jpm.debug.DebugSession;
import jpm.io.Cancellation;
import jpm.io.Progress;

/** Opens the dump while the screen is already up. Called once, on a thread of its own. */
@FunctionalInterface
public interface SessionLoader {
    /**
     * Opens the dump.
     *
     * @param progress shown to the user
     * @param cancellation is cancelled when the user leaves meanwhile
     * @throws jpm.io.JpmException when the dump cannot be opened; {@link Tui#run} passes it on
     */
    DebugSession open(Progress progress, Cancellation cancellation);
}
