package jpm.debug;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.graph.HeapPrimitiveArray;
import jpm.snapshot.RecordedFrame;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.SiteIndex;
import jpm.snapshot.SiteTable;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** What the agent left in a heap: the statics of {@code java.lang.JpmCapture}, as {@code docs/dump-format.md} lays them out. */
final class CaptureRecord {
    private static final String CAPTURE_CLASS = "java.lang.JpmCapture";
    private static final int FORMAT = 1;
    private static final int MAX_TEXT_CHARS = 1 << 12;

    private final Heap heap;
    private final HeapClass capture;
    private final SiteIndex sites;
    private @Nullable Map<String, Integer> tablesByClass;

    private CaptureRecord(Heap heap, HeapClass capture) {
        this.heap = heap;
        this.capture = capture;
        this.sites = siteIndex();
    }

    /** The record in a heap, or null where no agent of a format that is known ran in the dumped JVM. */
    static @Nullable CaptureRecord find(Heap heap) {
        for (HeapClass candidate : heap.findClasses(CAPTURE_CLASS)) {
            if (candidate.staticField("FORMAT") instanceof Value.Primitive format && format.bits() == FORMAT) {
                return new CaptureRecord(heap, candidate);
            }
        }
        return null;
    }

    /** The throwable that the dump is about, 0 where it is about none. */
    long thrownId() {
        return referenceId("thrown");
    }

    /** The thread that threw it, 0 where there is none. */
    long threadId() {
        return referenceId("thread");
    }

    @Nullable
    String dumpId() {
        return heap.findObject(referenceId("dumpId")) instanceof HeapInstance text
                ? text.asString(MAX_TEXT_CHARS)
                : null;
    }

    /** Why a class of the application's on the crashed stack has no handlers; null where it has, or the agent did not say. */
    @Nullable
    String whyLeftAlone(String className) {
        List<HeapInstance> texts = instances(heap.findObject(referenceId("leftAlone")));
        for (int i = 0; i + 1 < texts.size(); i += 2) {
            if (className.equals(texts.get(i).asString(MAX_TEXT_CHARS))) {
                return texts.get(i + 1).asString(MAX_TEXT_CHARS);
            }
        }
        return null;
    }

    /** The frames recorded for a throwable; empty when it passed through no instrumented method or that was long ago. */
    Segment<Value> segment(long throwableId) {
        for (HeapInstance segment : segmentsOf(throwableId)) {
            Segment<Value> frames = decode(segment);
            if (!frames.frames().isEmpty()) {
                return frames;
            }
        }
        return Segment.empty();
    }

    /** The crashed thread's segments come first: a throwable may have been rethrown in a second thread. */
    private List<HeapInstance> segmentsOf(long throwableId) {
        List<HeapInstance> found = new ArrayList<>();
        for (HeapInstance chain : instances(heap.findObject(referenceId("chains")))) {
            boolean crashed = chain.referenced("owner") instanceof HeapInstance owner && owner.id() == threadId();
            for (HeapInstance segment : instances(chain.referenced("segments"))) {
                if (segment.field("thrown") instanceof Value.Reference thrown && thrown.id() == throwableId) {
                    found.add(crashed ? 0 : found.size(), segment);
                }
            }
        }
        return found;
    }

    private Segment<Value> decode(HeapInstance segment) {
        if (!(segment.referenced("sites") instanceof HeapPrimitiveArray siteIds)
                || !(segment.referenced("refs") instanceof HeapObjectArray refs)
                || !(segment.referenced("bits") instanceof HeapPrimitiveArray bits)) {
            return Segment.empty();
        }
        return RecordedFrame.decode(
                sites,
                ints(siteIds),
                intField(segment, "frameCount"),
                intField(segment, "headFrames"),
                intField(segment, "droppedFrames"),
                new Recorded(refs.elementIds(0, refs.length()), longs(bits)));
    }

    /** Values past the end of their array were lost with the end of a cut-off dump. */
    private record Recorded(long[] refs, long[] bits) implements RecordedFrame.Values<Value> {
        private static final Value LOST = new Value.Unavailable("lost with the end of the dump");

