package java.lang;

import java.util.Arrays;
import java.util.function.BiConsumer;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;

/**
 * What instrumented code calls when an exception leaves one of its regions, and where the values are kept.
 *
 * <p>Everything here may run in any application thread at any moment, also when the heap or the stack is full: no method
 * throws, waits, or allocates apart from a chain's arrays. The public static fields are the heap format: a heap dump's
 * reader starts from them.
 */
public final class JpmCapture {
    /** The version of the heap format. */
    public static final int FORMAT = 1;

    private static final int CHAINS = 256;
    private static final int PROBES = 8;
    /** How often {@link #sweep} is to be called. */
    public static final int TICKS_PER_SECOND = 4;

    /** A chain that was not used for so many ticks may be taken over by another thread. */
    private static final int TAKEOVER_TICKS = 10 * TICKS_PER_SECOND;
    /** A throwable is held weakly when nothing was recorded for it during more than so many ticks, which is after half a second at the latest. */
    private static final int IDLE_TICKS = 1;
    /** A throwable that was recorded so many ticks before the end of the program may be why it ends. */
    private static final int EXIT_TICKS = 5 * TICKS_PER_SECOND;
    /** A throwable's records are dropped after so many ticks, whether it is alive or not. */
    private static final int MAX_TICKS = 60 * TICKS_PER_SECOND;

    private static final int BALLAST_BYTES = 2 << 20;
    /** How long no OutOfMemoryError may have come up before the ballast is put back, in ticks. */
    private static final int CALM_TICKS = 10 * TICKS_PER_SECOND;

    private static final int MAX_REFS = 5;
    private static final int MAX_BITS = 4;

    private static final int EMERGENCY_RECORDS = 512;
    private static final int REPORTERS = 512;
    private static final int REPORTER_PROBES = 32;

    /** Longer than a write of one processor takes to be seen by the others. */
    private static final long SETTLE_NANOS = 50_000;

    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long THREAD_ID = UNSAFE.objectFieldOffset(Thread.class, "tid");
    private static final long DEPTH = UNSAFE.objectFieldOffset(Throwable.class, "depth");

    public static Throwable thrown;
    public static Thread thread;
    public static String trigger;
    public static String dumpId;
    /** One slot more than threads are hashed to: the last chain serves under OutOfMemoryError. */
    public static final JpmChain[] chains = new JpmChain[CHAINS + 1];

    public static Object[] sites = new Object[64];
    public static int[] siteBases = new int[64];

    /** The methods, as {@code com.acme.Shop.price}, whose handlers were taken out because much time is spent in them. */
    public static String[] withoutHandlers = {};

    /** Classes of the application on the reported stack that have no handlers, each followed by a clause that says why. */
    public static String[] leftAlone = {};

    /** Switches recording and reporting off. */
    public static volatile boolean disabled;
    /** Faults of the capture itself, each of which cost some record or report. */
    public static int faults;
    /** Records for which no chain was free. */
    public static int dropped;

    private static int tableCount;
    private static int nextSite;
    private static BiConsumer<Throwable, String> hook;
    /** The threads within {@link #thrown}, each near where a hash of its id puts it. */
    private static final Reporter[] reporters = new Reporter[REPORTERS];

    private static byte[] ballast = new byte[BALLAST_BYTES];
    /** Which chains {@link #hold} or {@link #sweep} has claimed; all false in between. */
    private static final boolean[] claimed = new boolean[CHAINS + 1];

    private static int tick;
    private static int memoryErrorTick;
    private static int holds;

    /** A place for a thread that is reporting. */
    private static final class Reporter {
        static final long THREAD = UNSAFE.objectFieldOffset(Reporter.class, "thread");

        Thread thread;
    }

    static {
        for (int i = 0; i < REPORTERS; i++) {
            reporters[i] = new Reporter();
        }
        for (int i = 0; i < CHAINS; i++) {
            chains[i] = new JpmChain();
        }
        chains[CHAINS] = new JpmChain(EMERGENCY_RECORDS, 8 * EMERGENCY_RECORDS, 4 * EMERGENCY_RECORDS);
    }

