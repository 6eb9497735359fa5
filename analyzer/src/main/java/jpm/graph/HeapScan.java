package jpm.graph;

import java.util.ArrayList;
import java.util.List;
import jpm.hprof.ClassDump;
import jpm.hprof.RootKind;
import jpm.value.PrimitiveType;

/** The one pass over a dump that opening it takes: where every object is, the classes, the roots. */
final class HeapScan {
    private static final int USUAL_SLOT_SHIFT = 3;

    final ObjectTable objects;
    final List<ClassTable.Record> classes = new ArrayList<>();
    final RootTable roots;
    final HeapPass.Losses losses;

    private HeapScan(List<Sink> sinks, ObjectTable objects) {
        this.objects = objects;
        sinks.forEach(sink -> classes.addAll(sink.classes));
        roots = RootTable.merge(sinks.stream().map(sink -> sink.roots).toList());
        losses = HeapPass.Losses.of(sinks);
    }

    static HeapScan of(Dump dump) {
        HeapPass work = dump.pass("reading objects");
        int shift = USUAL_SLOT_SHIFT;
        while (true) {
            ObjectTableBuilder builder = new ObjectTableBuilder(shift);
            List<Sink> sinks = work.run(() -> new Sink(builder));
            long misaligned = ObjectTableBuilder.misalignment(
                    sinks.stream().map(s -> s.objects).toList(), shift);
            if (misaligned == 0) {
                return new HeapScan(
                        sinks, builder.build(sinks.stream().map(s -> s.objects).toList()));
            }
            shift = Long.numberOfTrailingZeros(misaligned);
        }
    }

    private static final class Sink extends HeapPass.Sink {
        final ObjectTableBuilder.Collector objects;
        final List<ClassTable.Record> classes = new ArrayList<>();
        final RootTable roots = new RootTable();

        Sink(ObjectTableBuilder builder) {
            super(false, false, false);
            this.objects = builder.collector();
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            objects.add(id, recordAt);
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int length) {
            objects.add(id, recordAt);
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            objects.add(id, recordAt);
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump dump) {
            objects.add(id, recordAt);
            classes.add(new ClassTable.Record(id, recordAt, dump));
        }

        @Override
        public void root(RootKind kind, long id, int threadSerial, int number) {
            roots.append(kind, id, threadSerial, number);
        }

        @Override
        public void endRegion(int number) {
            objects.endRun();
        }
    }
}
