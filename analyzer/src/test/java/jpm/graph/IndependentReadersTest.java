package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jpm.analysis.HeapOfManyShapes;
import jpm.analysis.NamedReference;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.eclipse.mat.SnapshotException;
import org.eclipse.mat.parser.internal.SnapshotFactory;
import org.eclipse.mat.snapshot.ISnapshot;
import org.eclipse.mat.util.VoidProgressListener;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.JavaClass;
import shark.CloseableHeapGraph;
import shark.HeapField;
import shark.HeapValue;
import shark.HprofHeapGraph;
import shark.HprofRecordTag;

/** Dumps of real JVMs, read by jpm, Shark, the NetBeans profiler and the core of Eclipse MAT (as haha took it for Android). */
class IndependentReadersTest {
    private static final Map<Integer, List<String>> MODES = Map.of(
            17, List.of("-XX:+UseG1GC", "-XX:+UseZGC", "-XX:-UseCompressedOops"),
            25, List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders"));

    @TempDir
    Path directory;

    static Stream<Arguments> modes() {
        return Jdks.installed().stream()
                .flatMap(jdk ->
                        MODES.getOrDefault(jdk.feature(), List.of()).stream().map(mode -> Arguments.of(jdk, mode)));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void allSeeTheSameHeap(Jdk jdk, String mode) throws Exception {
        Path file = directory.resolve("dump.hprof");
        Path text = directory.resolve("histogram.txt");
        assertThat(JvmProcess.with(jdk)
                        .flags("-Xmx200m", mode)
                        .main(HeapOfManyShapes.class.getName(), file.toString(), text.toString())
                        .run()
                        .exitCode())
                .isZero();
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            assertCountsOfNetBeans(heap, file);
            assertObjectsOfShark(heap, file);
            assertDominatorsOfMat(heap, file);
            assertDominatorsOfAnotherAlgorithm(heap);
        }
    }

    private static void assertCountsOfNetBeans(Heap heap, Path file) throws IOException {
        Map<Long, Integer> counts = new HashMap<>();
        HeapGraph graph = heap.graph();
        for (int i = 0; i < heap.objectCount(); i++) {
            HeapClass type = heap.classes().get(graph.classNumber(i));
            counts.merge(type.id(), 1, Integer::sum);
        }
        long classes = 0;
        for (Object found : HeapFactory.createHeap(file.toFile()).getAllClasses()) {
            JavaClass type = (JavaClass) found;
            // It counts no class objects.
            if (!type.getName().equals("java.lang.Class")) {
                assertThat(counts.getOrDefault(type.getJavaClassId(), 0))
                        .as(type.getName())
                        .isEqualTo(type.getInstancesCount());
                classes++;
            }
        }
        assertThat(classes).isGreaterThan(300);
    }

    private static void assertObjectsOfShark(Heap heap, Path file) throws IOException {
        try (CloseableHeapGraph shark =
                HprofHeapGraph.Companion.openHeapGraph(file.toFile(), null, EnumSet.allOf(HprofRecordTag.class))) {
            assertThat((long) shark.getObjectCount()).isEqualTo(heap.objectCount());
            Iterator<shark.HeapObject> objects = shark.getObjects().iterator();
            while (objects.hasNext()) {
                shark.HeapObject theirs = objects.next();
                HeapObject ours = heap.object(theirs.getObjectId());
                if (theirs instanceof shark.HeapObject.HeapInstance instance) {
                    assertThat(ours.heapClass().name()).isEqualTo(instance.getInstanceClassName());
                    assertReferences(ours, fieldIds(instance));
                } else if (theirs instanceof shark.HeapObject.HeapObjectArray array) {
                    assertThat(ours.heapClass().name()).isEqualTo(array.getArrayClassName());
                    assertReferences(ours, ids(array.readElements().iterator()));
                } else if (theirs instanceof shark.HeapObject.HeapPrimitiveArray array) {
                    assertThat(ours.heapClass().name()).isEqualTo(array.getArrayClassName());
                } else {
                    assertThat(ours).isInstanceOf(HeapClass.class);
                }
            }
        }
    }

    private static List<Long> fieldIds(shark.HeapObject.HeapInstance instance) {
        List<HeapValue> values = new ArrayList<>();
        Iterator<HeapField> fields = instance.readFields().iterator();
        while (fields.hasNext()) {
            values.add(fields.next().getValue());
        }
        return ids(values.iterator());
    }

    private static List<Long> ids(Iterator<HeapValue> values) {
        List<Long> ids = new ArrayList<>();
        while (values.hasNext()) {
            Long id = values.next().getAsNonNullObjectId();
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    private static void assertReferences(HeapObject ours, List<Long> theirs) {
        List<Long> ids = new ArrayList<>();
        for (NamedReference reference : NamedReference.of(ours)) {
            if (!reference.name().equals("<class>")) {
                ids.add(reference.toId());
            }
        }
        assertThat(ids).as("0x%x", ours.id()).isEqualTo(theirs);
    }

    /**
     * Where this MAT differs from jpm is left out on both sides: array classes are no roots to it, signers and protection domains of classes no references,
     * and it leaves out what weak, soft and phantom references refer to.
     */
    private static void assertDominatorsOfMat(Heap heap, Path file) throws SnapshotException {
        ISnapshot mat = new SnapshotFactory().openSnapshot(file.toFile(), Map.of(), new VoidProgressListener());
        int objects = (int) heap.objectCount();
        int[] dominators = SimpleDominators.of(SingleReferences.of(heap, true), roots(heap));
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (int i = 0; i < objects; i++) {
            HeapObject object = heap.objectAt(i);
            int inMat = idOf(mat, object.id());
            long ours = dominators[i] < 0
                    ? -1
                    : dominators[i] == objects
                            ? 0
                            : heap.objectAt(dominators[i]).id();
            long theirs = inMat < 0 ? -1 : dominatorOf(mat, inMat);
            compared += inMat < 0 ? 0 : 1;
            if (ours != theirs) {
                differences.add(object + " 0x" + Long.toHexString(ours) + " 0x" + Long.toHexString(theirs));
            }
        }
        mat.dispose();
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(objects * 9 / 10);
    }

    private static void assertDominatorsOfAnotherAlgorithm(Heap heap) {
        HeapGraph graph = heap.graph();
        int objects = (int) heap.objectCount();
        BitSet roots = new BitSet();
        IntStream.range(0, objects).filter(graph::isRoot).forEach(roots::set);
        int[] dominators = SimpleDominators.of(SingleReferences.of(heap, false), roots);
        long[] retained = new long[objects + 1];
        for (int i = 0; i < objects; i++) {
            assertThat(graph.isReachable(i)).isEqualTo(dominators[i] >= 0);
            assertThat(graph.dominatorOf(i))
                    .as("%s", heap.objectAt(i))
                    .isEqualTo(dominators[i] == objects ? HeapGraph.NONE : dominators[i]);
            for (int at = dominators[i] < 0 ? objects : i; at != objects; at = dominators[at]) {
                retained[at] += graph.shallowBytes(i);
            }
        }
        for (int i = 0; i < objects; i++) {
            assertThat(graph.retainedBytes(i)).isEqualTo(dominators[i] < 0 ? graph.shallowBytes(i) : retained[i]);
        }
    }

    private static long dominatorOf(ISnapshot mat, int id) throws SnapshotException {
        int dominator = mat.getImmediateDominatorId(id);
        return dominator < 0 ? 0 : mat.mapIdToAddress(dominator);
    }

    private static BitSet roots(Heap heap) {
        BitSet roots = new BitSet();
        for (int i = 0; i < heap.objectCount(); i++) {
            boolean isArrayClass =
                    heap.objectAt(i) instanceof HeapClass c && c.name().endsWith("[]");
            roots.set(i, heap.graph().isRoot(i) && !isArrayClass);
        }
        return roots;
    }

    private static int idOf(ISnapshot mat, long address) {
        try {
            return mat.mapAddressToId(address);
        } catch (SnapshotException none) {
            return -1;
        }
    }
}
