package jpm.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import jpm.agent.start.AgentSetup;

/**
 * A dump of the program as it runs, made because somebody asks for it.
 *
 * <p>Such a dump is about the thread that most likely does the program's work: one that runs in the application's code, before one that waits there,
 * before {@code main}.
 */
public final class LiveCapture {
    private static final String TRIGGER = "jpm capture";
    private static final String MESSAGE = "asked for by jpm capture";

    private final AgentSetup setup;
    private final Dumper dumper;

    /** How much is dumped. */
    public enum Level {
        /** What all threads do. */
        MINI,
        /** The heap besides, which stops the program for as long as that takes. */
        HEAP;

        /** {@link IllegalArgumentException} where there is none of that name. */
        public static Level named(String name) {
            for (Level level : values()) {
                if (level.name().equalsIgnoreCase(name)) {
                    return level;
                }
            }
            throw new IllegalArgumentException("this agent does not know the level " + name);
        }
    }

    public LiveCapture(AgentSetup setup, Internals internals) {
        this.setup = setup;
        this.dumper = new Dumper(setup, internals);
    }

    /**
     * Writes the dump.
     *
     * @return the dump's folder
     * @throws IOException where there can be no dump
     */
    public Path write(Level level) throws IOException {
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        stacks.remove(Thread.currentThread());
        Thread thread = subject(stacks);
        StackTraceElement[] stack = stacks.getOrDefault(thread, new StackTraceElement[0]);
        return dumper.write(new Crash(
                ProbeRuntime.passage(setup.instrumentation(), MESSAGE, stack),
                thread,
                TRIGGER,
                Crash.CAPTURED,
                Signature.of(Crash.CAPTURED, stack, setup.classes()),
                System.currentTimeMillis(),
                level == Level.HEAP,
                level == Level.HEAP ? "asked for" : "not asked for"));
    }

    private Thread subject(Map<Thread, StackTraceElement[]> stacks) {
        Thread best = Thread.currentThread();
        int bestScore = -1;
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            int score = score(each.getKey(), each.getValue());
            if (score > bestScore) {
                best = each.getKey();
                bestScore = score;
            }
        }
        return best;
    }

    private int score(Thread thread, StackTraceElement[] stack) {
        boolean isMain = thread.getName().equals("main");
        for (int i = 0; i < stack.length; i++) {
            if (setup.classes().test(stack[i].getClassName())) {
                boolean runs = i == 0 || thread.getState() == Thread.State.RUNNABLE;
                return (runs ? 8 : 4) + (isMain ? 2 : 0) + (thread.isDaemon() ? 0 : 1);
            }
        }
        return isMain ? 2 : stack.length > 0 ? 1 : 0;
    }
}
