package jpm.tui;

import jpm.tui.term.Display;
import jpm.tui.term.TerminalDisplay;

/** The debugger on the whole terminal. */
public final class Tui {
    private Tui() {}

    /**
     * Takes over the process's terminal, opens a dump and lets the user walk through it until he leaves. The terminal is as it
     * was when this returns or throws, and when a signal ends the process.
     *
     * @throws jpm.io.JpmException when the terminal cannot be used or the dump cannot be opened
     */
    public static void run(SessionLoader loader, TuiOptions options) {
        try (Display display = TerminalDisplay.ofProcess(options.theme())) {
            run(loader, options, display);
        }
    }

    /** As {@link #run(SessionLoader, TuiOptions)}, on any display, which stays open. */
    public static void run(SessionLoader loader, TuiOptions options, Display display) {
        History commands = History.load(options.historyFile());
        History queries = History.load(options.historyFile().resolveSibling("queries"));
        new App(display, options.name(), commands, queries)
                .run((progress, cancellation) -> new DumpDebuggee(
                        loader.open(progress, cancellation),
                        options.description().get()));
    }
}
