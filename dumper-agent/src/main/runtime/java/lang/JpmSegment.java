package java.lang;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * The frames through which one throwable passed on one thread, innermost first.
 *
 * <p>Guarded by its chain. The first seven fields are the heap format.
 */
public final class JpmSegment {
    /** Records kept from the throw outward; after as many again the middle is dropped. */
    private static final int MAX_HEAD = 32_768;
    /** The outermost records are kept in two halves of this size, so that dropping copies each record once. */
    private static final int MAX_TAIL_HALF = 16_384;

    private static final int MAX_RECORDS = MAX_HEAD + 2 * MAX_TAIL_HALF;

    /** HotSpot's default of {@code MaxJavaStackTraceDepth}: deeper stacks have traces of this depth. */
    private static final int MAX_TRACE_DEPTH = 1_024;

    private static final int FIRST_RECORDS = 16;
    private static final int FIRST_REFS = 48;
    private static final int FIRST_BITS = 24;
    /** Arrays longer than this are given back when their segment is cleared. */
    private static final int KEPT_LENGTH = 4_096;

    /** Stands for the thrown object itself among {@code refs} while the segment holds it only weakly. */
    private static final Object SELF = new Object();

    public Throwable thrown;
    public int frameCount;
    public int[] sites;
    public Object[] refs;
    public long[] bits;
    public int droppedFrames;
    public int headFrames;

    final JpmChain chain;
    int refCount;
    int bitCount;
    /** The tick of the last record. */
    int tick;
    /** The chain's count of throwables at which this one was last recorded: the least is the least recently used. */
    int use;
    /** Holds the thrown object when its thread has recorded nothing for a while; else null. */
    private WeakReference<Throwable> idle;

    private int headRefs;
    private int headBits;
    private int halfRefs;
    private int halfBits;

    JpmSegment(JpmChain chain) {
        this.chain = chain;
    }

    /** Allocates arrays that hold that much before they must grow. */
    void allocate(int records, int references, int primitives) {
        sites = new int[records];
        refs = new Object[references];
        bits = new long[primitives];
    }

    /** May be asked by any thread at any moment. */
    boolean isFor(Throwable t) {
        if (thrown == t) {
            return true;
        }
        WeakReference<Throwable> weak = idle;
        return weak != null && weak.refersTo(t);
    }

    boolean isEmpty() {
        return thrown == null && idle == null;
    }

    /** Makes room for one more record with up to so many values. */
    void reserve(int references, int primitives) {
        if (frameCount >= sites.length || refCount + references > refs.length || bitCount + primitives > bits.length) {
            grow(references, primitives);
        }
        if ((frameCount & (MAX_TAIL_HALF - 1)) == 0) {
            noteBoundary();
        }
    }

    private void grow(int references, int primitives) {
        if (frameCount >= sites.length && frameCount < MAX_RECORDS) {
            sites = Arrays.copyOf(sites, sites.length * 2);
        }
        if (refCount + references > refs.length) {
            refs = Arrays.copyOf(refs, refs.length * 2 + references);
        }
        if (bitCount + primitives > bits.length) {
            bits = Arrays.copyOf(bits, bits.length * 2 + primitives);
        }
    }

    /** Notes where the values of the head's and of the tail's first half's records end, and drops that half when all is full. */
    private void noteBoundary() {
        if (frameCount == MAX_RECORDS) {
            dropMiddle();
        } else if (frameCount == MAX_HEAD) {
            headRefs = refCount;
            headBits = bitCount;
        } else if (frameCount == MAX_HEAD + MAX_TAIL_HALF) {
            halfRefs = refCount;
            halfBits = bitCount;
        }
    }

    private void dropMiddle() {
        System.arraycopy(sites, MAX_HEAD + MAX_TAIL_HALF, sites, MAX_HEAD, MAX_TAIL_HALF);
        System.arraycopy(refs, halfRefs, refs, headRefs, refCount - halfRefs);
        System.arraycopy(bits, halfBits, bits, headBits, bitCount - halfBits);
        int keptRefs = headRefs + refCount - halfRefs;
        Arrays.fill(refs, keptRefs, refCount, null);
        refCount = keptRefs;
        bitCount = headBits + bitCount - halfBits;
        halfRefs = refCount;
        halfBits = bitCount;
        frameCount -= MAX_TAIL_HALF;
        droppedFrames += MAX_TAIL_HALF;
        headFrames = MAX_HEAD;
    }

    /** Starts anew for another throwable, or for a new throw of the same one. */
    void start(Throwable t) {
        if (sites == null) {
            allocate(FIRST_RECORDS, FIRST_REFS, FIRST_BITS);
        }
        forget();
        thrown = t;
    }

    /** Lets go of the throwable and of every value, and of large arrays. */
    void clear() {
        forget();
        if (refs != null && (refs.length > KEPT_LENGTH || bits.length > KEPT_LENGTH || sites.length > KEPT_LENGTH)) {
            sites = null;
            refs = null;
            bits = null;
        }
    }

    private void forget() {
        thrown = null;
        idle = null;
        for (int i = 0; i < refCount; i++) {
            refs[i] = null;
        }
        frameCount = 0;
        refCount = 0;
        bitCount = 0;
        droppedFrames = 0;
        headFrames = 0;
    }

    /**
     * Whether a record at this site shows that the throwable, which is an object thrown many times, was thrown anew. Of
     * stackless ones the same innermost site tells; others have been recorded more often than their trace is deep.
     */
    boolean isThrownAgain(int site) {
        if (frameCount == 0 || site != sites[0]) {
            return false;
        }
        int depth = JpmCapture.traceDepth(thrown);
        return depth == 0 || (depth < MAX_TRACE_DEPTH && frameCount > 4 * depth + 64);
    }

    /** Holds the throwable weakly, so that the records do not keep alive an exception that the program has dropped. */
    void weaken() {
        idle = new WeakReference<>(thrown);
        replace(thrown, SELF);
        thrown = null;
    }

    /** Undoes {@link #weaken}; false when the throwable is gone. */
    boolean strengthen() {
        if (idle == null) {
            return thrown != null;
        }
        Throwable t = idle.get();
        if (t == null) {
            return false;
        }
        thrown = t;
        idle = null;
        replace(SELF, t);
        return true;
    }

    /** Makes the heap format's fields true that are not kept up with every record. */
    void prepareForReading() {
        strengthen();
        if (droppedFrames == 0) {
            headFrames = frameCount;
        }
    }

    /** A copy as {@link JpmCapture#recorded} gives it. */
    Object[] copy() {
        prepareForReading();
        return new Object[] {
            Arrays.copyOf(sites, frameCount),
            Arrays.copyOf(refs, refCount),
            Arrays.copyOf(bits, bitCount),
            new int[] {headFrames, droppedFrames}
        };
    }

    /** Whether the throwable was held weakly and is gone. May be asked by any thread at any moment. */
    boolean isOrphaned() {
        WeakReference<Throwable> weak = idle;
        return weak != null && weak.refersTo(null);
    }

    /** The throwable, if it is still there. To be asked by the owner. */
    Throwable throwable() {
        return thrown != null || idle == null ? thrown : idle.get();
    }

    private void replace(Object old, Object with) {
        for (int i = 0; i < refCount; i++) {
            if (refs[i] == old) {
                refs[i] = with;
            }
        }
    }
}
