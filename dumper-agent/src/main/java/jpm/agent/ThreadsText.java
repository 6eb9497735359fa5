package jpm.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import jpm.snapshot.Secrets;

/** Every thread's stack as text, in the form of {@code jstack}; the thread that the dump is about comes first. */
final class ThreadsText {
    private static final int MAX_THREADS = 2000;

    private final Internals internals;

    ThreadsText(Internals internals) {
        this.internals = internals;
    }

    /** Writes all threads; virtual ones only where {@code first} is one. */
    void write(Thread first, OutputStream out) throws IOException {
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        StackTraceElement[] own = stacks.get(first);
        write(first, withoutAgent(own != null ? own : new Throwable().getStackTrace()), out);
        int left = MAX_THREADS;
        for (Map.Entry<Thread, StackTraceElement[]> entry : stacks.entrySet()) {
            if (entry.getKey() != first && --left > 0) {
                write(entry.getKey(), entry.getValue(), out);
            }
        }
    }

    /** The stack up to where the agent was called. */
    private static StackTraceElement[] withoutAgent(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            String name = stack[i].getClassName();
            if (name.equals("java.lang.JpmCapture") || name.equals("java.lang.JpmProbe")) {
                return Arrays.copyOfRange(stack, i + 1, stack.length);
            }
        }
        return stack;
    }

    private void write(Thread thread, StackTraceElement[] stack, OutputStream out) throws IOException {
        StringBuilder text = new StringBuilder(256);
        text.append('"').append(Secrets.masked(thread.getName())).append("\" #").append(internals.id(thread));
        text.append(thread.isDaemon() ? " daemon" : "").append(" prio=").append(thread.getPriority());
        text.append(Internals.isVirtual(thread) ? " virtual" : "").append('\n');
        text.append("   java.lang.Thread.State: ")
                .append(internals.state(thread))
                .append('\n');
        for (StackTraceElement frame : stack) {
            text.append("\tat ").append(StackText.of(frame)).append('\n');
        }
        out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
}
