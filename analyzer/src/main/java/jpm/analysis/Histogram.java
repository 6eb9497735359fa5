package jpm.analysis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.ClassTable;
import jpm.graph.ClassTally;
import jpm.graph.Coverage;
import jpm.graph.Dump;
import jpm.graph.DumpedClass;
import jpm.graph.HeapOptions;
import jpm.graph.HeapPass;
import jpm.graph.ObjectLayout;
import jpm.graph.ObjectSizes;
import jpm.hprof.ClassDump;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * How many objects of each class a dump holds, and how large they are: one pass over the file, without an index. Classes of the same name
 * from different loaders share a row.
 *
 * @param rows by falling bytes
 */
public record Histogram(List<HistogramRow> rows, Coverage coverage) {
    private static final String CLASS = "java.lang.Class";

    /** All objects of the dump, reachable or not. */
    public static Histogram of(Path path, HeapOptions options) {
        try (Dump dump = Dump.open(path, options)) {
            ObjectLayout layout = ObjectSizes.sampleLayout(dump);
            List<Sink> sinks = dump.pass("counting objects").run(() -> new Sink(layout));
            Coverage coverage = dump.coverage(HeapPass.Losses.of(sinks));
            return new Histogram(new Summing(dump, layout, sinks).rows(), coverage);
        }
    }

    /** The objects of all classes. */
    public long instances() {
        return rows.stream().mapToLong(HistogramRow::instances).sum();
    }

    /** The bytes of all classes. */
    public long shallowBytes() {
        return rows.stream().mapToLong(HistogramRow::shallowBytes).sum();
    }

    private static final class Sink extends HeapPass.Sink {
        private final ObjectLayout layout;
        final ClassTally byClass = new ClassTally();
        final long[] arrays = new long[PrimitiveType.values().length];
        final long[] arrayBytes = new long[PrimitiveType.values().length];
        final List<ClassTable.Record> classes = new ArrayList<>();

        Sink(ObjectLayout layout) {
            super(false, false, false);
            this.layout = layout;
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            byClass.add(classId, 0);
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int length) {
            byClass.add(classId, layout.objectArrayBytes(length));
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            arrays[type.ordinal()]++;
            arrayBytes[type.ordinal()] += layout.primitiveArrayBytes(type, length);
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump dump) {
            classes.add(new ClassTable.Record(id, recordAt, dump));
        }
    }

    /** Joins what the threads counted with the names and sizes of the classes. */
    private static final class Summing {
        private final ClassTable classes;
        private final ObjectSizes sizes;
        private final List<Sink> sinks;
        private final Map<String, long[]> byName = new HashMap<>();

        Summing(Dump dump, ObjectLayout layout, List<Sink> sinks) {
            List<ClassTable.Record> records = new ArrayList<>();
            sinks.forEach(sink -> records.addAll(sink.classes));
            this.classes = new ClassTable(dump.file(), records);
            this.sizes = new ObjectSizes(classes, layout);
            this.sinks = sinks;
        }

        List<HistogramRow> rows() {
            for (Sink sink : sinks) {
                sink.byClass.forEach(id -> addClass(id, sink.byClass.count(id), sink.byClass.bytes(id)));
                for (PrimitiveType type : PrimitiveType.values()) {
                    add(type.javaName + "[]", sink.arrays[type.ordinal()], sink.arrayBytes[type.ordinal()]);
                }
            }
            addClassObjects();
            return byName.entrySet().stream()
                    .filter(e -> e.getValue()[0] > 0)
                    .map(e -> new HistogramRow(e.getKey(), e.getValue()[0], e.getValue()[1]))
                    .sorted(Comparator.comparingLong(HistogramRow::shallowBytes)
                            .reversed()
                            .thenComparing(HistogramRow::className))
                    .toList();
        }

        private void addClass(long classId, long count, long arrayBytes) {
            DumpedClass found = classes.find(classId);
            if (found == null) {
                add(ClassTable.unknownName(classId), count, 0);
            } else {
                add(found.name(), count, found.isArray() ? arrayBytes : count * sizes.instanceBytes(found));
            }
        }

        private void addClassObjects() {
            @Nullable DumpedClass classOfClasses = classes.findNamed(CLASS);
            for (DumpedClass c : classes.classes()) {
                if (c.recordAt() >= 0) {
                    add(CLASS, 1, classOfClasses == null ? 0 : sizes.classBytes(c, classOfClasses));
                }
            }
        }

        private void add(String name, long count, long bytes) {
            long[] sums = byName.computeIfAbsent(name, n -> new long[2]);
            sums[0] += count;
            sums[1] += bytes;
        }
    }
}
