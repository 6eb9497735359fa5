package java.lang;

import jdk.internal.misc.Unsafe;

/**
 * What one thread recorded lately: a segment for each of the last throwables that passed through its frames.
 *
 * <p>The owner writes without locks or fences: it sets {@code recording}, looks at {@code claimed}, and goes on with another
 * chain if somebody else has claimed this one. Others {@link #claim} a chain, wait long enough for both sides' writes to be
 * seen by the other, and leave it alone if its owner was recording. Nobody ever waits for anybody in an application's thread.
 */
public final class JpmChain {
    private static final int SEGMENTS = 8;
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long CLAIMED = UNSAFE.objectFieldOffset(JpmChain.class, "claimed");
    private static final long RECORDING = UNSAFE.objectFieldOffset(JpmChain.class, "recording");

    /** The thread that the segments belong to; null when the chain is free. */
    public Thread owner;
    /** Filled from the front; an element is null until it is first needed. */
    public final JpmSegment[] segments;

    /** The tick of the last record. */
    int tick;

    /** The segment of the last record; null in a new chain. */
    private JpmSegment current;
    /** How many times {@code current} changed. */
    private int uses;

    /** Whether somebody else than the owner uses the chain. */
    private volatile int claimed;
    /** Whether the owner is writing. Stays set when the owner's stack overflows in the middle, until it writes again. */
    private int recording;

    JpmChain() {
        segments = new JpmSegment[SEGMENTS];
    }

    /** A chain for one throwable at a time whose arrays are there from the start. */
    JpmChain(int records, int references, int primitives) {
        segments = new JpmSegment[] {new JpmSegment(this)};
        segments[0].allocate(records, references, primitives);
    }

    /** Lets the owner write, to be followed by {@link #endRecord}; false when somebody has claimed the chain. */
    boolean beginRecord() {
        recording = 1;
        if (claimed == 0) {
            return true;
        }
        recording = 0;
        return false;
    }

    /** Ends what {@link #beginRecord} began. */
    void endRecord() {
        UNSAFE.putIntRelease(this, RECORDING, 0);
    }

    /** Keeps the owner out from soon on; false when somebody else does so. */
    boolean claim() {
        return UNSAFE.compareAndSetInt(this, CLAIMED, 0, 1);
    }

    /** Whether the owner, who may not have seen a claim yet, is in the middle of a record. */
    boolean isRecording() {
        return UNSAFE.getIntVolatile(this, RECORDING) != 0;
    }

    /** Lets the owner in again. */
    void unclaim() {
        claimed = 0;
    }

    /** The segment in which the next record of a throwable belongs, started if it has none. */
    JpmSegment segment(Throwable t) {
        JpmSegment segment = current;
        return segment != null && segment.thrown == t ? segment : otherSegment(t);
    }

    private JpmSegment otherSegment(Throwable t) {
        JpmSegment segment = find(t);
        if (segment == null) {
            segment = leastRecentlyUsed();
            segment.start(t);
        } else {
            segment.strengthen();
        }
        segment.use = ++uses;
        current = segment;
        return segment;
    }

    /** The throwable that the owner recorded last, if it is that thread, and not before a tick; else null. To be asked by the owner. */
    Throwable latest(Thread self, int since) {
        JpmSegment segment = owner == self ? current : null;
        return segment != null && segment.tick >= since ? segment.throwable() : null;
    }

    /** How many records of a throwable there are, if the chain is that thread's and the throwable its latest; else 0. To be asked by the owner. */
    int recordsOf(Throwable t, Thread self) {
        JpmSegment segment = owner == self ? current : null;
        return segment != null && segment.thrown == t ? segment.frameCount : 0;
    }

    /** The segment of a throwable, or null. */
    JpmSegment find(Throwable t) {
        for (JpmSegment segment : segments) {
            if (segment != null && segment.isFor(t)) {
                return segment;
            }
        }
        return null;
    }

    private JpmSegment leastRecentlyUsed() {
        JpmSegment best = null;
        for (int i = 0; i < segments.length; i++) {
            JpmSegment segment = segments[i];
            if (segment == null) {
                return segments[i] = new JpmSegment(this);
            }
            if (best == null || segment.use - best.use < 0) {
                best = segment;
            }
        }
        return best;
    }

    /** Makes the heap format's fields of all segments true. */
    void prepareForReading() {
        for (JpmSegment segment : segments) {
            if (segment != null && !segment.isEmpty()) {
                segment.prepareForReading();
            }
        }
    }

    /** Lets go of all throwables and values. */
    void clear() {
        for (JpmSegment segment : segments) {
            if (segment != null) {
                segment.clear();
            }
        }
    }

    /** Whether {@link #sweep} would change something; looks without a claim, which takes long. */
    boolean hasDust(int now, int idleTicks, int maxTicks) {
        boolean empty = true;
        for (JpmSegment segment : segments) {
            if (segment != null && !segment.isEmpty()) {
                int age = now - segment.tick;
                if (age > maxTicks || segment.isOrphaned() || (segment.thrown != null && age >= idleTicks)) {
                    return true;
                }
                empty = false;
            }
        }
        return empty;
    }

    /**
     * Holds the throwables weakly to which nothing was recorded for {@code idleTicks}, and clears those that are gone or
     * older than {@code maxTicks}.
     *
     * @return whether every segment is empty now
     */
    boolean sweep(int now, int idleTicks, int maxTicks) {
        boolean empty = true;
        for (JpmSegment segment : segments) {
            if (segment == null || segment.isEmpty()) {
                continue;
            }
            int age = now - segment.tick;
            if (age > maxTicks || segment.isOrphaned()) {
                segment.clear();
            } else {
                if (segment.thrown != null && age >= idleTicks) {
                    segment.weaken();
                }
                empty = false;
            }
        }
        return empty;
    }
}
