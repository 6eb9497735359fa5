package java.lang;

import jdk.internal.misc.Unsafe;

/**
 * What one thread recorded lately: a segment for each of the last throwables that passed through its frames.
 *
 * <p>Whoever reads or writes a chain holds its {@code busy} flag. Nobody waits for the flag in an application's thread: a
 * thread that finds its chain taken goes on with another one.
 */
public final class JpmChain {
    private static final int SEGMENTS = 8;
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long BUSY = UNSAFE.objectFieldOffset(JpmChain.class, "busy");

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

    /** 1 while someone reads or writes the chain; put back to 0 by plain assignment, which needs no stack. */
    volatile int busy;

    JpmChain() {
        segments = new JpmSegment[SEGMENTS];
    }

    /** A chain for one throwable at a time whose arrays are there from the start. */
    JpmChain(int records, int references, int primitives) {
        segments = new JpmSegment[] {new JpmSegment(this)};
        segments[0].allocate(records, references, primitives);
    }

    /** Takes the busy flag; false when another thread has it. */
    boolean enter() {
        return busy == 0 && UNSAFE.compareAndSetInt(this, BUSY, 0, 1);
    }

    /** Gives the busy flag back. */
    void leave() {
        busy = 0;
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