    private JpmCapture() {}

    /**
     * Records the variables of a frame that {@code t} is leaving: at most {@value #MAX_REFS} references and
     * {@value #MAX_BITS} primitives; what a frame has more follows under a continuation site. Returns {@code t}.
     */
    @ForceInline
    private static Throwable record(
            Throwable t, int site, int references, int primitives,
            Object a, Object b, Object c, Object d, Object e, long u, long v, long w, long x) {
        JpmSegment segment = begin(t, site);
        if (segment != null) {
            put(segment, references, a, b, c, d, e);
            put(segment, primitives, u, v, w, x);
            segment.sites[segment.frameCount++] = site;
            segment.chain.endRecord();
        }
        return t;
    }

    @ForceInline
    private static void put(JpmSegment segment, int count, Object a, Object b, Object c, Object d, Object e) {
        if (count == 0) {
            return;
        }
        Object[] refs = segment.refs;
        int ref = segment.refCount;
        refs[ref] = a;
        if (count > 1) {
            refs[ref + 1] = b;
        }
        if (count > 2) {
            refs[ref + 2] = c;
        }
        if (count > 3) {
            refs[ref + 3] = d;
        }
        if (count > 4) {
            refs[ref + 4] = e;
        }
        segment.refCount = ref + count;
    }

    @ForceInline
    private static void put(JpmSegment segment, int count, long u, long v, long w, long x) {
        if (count == 0) {
            return;
        }
        long[] bits = segment.bits;
        int bit = segment.bitCount;
        bits[bit] = u;
        if (count > 1) {
            bits[bit + 1] = v;
        }
        if (count > 2) {
            bits[bit + 2] = w;
        }
        if (count > 3) {
            bits[bit + 3] = x;
        }
        segment.bitCount = bit + count;
    }

    /**
     * Records a frame that no exception leaves, for a throwable that stands for a place: at most {@value #MAX_REFS} references and
     * {@value #MAX_BITS} primitives, in arrays of that length.
     */
    public static void frame(Throwable t, int site, int references, int primitives, Object[] r, long[] p) {
        record(t, site, references, primitives, r[0], r[1], r[2], r[3], r[4], p[0], p[1], p[2], p[3]);
    }

    /** The segment of a throwable with room for a record, its chain's owner recording; or null. */
    private static JpmSegment begin(Throwable t, int site) {
        JpmChain chain = null;
        try {
            if (disabled || (chain = enter(Thread.currentThread(), t)) == null) {
                return null;
            }
            JpmSegment segment = chain.segment(t);
            if (segment.isThrownAgain(site)) {
                segment.start(t);
            }
            segment.reserve(MAX_REFS, MAX_BITS);
            int now = tick;
            segment.tick = now;
            chain.tick = now;
            return segment;
        } catch (Throwable fault) {
            faults++;
            if (chain != null) {
                chain.endRecord();
            }
            return null;
        }
    }

    /** The thread's chain, ready for a record; or null. */
    private static JpmChain enter(Thread self, Throwable t) {
        JpmChain chain = chains[slot(self)];
        if (chain.owner == self && !(t instanceof OutOfMemoryError) && chain.beginRecord()) {
            return chain;
        }
        return enterOther(self, t);
    }

    /** Where a thread's chain is looked for first. */
    private static int slot(Thread thread) {
        return (int) UNSAFE.getLong(thread, THREAD_ID) & (CHAINS - 1);
    }

    private static JpmChain enterOther(Thread self, Throwable t) {
        if (t instanceof OutOfMemoryError) {
            JpmChain emergency = chains[CHAINS];
            if ((emergency.owner == self || take(emergency, self)) && emergency.beginRecord()) {
                return emergency;
            }
        }
        int slot = slot(self);
        for (int i = 0; i < PROBES; i++) {
            JpmChain chain = chains[(slot + i) & (CHAINS - 1)];
            if (chain.owner == self && chain.beginRecord()) {
                return chain;
            }
        }
        for (int i = 0; i < PROBES; i++) {
            JpmChain chain = chains[(slot + i) & (CHAINS - 1)];
            if (take(chain, self) && chain.beginRecord()) {
                return chain;
            }
        }
        dropped++;
        return null;
    }

