package jpm.cli;

import jpm.debug.CommandInterpreter;
import sun.misc.Signal;

/** Ctrl-C while the debugger is used as text: ends the command that is running, and leaves where none is. */
final class Interrupts {
    private Interrupts() {}

    static void to(CommandInterpreter interpreter, Console console) {
        if (!console.stdinIsTerminal()) {
            return;
        }
        try {
            Signal.handle(new Signal("INT"), signal -> interrupt(interpreter, console));
        } catch (IllegalArgumentException usedByTheJvm) {
            // Started with -Xrs: Ctrl-C then ends the process as it does without a handler.
        }
    }

    private static void interrupt(CommandInterpreter interpreter, Console console) {
        if (!interpreter.interrupt()) {
            console.out().println();
            console.out().flush();
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }
}
