package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.graph.Coverage;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapModel;
import jpm.graph.HeapThread;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.StackAligner;
import jpm.snapshot.StackAligner.Thrown;
import jpm.snapshot.StackAligner.TraceFrame;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A process read from its heap dump: with every captured local where the agent ran in it, else with what any heap dump has. */
final class HeapProcess extends DumpedProcess {
    /** What the agent has in place of an exception where a line was hit. */
    private static final String PASSAGE = "java.lang.JpmProbe$Passage";

    private static final String NO_AGENT =
            "written without the jpm agent: frames show the references they held, by name where class files tell it, and no primitives";

    private final Heap heap;
    private final HeapModel model;
    private final @Nullable CaptureRecord record;
    private final FrameNames names;
    private final HeapThreads threads;
    /** What the thread that the dump is about threw; of a breakpoint, what stands for it. */
    private final List<ThrownException> exceptions;

    HeapProcess(Heap heap, DumpFacts facts) {
        super(facts);
        this.heap = heap;
        this.model = new HeapModel(heap);
        this.record = CaptureRecord.find(heap);
        this.names = new FrameNames(heap, facts);
        this.threads = new HeapThreads(heap, names, record == null ? outOfMemoryThreadId(heap) : record.threadId());
        this.exceptions = record == null || record.thrownId() == 0
                ? List.of()
                : new HeapThrowables(heap).chain(record.thrownId());
    }

    private static long outOfMemoryThreadId(Heap heap) {
        return heap.threads().stream()
                .filter(HeapThread::isOutOfMemory)
                .mapToLong(HeapThread::id)
                .findFirst()
                .orElse(0);
    }

    @Override
    public DumpHeader header() {
        String dumpId = record == null ? null : record.dumpId();
        return facts.header(dumpId, heap.header().time(), exceptions(), note());
    }

    private @Nullable String note() {
        List<String> notes = new ArrayList<>();
        Coverage coverage = heap.coverage();
        if (coverage.isPartial()) {
            notes.add(String.format(
                    Locale.ROOT, "the heap dump is damaged, %.1f %% of it could be read", 100 * coverage.share()));
        }
        if (record == null) {
            notes.add(NO_AGENT);
        }
        return notes.isEmpty() ? null : String.join("; ", notes);
    }

    @Override
    public ObjectModel model() {
        return model;
    }

    @Override
    public Heap heap() {
        return heap;
    }

    @Override
    public List<String> classNames() {
        return heap.classes().stream().map(HeapClass::name).toList();
    }

    @Override
    public List<DebugThread> threads() {
        List<DebugThread> all = threads.all();
        return all.isEmpty() ? List.of(new DebugThread(1, "(no thread in the dump)", -1, null, false)) : all;
    }

    @Override
    public DebugStack stack(DebugThread thread) {
        if (threads.all().isEmpty()) {
            return new RootStack(names, List.of());
        }
        if (!thread.crashed() || exceptions.isEmpty() || isMomentWithoutRecord()) {
            return threads.stack(thread);
        }
        return new CapturedStack(
                StackAligner.combine(exceptions.stream().map(this::thrown).toList()), record);
    }

    /** Of a thread that was looked at while it ran, the heap's own frames are all that is known. */
    private boolean isMomentWithoutRecord() {
        return isPlace() && thrown(exceptions.get(0)).segment().frames().isEmpty();
    }

    private boolean isPlace() {
        return !exceptions.isEmpty() && exceptions.get(0).className().equals(PASSAGE);
    }

    @Override
    public List<ThrownException> exceptions() {
        return isPlace() ? List.of() : exceptions;
    }

    @Override
    public DebugStack stack(ThrownException exception) {
        return new CapturedStack(StackAligner.align(thrown(exception)), record);
    }

    private Thrown<Value> thrown(ThrownException exception) {
        Segment<Value> segment = record != null && exception.value() instanceof Value.Reference reference
                ? record.segment(reference.id())
                : Segment.empty();
        return new Thrown<>(
                exception.stack().stream().map(HeapProcess::traceFrame).toList(), segment);
    }

    private static TraceFrame traceFrame(StackTraceElement element) {
        return new TraceFrame(
                element.getClassName(), element.getMethodName(), element.getFileName(), element.getLineNumber());
    }

    @Override
    public long objectId(DebugThread thread) {
        return threads.all().isEmpty() ? 0 : threads.objectId(thread);
    }

    @Override
    public void close() {
        super.close();
        heap.close();
    }
}