    /** Makes a chain the thread's whose owner is dead or has not used it for long. */
    private static boolean take(JpmChain chain, Thread self) {
        if (!isFree(chain) || !chain.claim()) {
            return false;
        }
        Thread owner = chain.owner;
        boolean free = isFree(chain) && (owner == null || !owner.isAlive() || !chain.isRecording());
        if (free) {
            chain.clear();
            chain.owner = self;
        }
        chain.unclaim();
        return free;
    }

    private static boolean isFree(JpmChain chain) {
        Thread owner = chain.owner;
        return owner == null || (holds == 0 && (tick - chain.tick >= TAKEOVER_TICKS || !owner.isAlive()));
    }

    /** The frames in a throwable's trace, at most 1,024; 0 for a stackless one. */
    static int traceDepth(Throwable t) {
        return UNSAFE.getInt(t, DEPTH);
    }

    // Entry points of the handlers, one for each number of references and primitives. Inlined, they would make the
    // compiled frames of the instrumented methods larger.

    @DontInline
    public static Throwable c(Throwable t, long u, int site) {
        return record(t, site, 0, 1, null, null, null, null, null, u, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, long u, long v, int site) {
        return record(t, site, 0, 2, null, null, null, null, null, u, v, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, long u, long v, long w, int site) {
        return record(t, site, 0, 3, null, null, null, null, null, u, v, w, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, long u, long v, long w, long x, int site) {
        return record(t, site, 0, 4, null, null, null, null, null, u, v, w, x);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, int site) {
        return record(t, site, 1, 0, a, null, null, null, null, 0, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, long u, int site) {
        return record(t, site, 1, 1, a, null, null, null, null, u, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, long u, long v, int site) {
        return record(t, site, 1, 2, a, null, null, null, null, u, v, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, long u, long v, long w, int site) {
        return record(t, site, 1, 3, a, null, null, null, null, u, v, w, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, long u, long v, long w, long x, int site) {
        return record(t, site, 1, 4, a, null, null, null, null, u, v, w, x);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, int site) {
        return record(t, site, 2, 0, a, b, null, null, null, 0, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, long u, int site) {
        return record(t, site, 2, 1, a, b, null, null, null, u, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, long u, long v, int site) {
        return record(t, site, 2, 2, a, b, null, null, null, u, v, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, long u, long v, long w, int site) {
        return record(t, site, 2, 3, a, b, null, null, null, u, v, w, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, long u, long v, long w, long x, int site) {
        return record(t, site, 2, 4, a, b, null, null, null, u, v, w, x);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, int site) {
        return record(t, site, 3, 0, a, b, c, null, null, 0, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, long u, int site) {
        return record(t, site, 3, 1, a, b, c, null, null, u, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, long u, long v, int site) {
        return record(t, site, 3, 2, a, b, c, null, null, u, v, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, long u, long v, long w, int site) {
        return record(t, site, 3, 3, a, b, c, null, null, u, v, w, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, long u, long v, long w, long x, int site) {
        return record(t, site, 3, 4, a, b, c, null, null, u, v, w, x);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, int site) {
        return record(t, site, 4, 0, a, b, c, d, null, 0, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, long u, int site) {
        return record(t, site, 4, 1, a, b, c, d, null, u, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, long u, long v, int site) {
        return record(t, site, 4, 2, a, b, c, d, null, u, v, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, long u, long v, long w, int site) {
        return record(t, site, 4, 3, a, b, c, d, null, u, v, w, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, long u, long v, long w, long x, int site) {
        return record(t, site, 4, 4, a, b, c, d, null, u, v, w, x);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, Object e, int site) {
        return record(t, site, 5, 0, a, b, c, d, e, 0, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, Object e, long u, int site) {
        return record(t, site, 5, 1, a, b, c, d, e, u, 0, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, Object e, long u, long v, int site) {
        return record(t, site, 5, 2, a, b, c, d, e, u, v, 0, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, Object e, long u, long v, long w, int site) {
        return record(t, site, 5, 3, a, b, c, d, e, u, v, w, 0);
    }

    @DontInline
    public static Throwable c(Throwable t, Object a, Object b, Object c, Object d, Object e, long u, long v, long w, long x, int site) {
        return record(t, site, 5, 4, a, b, c, d, e, u, v, w, x);
    }

    /**
     * Called by handlers where the agent wants to know of all that is thrown, when their frame is recorded.
     *
     * @param records how many records the frame has
     */
    @DontInline
    public static void passed(Throwable t, int records) {
        if (hook != null && recordsOf(t, Thread.currentThread()) == records) {
            thrown(t, "throw");
        }
    }

    private static int recordsOf(Throwable t, Thread self) {
        int slot = slot(self);
        int records = chains[CHAINS].recordsOf(t, self);
        for (int i = 0; i < PROBES && records == 0; i++) {
            records = chains[(slot + i) & (CHAINS - 1)].recordsOf(t, self);
        }
        return records;
    }

    // Reporting: called by the hooked methods of the JDK.

    /** Tells the agent that a throwable ends a thread or is swallowed. */
    public static void thrown(Throwable t, String by) {
        if (disabled || hook == null || t == null) {
            return;
        }
        int slot = -1;
        try {
            slot = enterReport(Thread.currentThread());
            if (slot >= 0) {
                if (t instanceof OutOfMemoryError) {
                    releaseBallast();
                }
                hook.accept(t, by);
            }
        } catch (Throwable fault) {
            faults++;
        } finally {
            if (slot >= 0) {
                reporters[slot].thread = null;
            }
        }
    }

    /**
     * Tells the agent that the program is about to end: an exception that a method on the caller's stack has caught, or that is on its way
     * through one, may be the reason.
     */
    public static void exiting(int status) {
        if (status != 0 && hook != null) {
            Throwable latest = latest(Thread.currentThread());
            if (latest instanceof RuntimeException || latest instanceof Error) {
                thrown(latest, "Runtime.exit");
            }
        }
    }

    /** The throwable that a thread recorded last, if that was not long ago; else null. */
    private static Throwable latest(Thread self) {
        int slot = slot(self);
        Throwable latest = chains[CHAINS].latest(self, tick - EXIT_TICKS);
        for (int i = 0; i < PROBES && latest == null; i++) {
            latest = chains[(slot + i) & (CHAINS - 1)].latest(self, tick - EXIT_TICKS);
        }
        return latest;
    }

    /** The thread's slot among the reporters; -1 when it is reporting already or there are too many. */
    private static int enterReport(Thread self) {
        // Threads that wait for their dump were often started together: spread, they leave room for others between them.
        int first = (int) (UNSAFE.getLong(self, THREAD_ID) * 0x9E3779B97F4A7C15L >>> 32);
        for (int i = 0; i < REPORTER_PROBES; i++) {
            if (reporters[(first + i) & (REPORTERS - 1)].thread == self) {
                return -1;
            }
        }
        for (int i = 0; i < REPORTER_PROBES; i++) {
            int slot = (first + i) & (REPORTERS - 1);
            if (UNSAFE.compareAndSetReference(reporters[slot], Reporter.THREAD, null, self)) {
                return slot;
            }
        }
        faults++;
        return -1;
    }

    /** Makes two megabytes of the heap free for the work that follows an OutOfMemoryError. */
    public static void releaseBallast() {
        ballast = null;
        memoryErrorTick = tick;
    }

    // The agent's side.

    /** The flags that the JVM was started with. */
    public static String[] vmArguments() {
        return VM.getRuntimeArguments();
    }

    /** Sets what {@link #thrown} calls. */
    public static void setHook(BiConsumer<Throwable, String> newHook) {
        hook = newHook;
    }

    /** Takes a class's site table and returns the id of its first site. */
    public static synchronized int register(byte[] table, int siteCount) {
        if (tableCount == sites.length) {
            siteBases = Arrays.copyOf(siteBases, tableCount * 2);
            sites = Arrays.copyOf(sites, tableCount * 2);
        }
        int base = nextSite;
        siteBases[tableCount] = base;
        sites[tableCount] = table;
        tableCount++;
        nextSite = base + siteCount;
        return base;
    }

    /** How many elements of {@code sites} and {@code siteBases} are in use. */
    public static synchronized int tableCount() {
        return tableCount;
    }

    /** Keeps every chain as it is until {@link #release}, and holds all throwables that still exist strongly. */
    public static synchronized void hold() {
        holds++;
        for (int i = 0; i < chains.length; i++) {
            claimed[i] = chains[i].owner != null && chains[i].claim();
        }
        settle();
        for (int i = 0; i < chains.length; i++) {
            if (claimed[i]) {
                claimed[i] = false;
                if (isQuiet(chains[i])) {
                    chains[i].prepareForReading();
                }
                chains[i].unclaim();
            }
        }
    }

    /** Claims a chain, and makes sure that its owner does not write; the caller's own chain is safe without. */
    private static boolean claimSettled(JpmChain chain) {
        if (!chain.claim()) {
            return false;
        }
        if (chain.owner != Thread.currentThread()) {
            settle();
        }
        if (!isQuiet(chain)) {
            chain.unclaim();
            return false;
        }
        return true;
    }

    /** Waits until owners have seen claims, and others what owners wrote before. */
    private static void settle() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < SETTLE_NANOS) {
            Thread.onSpinWait();
        }
    }

    /** Whether the owner of a chain that was claimed some time ago does not write. */
    private static boolean isQuiet(JpmChain chain) {
        return chain.owner == Thread.currentThread() || !chain.isRecording() || tick - chain.tick > MAX_TICKS;
    }

    /** Undoes one {@link #hold}. */
    public static synchronized void release() {
        holds--;
    }

    /**
     * A copy of what a thread recorded for a throwable, or if it recorded nothing, any other thread: {@code sites},
     * {@code refs}, {@code bits} and the counts {@code {headFrames, droppedFrames}}; null when there is nothing.
     */
    public static Object[] recorded(Throwable t, Thread by) {
        Object[] others = null;
        for (JpmChain chain : chains) {
            Thread owner = chain.owner;
            boolean concerned = owner == by || (others == null && chain.find(t) != null);
            if (owner != null && concerned && claimSettled(chain)) {
                JpmSegment segment = chain.find(t);
                Object[] copy = segment == null ? null : segment.copy();
                chain.unclaim();
                if (copy != null && owner == by) {
                    return copy;
                }
                others = copy != null ? copy : others;
            }
        }
        return others;
    }

    /**
     * Whether any thread recorded something for a throwable. Looks without claiming, because it is asked for each exception
     * that a task swallows, and a claim takes {@value #SETTLE_NANOS} ns: what is being written this moment may be missed.
     */
    public static boolean isRecorded(Throwable t) {
        for (JpmChain chain : chains) {
            if (chain.owner != null && chain.find(t) != null) {
                return true;
            }
        }
        return false;
    }

    /** Advances the coarse clock and lets go of old exceptions; called by the agent {@value #TICKS_PER_SECOND} times a second. */
    public static synchronized void sweep() {
        int now = ++tick;
        if (holds > 0) {
            return;
        }
        sweepChains(now);
        if (ballast == null && now - memoryErrorTick >= CALM_TICKS) {
            ballast = new byte[BALLAST_BYTES];
        }
    }

    private static void sweepChains(int now) {
        boolean any = false;
        for (int i = 0; i < chains.length; i++) {
            JpmChain chain = chains[i];
            claimed[i] = chain.owner != null
                    && now - chain.tick > IDLE_TICKS
                    && chain.hasDust(now, IDLE_TICKS, MAX_TICKS)
                    && chain.claim();
            any |= claimed[i];
        }
        if (!any) {
            return;
        }
        settle();
        for (int i = 0; i < chains.length; i++) {
            if (claimed[i]) {
                claimed[i] = false;
                if (isQuiet(chains[i]) && chains[i].sweep(now, IDLE_TICKS, MAX_TICKS)) {
                    chains[i].owner = null;
                }
                chains[i].unclaim();
            }
        }
    }
}
