package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import jpm.debug.DebugSession;
import jpm.graph.Heap;
import jpm.graph.HeapFrame;
import jpm.graph.HeapThread;
import jpm.value.Value;
import jpm.verdict.Verdict.Kind;
import org.jspecify.annotations.Nullable;

/** The verdict over a heap dump that the JVM wrote by itself when memory gave out. */
final class HeapDumpVerdict {
    private static final int MAX_FRAMES = 8;

    private HeapDumpVerdict() {}

    static Verdict of(DebugSession session, Heap heap, HeapThread allocating) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the JVM wrote the heap dump while the thread \"" + allocating.name()
                + "\" was to get an OutOfMemoryError"));
        HeapFrame frame = application(allocating);
        if (frame != null) {
            evidence.add(Evidence.known("the allocation that failed was made in or below " + text(frame)));
        }
        HeapContents contents = new HeapContents(session, heap);
        LoadedClasses classes = new LoadedClasses(heap);
        evidence.addAll(contents.evidence());
        evidence.addAll(classes.evidence());
        evidence.add(Evidence.inferred(
                "which memory it was is concluded from what the thread did and what the heap holds: a heap "
                        + "dump alone does not tell limits"));
        boolean isMetaspace = isDefiningClass(allocating) || classes.areOfManyLoaders() && isWithRoom(heap, contents);
        @Nullable String more = isMetaspace ? classes.clause() : contents.mainHolder();
        return new Verdict(
                isMetaspace ? Kind.METASPACE : Kind.JAVA_HEAP,
                (isMetaspace ? "Probably the room for classes (metaspace)" : "Probably the Java heap")
                        + " was exhausted" + (more == null ? "." : ": " + more + "."),
                evidence,
                List.of(
                        "See what fills it: jpm leaks, jpm dominators, and jpm path to what is too much.",
                        "The limits stand in the flags of the JVM: -Xmx, -XX:MaxMetaspaceSize."));
    }

    /** A class loader's native method allocates room for classes, and little of the heap. */
    private static boolean isDefiningClass(HeapThread thread) {
        return thread.frames().stream()
                .skip(1)
                .limit(1)
                .anyMatch(frame -> frame.methodName().startsWith("defineClass"));
    }

    /** Whether the heap was far from full; where its limit is not known, whether nobody in particular fills it. */
    private static boolean isWithRoom(Heap heap, HeapContents contents) {
        OptionalLong maxBytes = maxHeapBytes(heap);
        return maxBytes.isPresent()
                ? contents.reachableBytes() < maxBytes.getAsLong() / 2
                : contents.mainHolder() == null;
    }

    /** The JDK notes the most that the heap may use as the default limit of direct buffers. */
    private static OptionalLong maxHeapBytes(Heap heap) {
        return heap.findClasses("jdk.internal.misc.VM").stream()
                .map(c -> c.staticField("directMemory"))
                .filter(Value.Primitive.class::isInstance)
                .mapToLong(limit -> ((Value.Primitive) limit).bits())
                .findFirst();
    }

    private static @Nullable HeapFrame application(HeapThread thread) {
        return thread.frames().stream()
                .skip(1)
                .limit(MAX_FRAMES)
                .filter(frame -> !frame.className().startsWith("java.")
                        && !frame.className().startsWith("jdk."))
                .findFirst()
                .orElse(null);
    }

    private static String text(HeapFrame frame) {
        String place = frame.line() > 0 ? " (" + frame.sourceFile() + ":" + frame.line() + ")" : "";
        return frame.className() + "." + frame.methodName() + place;
    }
}
