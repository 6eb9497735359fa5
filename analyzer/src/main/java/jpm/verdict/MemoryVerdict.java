package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.graph.Heap;
import jpm.io.ByteCount;
import jpm.store.DumpMetadata;
import jpm.verdict.Scene.Place;
import org.jspecify.annotations.Nullable;

/** The verdict over an OutOfMemoryError: which memory gave out, who has it, and which limit it met. */
final class MemoryVerdict {
    private static final Pattern RESERVE = Pattern.compile(
            "Cannot reserve (\\d+) bytes of direct buffer memory \\(allocated: (\\d+), limit: (\\d+)\\)");
    private static final long LARGE = 1 << 20;

    private final DebugSession session;
    private final MemoryFacts memory;
    private final String message;
    private final Scene scene;
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<String> advice = new ArrayList<>();

    /** @param exceptionIndex the OutOfMemoryError's */
    MemoryVerdict(DebugSession session, DumpMetadata metadata, int exceptionIndex) {
        this.session = session;
        this.memory = new MemoryFacts(metadata);
        this.scene = new Scene(session, exceptionIndex);
        this.message = scene.message();
    }

    Verdict verdict() {
        if (!message.isEmpty()) {
            evidence.add(Evidence.known("the message of the OutOfMemoryError: " + message));
        }
        for (OutOfMemoryKind kind : OutOfMemoryKind.values()) {
            if (kind.fits(message)) {
                return verdict(kind);
            }
        }
        return thrownByProgram();
    }

    private Verdict verdict(OutOfMemoryKind kind) {
        String more = switch (kind) {
            case JAVA_HEAP, GC_OVERHEAD -> heap();
            case ARRAY_SIZE -> arraySize();
            case METASPACE, CLASS_SPACE -> metaspace(kind);
            case DIRECT_BUFFERS -> directBuffers();
            case NATIVE_THREADS -> threads();
            case NATIVE_MEMORY -> nativeMemory();
        };
        String tight = memory.tightLimit();
        if (tight != null) {
            advice.add(tight);
        }
        return new Verdict(kind.kind, kind.sentence + (more == null ? "." : ": " + more + "."), evidence, advice);
    }

    private @Nullable String heap() {
        evidence.addAll(memory.evidence());
        addAllocation();
        Heap heap = session.heap();
        advice.add("See what fills it: jpm leaks, jpm dominators, and jpm path to what is too much.");
        advice.add("A larger -Xmx helps only if the program needs all that at once.");
        if (heap == null) {
            evidence.add(Evidence.known("the dump has no heap, which would tell who holds what"));
            return null;
        }
        HeapContents contents = new HeapContents(session, heap);
        evidence.addAll(contents.evidence());
        if (memory.heapUsedBytes != null && !memory.isHeapNearlyFull()) {
            evidence.add(Evidence.inferred(
                    "the heap was not full any more when the dump was made: a single allocation was too "
                            + "large, or what filled the heap was let go as the error passed"));
        }
        return contents.mainHolder();
    }

    /** The allocation that failed, where the frame itself made it with a number that it holds. */
    private void addAllocation() {
        DebugFrame frame = scene.frame();
        if (frame == null) {
            return;
        }
        evidence.add(Evidence.known(
                "the allocation that failed was made " + (scene.calledMethod() == null ? "in " : "below ")
                        + frame.qualifiedMethod() + " (" + frame.place() + ")"));
        for (Place place : largeNumbers()) {
            evidence.add(Evidence.inferred(scene.shown(place) + " may be the size that was asked for"));
        }
    }

    private List<Place> largeNumbers() {
        return scene.places(place -> {
            Long number = scene.integer(place.value());
            return number != null && number >= LARGE && !place.path().contains("[");
        });
    }

    private @Nullable String arraySize() {
        addAllocation();
        List<Place> sizes = largeNumbers();
        advice.add("See how the size was computed; split what is larger than 2^31 elements.");
        return sizes.size() == 1 ? "probably " + scene.shown(sizes.get(0)) : null;
    }

    private @Nullable String metaspace(OutOfMemoryKind kind) {
        advice.add("See which loaders are never let go: jpm loaders, and jpm path to one of them.");
        advice.add(
                kind == OutOfMemoryKind.CLASS_SPACE
                        ? "The limit is -XX:CompressedClassSpaceSize."
                        : "The limit is -XX:MaxMetaspaceSize.");
        Heap heap = session.heap();
        if (heap == null) {
            return null;
        }
        LoadedClasses classes = new LoadedClasses(heap);
        evidence.addAll(classes.evidence());
        return classes.clause();
    }

    private @Nullable String directBuffers() {
        Matcher numbers = RESERVE.matcher(message);
        if (numbers.matches()) {
            evidence.add(Evidence.known(ByteCount.text(Long.parseLong(numbers.group(2))) + " of "
                    + ByteCount.text(Long.parseLong(numbers.group(3))) + " were taken, and "
                    + ByteCount.text(Long.parseLong(numbers.group(1))) + " more were asked for"));
        }
        advice.add("See who keeps buffers: jpm path to instances of java.nio.DirectByteBuffer.");
        advice.add("The limit is -XX:MaxDirectMemorySize, without it the same as -Xmx.");
        Heap heap = session.heap();
        if (heap == null) {
            return null;
        }
        DirectBuffers buffers = new DirectBuffers(heap, new HeapHolders(session, heap));
        evidence.addAll(buffers.evidence());
        return buffers.clause();
    }

    private @Nullable String threads() {
        ThreadNames names = new ThreadNames(session.threads());
        evidence.addAll(names.evidence());
        advice.add("See what the threads do: jpm threads, or jpm open and thread apply all bt.");
        advice.add(
                "The limits are ulimit -u, the container's pids.max and kernel.threads-max; memory for a stack is -Xss.");
        return names.clause();
    }

    private @Nullable String nativeMemory() {
        evidence.addAll(memory.evidence());
        advice.add("See what else runs there, ulimit -v, vm.max_map_count, and what the JVM takes beside the heap: "
                + "run it with -XX:NativeMemoryTracking=summary.");
        return null;
    }

    private Verdict thrownByProgram() {
        DebugFrame frame = scene.frame();
        List<StackTraceElement> stack = scene.thrown().stack();
        String where = stack.isEmpty()
                ? ""
                : " in " + stack.get(0).getClassName() + "." + stack.get(0).getMethodName();
        evidence.add(Evidence.inferred(
                "no JVM and no JDK that jpm knows says it in these words: code made the error itself"));
        if (frame != null) {
            evidence.add(Evidence.known("the innermost frame of the program is " + frame.description()));
        }
        evidence.addAll(memory.evidence());
        advice.add("Read the code that threw it; the memory that it means need not be the heap.");
        return new Verdict(
                Verdict.Kind.THROWN_BY_PROGRAM, "An OutOfMemoryError was made by code" + where + ".", evidence, advice);
    }
}
