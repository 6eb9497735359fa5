package jpm.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import jpm.agent.start.Faults;
import jpm.snapshot.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * The few lines that Kubernetes shows for a container that ended, in a file that it gives to the container: what the last thread that died
 * died of, and where its dump is. Where there is no such file none is made.
 */
final class TerminationMessage {
    private static final String PLACE = "/dev/termination-log";
    /** What Kubernetes keeps of it. */
    private static final int MAX_BYTES = 4096;

    private static final int MAX_FRAMES = 10;
    private static final int MAX_MESSAGE_CHARS = 1000;

    private final Predicate<String> ofApplication;
    private final Internals internals;

    TerminationMessage(Predicate<String> ofApplication, Internals internals) {
        this.ofApplication = ofApplication;
        this.internals = internals;
    }

    /** Leaves the message in place of the one before. */
    void leave(Crash crash, String whatBecameOfTheDump) {
        File file = new File(place());
        boolean ends = crash.trigger().equals(Reasons.DEATH) || crash.trigger().equals(Reasons.EXIT);
        if (!ends || !file.isFile()) {
            return;
        }
        byte[] text = text(crash, whatBecameOfTheDump).getBytes(StandardCharsets.UTF_8);
        try (FileOutputStream out = new FileOutputStream(file)) {
            out.write(text, 0, Math.min(text.length, MAX_BYTES));
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }

    private static String place() {
        String told = System.getenv("JPM_TERMINATION_LOG");
        return told == null ? PLACE : told;
    }

    private String text(Crash crash, String whatBecameOfTheDump) {
        StringBuilder text = new StringBuilder();
        text.append("jpm: ").append(whatBecameOfTheDump).append(" at ").append(UtcTime.iso(crash.epochMillis()));
        text.append("\nthread ").append(crash.thread().getName()).append(" died of ");
        List<Throwable> chain = ExceptionChain.of(crash.thrown(), internals).shown();
        appendThrown(crash.thrown(), text);
        Throwable first = chain.get(chain.size() - 1);
        if (first != crash.thrown()) {
            appendThrown(first, text.append("\ncaused by "));
        }
        appendFrames(internals.stackTrace(first), text);
        return text.append('\n').toString();
    }

    private void appendThrown(Throwable thrown, StringBuilder to) {
        to.append(thrown.getClass().getName());
        @Nullable String message = internals.message(thrown);
        if (message != null) {
            to.append(": ").append(Secrets.masked(message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS))));
        }
    }

    /** The innermost frame, and the application's below it. */
    private void appendFrames(StackTraceElement[] stack, StringBuilder to) {
        int shown = 0;
        for (int i = 0; i < stack.length && shown < MAX_FRAMES; i++) {
            if (i == 0 || ofApplication.test(stack[i].getClassName())) {
                to.append("\n\tat ").append(StackText.of(stack[i]));
                shown++;
            }
        }
    }
}
