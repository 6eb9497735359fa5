package jpm.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jpm.snapshot.RecordedFrame;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.SiteIndex;
import jpm.snapshot.SiteTable;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The agent's access to {@code java.lang.JpmCapture}, the class in {@code java.base} that instrumented code calls.
 *
 * <p>No other class of the agent names the runtime's classes: they exist only after {@link #install}. Nothing here uses
 * lambdas, whose linking needs memory that an OutOfMemoryError's dump does not have.
 */
public final class CaptureRuntime {
    /** Dependencies first. */
    private static final String[] RUNTIME_CLASSES = {"JpmSegment", "JpmChain", "JpmCapture"};

    private final Map<Table, Integer> registered = new HashMap<>();
    private final @Nullable Governor governor;

    private CaptureRuntime(@Nullable Governor governor) {
        this.governor = governor;
    }

    /**
     * Defines the runtime's classes into {@code java.base}, if an earlier agent has not done so, and starts the thread that
     * lets go of old exceptions and governs hot methods.
     *
     * @throws ReflectiveOperationException when this JVM does not allow it
     */
    public static CaptureRuntime install(Instrumentation instrumentation) throws ReflectiveOperationException {
        Module self = CaptureRuntime.class.getModule();
        instrumentation.redefineModule(
                Object.class.getModule(), Set.of(), Map.of(), Map.of("java.lang", Set.of(self)), Set.of(), Map.of());
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup());
        for (String name : RUNTIME_CLASSES) {
            if (!isDefined(name)) {
                lookup.defineClass(classBytes(name));
            }
        }
        CaptureRuntime runtime = new CaptureRuntime(governor(instrumentation));
        startHousekeeping(runtime.governor);
        return runtime;
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

    private static boolean isDefined(String name) {
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static byte[] classBytes(String name) {
        String resource = "jpm/agent/runtime/java/lang/" + name + ".class";
        try {
            byte[] bytes = fromOwnJar(resource);
            return bytes != null ? bytes : fromResource(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The jar is open already; a resource's URL would load a dozen classes more.
    private static byte @Nullable [] fromOwnJar(String resource) throws IOException {
        String path = CaptureRuntime.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        if (!path.endsWith(".jar") || path.indexOf('%') >= 0) {
            return null;
        }
        try (ZipFile jar = new ZipFile(path)) {
            ZipEntry entry = jar.getEntry(resource);
            return entry == null ? null : jar.getInputStream(entry).readAllBytes();
        }
    }

    private static byte[] fromResource(String resource) throws IOException {
        try (InputStream in = CaptureRuntime.class.getResourceAsStream("/".concat(resource))) {
            if (in == null) {
                throw new IllegalStateException("the agent's jar lacks " + resource);
            }
            return in.readAllBytes();
        }
    }

    private static void startHousekeeping(@Nullable Governor governor) {
        Thread thread = new Thread(null, new Housekeeping(governor), "jpm-housekeeping", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    /** Lets go of old exceptions once a second, and lets the governor look at the program a few times a second. */
    private static final class Housekeeping implements Runnable {
        private static final long PERIOD_MILLIS = 1_000;
        private static final int SAMPLES_PER_SECOND = 5;

        private final @Nullable Governor governor;
        private long seconds;

        Housekeeping(@Nullable Governor governor) {
            this.governor = governor;
        }

        @Override
        public void run() {
            while (true) {
                try {
                    spendSecond();
                    JpmCapture.sweep();
                } catch (InterruptedException e) {
                    return;
                } catch (Throwable fault) {
                    JpmCapture.faults++;
                }
            }
        }

        private void spendSecond() throws InterruptedException, UnmodifiableClassException {
            seconds++;
            if (governor == null) {
                Thread.sleep(PERIOD_MILLIS);
                return;
            }
            governor.putBack();
            boolean due = governor.isDue(seconds);
            for (int i = 0; i < (due ? SAMPLES_PER_SECOND : 1); i++) {
                Thread.sleep(due ? PERIOD_MILLIS / SAMPLES_PER_SECOND : PERIOD_MILLIS);
                if (due) {
                    governor.sample();
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
     */
    public void mark(Throwable thrown, Thread thread, String trigger, String dumpId) {
        JpmCapture.hold();
        JpmCapture.thrown = thrown;
        JpmCapture.thread = thread;
        JpmCapture.trigger = trigger;
        JpmCapture.dumpId = dumpId;
    }

    /** Undoes {@link #mark}; to be called when the dump is written or has failed. */
    @SuppressWarnings("NullAway") // the fields hold null between dumps
    public void unmark() {
        JpmCapture.thrown = null;
        JpmCapture.thread = null;
        JpmCapture.trigger = null;
        JpmCapture.dumpId = null;
        JpmCapture.release();
    }

    /** How live values are represented to the caller. */
    public interface LiveValues<V> {
        /** A reference. */
        V reference(@Nullable Object object);

        /** A primitive in the bits of {@link jpm.value.Value.Primitive}. */
        V primitive(PrimitiveType type, long bits);
    }

    /** What the thread, or failing that any other, recorded for the throwable; empty when nothing was. */
    public <V> Segment<V> recorded(Throwable thrown, Thread thread, LiveValues<V> values) {
        Object[] copy = JpmCapture.recorded(thrown, thread);
        if (copy == null) {
            return Segment.empty();
        }
        int[] sites = (int[]) copy[0];
        Object[] refs = (Object[]) copy[1];
        long[] bits = (long[]) copy[2];
        int[] counts = (int[]) copy[3];
        return RecordedFrame.decode(sites(), sites, sites.length, counts[0], counts[1], new RecordedFrame.Values<>() {
            @Override
            public V reference(int index) {
                return values.reference(refs[index]);
            }

            @Override
            public V primitive(PrimitiveType type, int index) {
                return values.primitive(type, bits[index]);
            }
        });
    }

    /** Whether any frame was recorded for the throwable on any thread; cheap, and disturbs no thread that is recording. */
    public boolean isRecorded(Throwable thrown) {
        return JpmCapture.isRecorded(thrown);
    }

    private static SiteIndex sites() {
        int[] bases = Arrays.copyOf(JpmCapture.siteBases, JpmCapture.tableCount());
        return new SiteIndex(bases, new IntFunction<>() {
            @Override
            public byte[] apply(int number) {
                return (byte[]) JpmCapture.sites[number];
            }
        });
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
        registered.put(table, base);
        return base;
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
