package jpm.agent.instrument;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import jpm.snapshot.SiteTable;
import org.jspecify.annotations.Nullable;

/**
 * The agent's access to {@code java.lang.JpmCapture}, the class in {@code java.base} that instrumented code calls.
 *
 * <p>The runtime's classes are defined before this one is used. Nothing here uses
 * lambdas, whose linking needs memory that an OutOfMemoryError's dump does not have.
 */
public final class CaptureRuntime {
    /** Room for the tables of some 50,000 classes. */
    private static final long MAX_TABLE_BYTES = 64 << 20;

    private final Map<Table, Integer> registered = new HashMap<>();
    private volatile long tableBytes;
    private final @Nullable Governor governor;

    private CaptureRuntime(@Nullable Governor governor) {
        this.governor = governor;
    }

    /** Makes the runtime ready; {@link #keepHouse} is to follow. */
    public static CaptureRuntime install(Instrumentation instrumentation) {
        return new CaptureRuntime(governor(instrumentation));
    }

    /**
     * Starts the thread that lets go of old exceptions and governs hot methods.
     *
     * @param eachSecond what it does besides, once at its start and then each second
     */
    public void keepHouse(Runnable eachSecond) {
        Thread thread = new Thread(null, new Housekeeping(governor, eachSecond), "jpm-housekeeping", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** The flags that the JVM was started with. */
    public static String[] vmArguments() {
        return JpmCapture.vmArguments();
    }

    /** The governor, which {@code -Djpm.governor=SECONDS} or {@code JPM_GOVERNOR} switches on for programs that run so long. */
    private static @Nullable Governor governor(Instrumentation instrumentation) {
        String setting = System.getProperty("jpm.governor");
        setting = setting == null ? System.getenv("JPM_GOVERNOR") : setting;
        try {
            return setting == null
                    ? null
                    : new Governor(
                            instrumentation,
                            HotMethods.OF_THIS_JVM,
                            new InstrumentedClasses(),
                            Integer.parseInt(setting));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Lets go of old exceptions, and lets the governor look at the program, a few times a second. */
    private static final class Housekeeping implements Runnable {
        private static final long TICK_MILLIS = 1_000 / JpmCapture.TICKS_PER_SECOND;

        private final @Nullable Governor governor;
        private final Runnable eachSecond;
        private long seconds;

        Housekeeping(@Nullable Governor governor, Runnable eachSecond) {
            this.governor = governor;
            this.eachSecond = eachSecond;
        }

        @Override
        public void run() {
            while (true) {
                try {
                    eachSecond.run();
                    spendSecond();
                } catch (InterruptedException e) {
                    return;
                } catch (Throwable fault) {
                    JpmCapture.faults++;
                }
            }
        }

        private void spendSecond() throws InterruptedException, UnmodifiableClassException {
            Governor governing = governor;
            boolean due = governing != null && governing.isDue(++seconds);
            if (governing != null) {
                governing.putBack();
            }
            for (int i = 0; i < JpmCapture.TICKS_PER_SECOND; i++) {
                Thread.sleep(TICK_MILLIS);
                JpmCapture.sweep();
                if (governing != null && due) {
                    governing.sample();
                }
            }
        }
    }

    /** The names of the classes that have registered sites. */
    private static final class InstrumentedClasses implements Predicate<String> {
        private final Set<String> names = new HashSet<>();
        private int tables;

        @Override
        public boolean test(String className) {
            for (int count = JpmCapture.tableCount(); tables < count; tables++) {
                names.add(SiteTable.classNameOf((byte[]) JpmCapture.sites[tables]));
            }
            return names.contains(className);
        }
    }

    /**
     * Sets what is called with every throwable that ends a thread or is swallowed, and the name of its trigger, on the
     * thread concerned. The hook is never entered again from within itself, and what it throws is counted.
     */
    public void setHook(BiConsumer<Throwable, String> hook) {
        Governor watcher = governor;
        JpmCapture.setHook(watcher == null ? hook : new WatchedHook(hook, watcher));
    }

    private record WatchedHook(BiConsumer<Throwable, String> hook, Governor governor)
            implements BiConsumer<Throwable, String> {
        @Override
        public void accept(Throwable thrown, String trigger) {
            hook.accept(thrown, trigger);
            governor.reported(thrown);
        }
    }

    /**
     * Whether a method has no handlers because much of the program's time is spent in it; its locals are then unavailable,
     * until an exception that passed through it was reported.
     *
     * @param className binary name with dots
     */
    public boolean isWithoutHandlers(String className, String method) {
        return HotMethods.OF_THIS_JVM.contains(className + '.' + method);
    }

    /**
     * Says in the heap what the dump that is about to be written is about, and keeps all chains as they are until
     * {@link #unmark}.
     *
     * @param leftAlone classes of the stack that have no handlers though they are the application's, each followed by the reason
     */
    public void mark(Throwable thrown, Thread thread, String trigger, String dumpId, List<String> leftAlone) {
        JpmCapture.hold();
        JpmCapture.thrown = thrown;
        JpmCapture.thread = thread;
        JpmCapture.trigger = trigger;
        JpmCapture.dumpId = dumpId;
        JpmCapture.leftAlone = leftAlone.toArray(new String[0]);
    }

    /** Undoes {@link #mark}; to be called when the dump is written or has failed. */
    @SuppressWarnings("NullAway") // the fields hold null between dumps
    public void unmark() {
        JpmCapture.thrown = null;
        JpmCapture.thread = null;
        JpmCapture.trigger = null;
        JpmCapture.dumpId = null;
        JpmCapture.leftAlone = new String[0];
        JpmCapture.release();
    }

    /** Whether any frame was recorded for the throwable on any thread; cheap, and disturbs no thread that is recording. */
    public boolean isRecorded(Throwable thrown) {
        return JpmCapture.isRecorded(thrown);
    }

    /**
     * The id of the first site of a class's table. Equal tables have equal ids, so that transforming a class again, or in
     * another loader, needs no new ones.
     */
    public synchronized int registerClass(byte[] siteTable, int siteCount) {
        Table table = new Table(siteTable);
        Integer known = registered.get(table);
        if (known != null) {
            return known;
        }
        int base = JpmCapture.register(siteTable, siteCount);
        tableBytes += siteTable.length;
        registered.put(table, base);
        return base;
    }

    /** The tables of all classes that were registered; a new list. */
    public List<byte[]> siteTables() {
        List<byte[]> tables = new ArrayList<>();
        for (int i = 0, count = JpmCapture.tableCount(); i < count; i++) {
            tables.add((byte[]) JpmCapture.sites[i]);
        }
        return tables;
    }

    /** Whether no more classes are to be registered: tables stay for good, and a program may make new classes without end. */
    public boolean isFull() {
        return tableBytes >= MAX_TABLE_BYTES;
    }

    /** Faults of the capture so far, each of which cost some record or report but nothing else. */
    public int faults() {
        return JpmCapture.faults + JpmCapture.dropped;
    }

    /** Counts a fault of the agent. */
    public void countFault() {
        JpmCapture.faults++;
    }

    /** Switches recording and reporting off or on again; instrumented code stays as it is. */
    public void setDisabled(boolean disabled) {
        JpmCapture.disabled = disabled;
    }

    /** Whether a loader's classes can call the runtime; asking also links it there, which must not first happen when memory is short. */
    public static boolean isVisibleTo(@Nullable ClassLoader loader) {
        try {
            return Class.forName("java.lang.JpmCapture", false, loader) == JpmCapture.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private record Table(byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Table table && Arrays.equals(bytes, table.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
