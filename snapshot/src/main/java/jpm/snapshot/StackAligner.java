package jpm.snapshot;

import java.util.ArrayList;
import java.util.List;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.SiteTable.LineRange;
import jpm.snapshot.SiteTable.Site;
import org.jspecify.annotations.Nullable;

/**
 * Brings an exception's stack trace and the frames that the handlers recorded for it together, 1:1.
 *
 * <p>The trace has every frame but no values and ends after {@link #DEFAULT_TRACE_LIMIT} frames; the record has values but
 * only of instrumented methods, and an activation more than once when a {@code finally} rethrows. Both run from the throw
 * outward, so one cursor over each is enough.
 */
public final class StackAligner {
    /** HotSpot's default of {@code MaxJavaStackTraceDepth}. */
    public static final int DEFAULT_TRACE_LIMIT = 1024;

    private StackAligner() {}

    /**
     * A frame of a stack trace.
     *
     * @param className binary name with dots
     * @param line 1-based, or not positive when unknown (native methods: -2)
     */
    public record TraceFrame(
            String className, String method, @Nullable String file, int line) {}

    /**
     * A frame of the aligned stack.
     *
     * @param descriptor null for frames without a record
     * @param file null when unknown
     * @param line the trace's line; -1 when there is no trace and the record's lines are not unique
     * @param recorded null when the frame's method was not instrumented
     */
    public record Frame<V>(
            String className,
            String method,
            @Nullable String descriptor,
            @Nullable String file,
            int line,
            @Nullable RecordedFrame<V> recorded) {
        /** The lines that the frame may have been at: the line where it is known, else those of the record. */
        public List<LineRange> lines() {
            return line > 0 || recorded == null
                    ? List.of(new LineRange(line, line))
                    : recorded.site().lines();
        }
    }

    /**
     * An aligned stack, innermost frame first.
     *
     * @param gapIndex the frames from here on stand outside of a gap; the number of frames when there is none
     * @param omittedFrames about how many frames the gap swallowed, 0 without a gap, {@link #UNKNOWN} where nobody counted them
     */
    public record Stack<V>(List<Frame<V>> frames, int gapIndex, int omittedFrames) {
        /** Stands for a number of frames, at least one. */
        public static final int UNKNOWN = -1;

        public Stack {
            frames = List.copyOf(frames);
        }
    }

    /** A throwable's stack trace, innermost first and empty for a stackless one, and what was recorded for it. */
    public record Thrown<V>(List<TraceFrame> trace, Segment<V> segment) {
        public Thrown {
            trace = List.copyOf(trace);
        }
    }

    /** The stack of one throwable, its trace cut at {@link #DEFAULT_TRACE_LIMIT}. */
    public static <V> Stack<V> align(Thrown<V> thrown) {
        return align(thrown, DEFAULT_TRACE_LIMIT);
    }

    /** The stack of one throwable in a JVM whose traces end after {@code traceLimit} frames. */
    public static <V> Stack<V> align(Thrown<V> thrown, int traceLimit) {
        return new Alignment<>(thrown, traceLimit).stack();
    }

    /**
     * The stack from where the first cause was thrown: its frames down to the method that caught and wrapped it, then the
     * wrapper's from that method outward, and so on. A cause that did not pass through the wrapper's stack (another
     * thread's, an older one's) is left out, and so is a wrapper of which nothing is known.
     *
     * @param causes the exception first, then its cause, that one's cause, …; not empty
     */
    public static <V> Stack<V> combine(List<Thrown<V>> causes) {
        Stack<V> stack = align(causes.get(0));
        Thrown<V> wrapper = causes.get(0);
        for (Thrown<V> cause : causes.subList(1, causes.size())) {
            Stack<V> below = align(cause);
            if (stack.frames().isEmpty()) {
                stack = below;
                wrapper = cause;
                continue;
            }
            Wrapping wrapping = new Wrapping(cause.trace(), wrapper.trace());
            int kept = wrapping.outerFramesKept();
            if (kept < 0 || kept > stack.frames().size()) {
                break;
            }
            stack = join(below, wrapping.innerFramesKept(below.frames().size()), stack, kept);
            wrapper = cause;
        }
        return stack;
    }

