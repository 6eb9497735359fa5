package jpm.graph;

import java.util.ArrayList;
import java.util.List;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofFile;
import jpm.hprof.RootKind;
import jpm.io.ByteSource;
import jpm.value.PrimitiveType;

/** The one pass over a dump that opening it takes: where every object is, the classes, the roots. */
final class HeapScan {
    private static final int USUAL_SLOT_SHIFT = 3;

    final ObjectTable objects;
    final List<ScannedClass> classes = new ArrayList<>();
    final RootTable roots;
    final long lostBytes;
    final long lossAt;
    final long duplicates;

    /** A class and where its record is. */
    record ScannedClass(long id, long recordAt, ClassDump dump) {}

    private HeapScan(List<Sink> sinks, ObjectTable objects) {
        this.objects = objects;
        sinks.forEach(sink -> classes.addAll(sink.classes));
        roots = RootTable.merge(sinks.stream().map(sink -> sink.roots).toList());
        lostBytes = sinks.stream().mapToLong(sink -> sink.lostBytes).sum();
        lossAt = sinks.stream().mapToLong(sink -> sink.lossAt).min().orElse(Long.MAX_VALUE);
        duplicates = sinks.stream().mapToLong(sink -> sink.objects.duplicates()).sum();
    }

    static HeapScan of(ByteSource source, HprofFile file, HeapOptions options) {
        RegionWork work = new RegionWork(source, file.header().idBytes(), file.regions(), options, "reading objects");
        int shift = USUAL_SLOT_SHIFT;
        while (true) {
            ObjectTableBuilder builder = new ObjectTableBuilder(shift);
            List<Sink> sinks = work.run(() -> new Sink(builder, file));
            long misaligned = ObjectTableBuilder.misalignment(
                    sinks.stream().map(s -> s.objects).toList(), shift);
            if (misaligned == 0) {
                return new HeapScan(
                        sinks, builder.build(sinks.stream().map(s -> s.objects).toList()));
            }
            shift = Long.numberOfTrailingZeros(misaligned);
        }
    }

    private static final class Sink extends RegionWork.Sink {
        final ObjectTableBuilder.Collector objects;
        final HprofFile file;
        final List<ScannedClass> classes = new ArrayList<>();
        final RootTable roots = new RootTable();
        long lostBytes;
        long lossAt = Long.MAX_VALUE;

        Sink(ObjectTableBuilder builder, HprofFile file) {
            super(false, false, false);
            this.objects = builder.collector();
            this.file = file;
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
            classes.add(new ScannedClass(id, recordAt, dump));
        }

        @Override
        public void root(RootKind kind, long id, int threadSerial, int number) {
            roots.append(kind, id, threadSerial, number);
        }

        @Override
        public void endRegion(int number, long readTo) {
            objects.endRun();
            long end = file.regions().get(number).end();
            if (readTo < end) {
                lostBytes += end - readTo;
                lossAt = Math.min(lossAt, readTo);
            }
        }
    }
}