        @Override
        public Value reference(int index) {
            if (index >= refs.length) {
                return LOST;
            }
            return refs[index] == 0 ? Value.NULL : new Value.Reference(refs[index]);
        }

        @Override
        public Value primitive(PrimitiveType type, int index) {
            return index < bits.length ? new Value.Primitive(type, bits[index]) : LOST;
        }
    }

    /**
     * Whether the handlers would have recorded variables at that place: null where the class has no handlers, so that nothing is known of its
     * variables.
     */
    @Nullable
    Boolean recordsVariables(String className, String method, int line) {
        Integer number = tablesByClass().get(className);
        byte[] bytes = number == null ? null : tableBytes(siteTables()[number]);
        if (bytes == null) {
            return null;
        }
        try {
            return SiteTable.parse(bytes).sites().stream()
                    .filter(site -> site.method().name().equals(method) && site.mayContain(line))
                    .anyMatch(site -> !site.variables().isEmpty());
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    private Map<String, Integer> tablesByClass() {
        Map<String, Integer> known = tablesByClass;
        if (known == null) {
            known = new HashMap<>();
            long[] tables = siteTables();
            for (int i = 0; i < tables.length; i++) {
                String name = tables[i] == 0 ? null : className(tables[i]);
                if (name != null) {
                    known.putIfAbsent(name, i);
                }
            }
            tablesByClass = known;
        }
        return known;
    }

    /** The class's name is the first thing in a table: version, then the name. */
    private @Nullable String className(long table) {
        if (!(heap.findObject(table) instanceof HeapPrimitiveArray array) || array.length() < 3) {
            return null;
        }
        byte[] head = array.bytes(0, Math.min(array.length(), MAX_TEXT_CHARS));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(head, 1, head.length - 1))) {
            return in.readUTF();
        } catch (IOException damaged) {
            return null;
        }
    }

    private long[] siteTables() {
        return heap.findObject(referenceId("sites")) instanceof HeapObjectArray array
                ? array.elementIds(0, array.length())
                : new long[0];
    }

    private byte @Nullable [] tableBytes(long id) {
        return heap.findObject(id) instanceof HeapPrimitiveArray bytes ? bytes.bytes(0, bytes.length()) : null;
    }

    private SiteIndex siteIndex() {
        long[] tables = siteTables();
        int[] allBases = heap.findObject(referenceId("siteBases")) instanceof HeapPrimitiveArray array
                ? ints(array)
                : new int[0];
        int count = 0;
        while (count < Math.min(tables.length, allBases.length)
                && tables[count] != 0
                && (count == 0 || allBases[count] > allBases[count - 1])) {
            count++;
        }
        int[] bases = new int[count];
        System.arraycopy(allBases, 0, bases, 0, count);
        return new SiteIndex(bases, number -> tableBytes(tables[number]));
    }

    private long referenceId(String staticField) {
        return capture.staticField(staticField) instanceof Value.Reference reference ? reference.id() : 0;
    }

    private List<HeapInstance> instances(@Nullable HeapObject array) {
        List<HeapInstance> instances = new ArrayList<>();
        if (array instanceof HeapObjectArray elements) {
            for (long id : elements.elementIds(0, elements.length())) {
                if (id != 0 && heap.findObject(id) instanceof HeapInstance instance) {
                    instances.add(instance);
                }
            }
        }
        return instances;
    }

    private static int intField(HeapInstance object, String name) {
        return object.field(name) instanceof Value.Primitive number ? (int) number.bits() : 0;
    }

    private static int[] ints(HeapPrimitiveArray array) {
        int[] values = new int[array.length()];
        ByteBuffer.wrap(array.bytes(0, values.length * Integer.BYTES))
                .asIntBuffer()
                .get(values);
        return values;
    }

    private static long[] longs(HeapPrimitiveArray array) {
        long[] values = new long[array.length()];
        ByteBuffer.wrap(array.bytes(0, values.length * Long.BYTES))
                .asLongBuffer()
                .get(values);
        return values;
    }
}