    private static <V> Stack<V> join(Stack<V> inner, int innerCount, Stack<V> outer, int outerCount) {
        List<Frame<V>> frames = new ArrayList<>(inner.frames().subList(0, innerCount));
        int outerStart = outer.frames().size() - outerCount;
        frames.addAll(outer.frames().subList(outerStart, outer.frames().size()));
        if (inner.omittedFrames() != 0 && inner.gapIndex() < innerCount) {
            return new Stack<>(frames, inner.gapIndex(), inner.omittedFrames());
        }
        int gapIndex = outer.omittedFrames() != 0 && outer.gapIndex() >= outerStart
                ? innerCount + outer.gapIndex() - outerStart
                : frames.size();
        return new Stack<>(frames, gapIndex, gapIndex < frames.size() ? outer.omittedFrames() : 0);
    }

    /** One throwable's alignment: {@code cursor} is the first record not yet used or passed over. */
    private static final class Alignment<V> {
        private final List<TraceFrame> trace;
        private final Segment<V> segment;
        private final List<RecordedFrame<V>> records;
        private final boolean traceIsCut;
        private final List<Frame<V>> frames = new ArrayList<>();
        private int cursor;
        private int matched;
        private @Nullable RecordedFrame<V> last;

        Alignment(Thrown<V> thrown, int traceLimit) {
            trace = thrown.trace();
            segment = thrown.segment();
            records = segment.frames();
            traceIsCut = trace.size() >= traceLimit;
        }

        Stack<V> stack() {
            for (int i = 0; i < trace.size(); i++) {
                alignTraceFrame(i);
            }
            // Code that is not instrumented may fill a cut trace alone: what was recorded stands outside of it.
            boolean isBehind = matched == 0 && traceIsCut && !records.isEmpty();
            if (matched == 0 && !records.isEmpty()) {
                cursor = 0;
                last = null;
                if (!isBehind) {
                    frames.clear();
                }
            }
            int behind = frames.size();
            int gapIndex = -1;
            if (matched == 0 || traceIsCut) {
                gapIndex = appendRecords();
            }
            if (isBehind && gapIndex < 0) {
                return new Stack<>(frames, behind, Stack.UNKNOWN);
            }
            return gapIndex < 0
                    ? new Stack<>(frames, frames.size(), 0)
                    : new Stack<>(frames, gapIndex, segment.droppedFrames());
        }

        private void alignTraceFrame(int index) {
            TraceFrame frame = trace.get(index);
            int found = find(index);
            if (found < 0) {
                frames.add(new Frame<>(frame.className(), frame.method(), null, frame.file(), frame.line(), null));
                return;
            }
            RecordedFrame<V> record = records.get(found);
            Site site = record.site();
            frames.add(new Frame<>(
                    frame.className(), frame.method(), site.method().descriptor(), frame.file(), frame.line(), record));
            cursor = found + 1;
            last = record;
            matched++;
        }

        /** The record of a trace frame, or -1. Records that can belong to no frame any more are passed over. */
        private int find(int index) {
            TraceFrame frame = trace.get(index);
            int next = firstOfNewActivation(frame);
            while (next < records.size()) {
                RecordedFrame<V> record = records.get(next);
                if (atLine(frame, record)) {
                    return next;
                }
                if (!record.site().isRethrow()) {
                    if (isExpectedLater(record, index)) {
                        return -1;
                    }
                    // An exception made on one line and thrown on another has the first in its trace.
                    if (sameMethod(frame, record)) {
                        return next;
                    }
                }
                next++;
            }
            return -1;
        }

        /**
         * Where to look first. The rethrow records that follow a record of the same method are mostly the same activation
         * again, even where their lines would fit (try-with-resources in a recursive method): they are passed over when
         * the record behind them fits as well.
         */
        private int firstOfNewActivation(TraceFrame frame) {
            int next = cursor;
            while (next < records.size() && isAgain(records.get(next), last)) {
                next++;
            }
            return next > cursor && next < records.size() && atLine(frame, records.get(next)) ? next : cursor;
        }

