package jpm.agent;

import java.util.List;
import java.util.concurrent.CancellationException;

/** Why there is a dump, told from where the agent learned of the failure. */
final class Reasons {
    /** The trigger of a thread that dies. */
    static final String DEATH = "Thread.dispatchUncaughtException";
    /** The trigger of a program that is ended while an exception is on its way. */
    static final String EXIT = "Runtime.exit";

    /** The trigger of an exception that the user waits for. */
    static final String THROW = "throw";

    private Reasons() {}

    /** The reason of a dump about an exception and its causes. */
    static String of(String trigger, List<Throwable> chain) {
        for (Throwable each : chain) {
            if (each instanceof OutOfMemoryError) {
                return "oom";
            }
        }
        return switch (trigger) {
            case DEATH -> "uncaught";
            case EXIT -> "exit";
            case THROW -> "thrown";
            default -> isOfFramework(trigger) ? "escaped" : "swallowed";
        };
    }

    /** Whether an exception is how a program ends work, and no failure: {@code Thread.stop} and cancelled or interrupted tasks. */
    static boolean isControlFlow(Throwable thrown, boolean died) {
        return died
                ? thrown.getClass().getName().equals("java.lang.ThreadDeath")
                : thrown instanceof CancellationException || thrown instanceof InterruptedException;
    }

    // Triggers in the JDK are named without their package.
    private static boolean isOfFramework(String trigger) {
        return trigger.indexOf('.') != trigger.lastIndexOf('.');
    }
}