        private boolean isExpectedLater(RecordedFrame<V> record, int index) {
            for (int i = index; i < trace.size(); i++) {
                if (atLine(trace.get(i), record)) {
                    return true;
                }
            }
            return false;
        }

        /** Makes frames of the records that are left; the index of the frame behind the gap, or -1 without a gap. */
        private int appendRecords() {
            int gapIndex = -1;
            boolean gap = segment.droppedFrames() > 0;
            for (; cursor < records.size(); cursor++) {
                RecordedFrame<V> record = records.get(cursor);
                if (gap && cursor >= segment.headFrames() && gapIndex < 0) {
                    gapIndex = frames.size();
                    last = null;
                }
                if (!isAgain(record, last)) {
                    frames.add(frame(record));
                    last = record;
                }
            }
            return gapIndex;
        }

        private static <V> boolean isAgain(RecordedFrame<V> record, @Nullable RecordedFrame<V> last) {
            return last != null
                    && record.site().isRethrow()
                    && record.className().equals(last.className())
                    && record.site().method().equals(last.site().method());
        }

        private static <V> boolean sameMethod(TraceFrame frame, RecordedFrame<V> record) {
            return frame.className().equals(record.className())
                    && frame.method().equals(record.site().method().name());
        }

        private static <V> boolean atLine(TraceFrame frame, RecordedFrame<V> record) {
            return sameMethod(frame, record)
                    && (frame.line() <= 0 || record.site().mayContain(frame.line()));
        }

        private static <V> Frame<V> frame(RecordedFrame<V> record) {
            Site site = record.site();
            List<LineRange> lines = site.lines();
            boolean unique =
                    lines.size() == 1 && lines.get(0).first() == lines.get(0).last();
            String file = record.sourceFile();
            return new Frame<>(
                    record.className(),
                    site.method().name(),
                    site.method().descriptor(),
                    file.isEmpty() ? null : file,
                    unique ? lines.get(0).first() : -1,
                    record);
        }
    }

    /** How a cause's stack continues in its wrapper's: at the method that caught the one and threw the other. */
    private static final class Wrapping {
        private final List<TraceFrame> inner;
        private final List<TraceFrame> outer;
        private final int common;
        private final boolean onAnotherLine;

        Wrapping(List<TraceFrame> cause, List<TraceFrame> wrapper) {
            inner = cause;
            outer = wrapper;
            common = commonTail();
            onAnotherLine = caughtOnAnotherLine();
        }

        /** How many outermost frames of the wrapper are kept, or -1 when the cause did not pass through its stack. */
        int outerFramesKept() {
            if (onAnotherLine) {
                return common + 1;
            }
            if (causeIsCut()) {
                return outer.size();
            }
            boolean caughtOnTheSameLine = common > 0 && common == outer.size() && common < inner.size();
            return caughtOnTheSameLine ? common : -1;
        }

        /** How many innermost of the cause's aligned frames are kept. */
        int innerFramesKept(int alignedFrames) {
            if (causeIsCut() && !onAnotherLine) {
                return alignedFrames;
            }
            return Math.min(alignedFrames, inner.size() - common - (onAnotherLine ? 1 : 0));
        }

        private boolean causeIsCut() {
            return common == 0 && inner.size() >= DEFAULT_TRACE_LIMIT;
        }

        private boolean caughtOnAnotherLine() {
            if (common == inner.size() || common == outer.size()) {
                return false;
            }
            TraceFrame innerLast = inner.get(inner.size() - 1 - common);
            TraceFrame outerLast = outer.get(outer.size() - 1 - common);
            return innerLast.className().equals(outerLast.className())
                    && innerLast.method().equals(outerLast.method());
        }

        private int commonTail() {
            int count = 0;
            int most = Math.min(inner.size(), outer.size());
            while (count < most && inner.get(inner.size() - 1 - count).equals(outer.get(outer.size() - 1 - count))) {
                count++;
            }
            return count;
        }
    }
}
