package jpm.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import jpm.hprof.ClassDump;
import jpm.hprof.HeapRegion;
import jpm.hprof.HprofFile;
import jpm.hprof.RootKind;
import jpm.index.DamagedIndexException;
import jpm.index.IndexReader;
import jpm.index.IndexWriter;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The one pass over a dump that opening it takes: where every object is, the classes, the roots. */
final class HeapScan {
    private static final int USUAL_SLOT_SHIFT = 3;
    private static final String KIND = "objects";
    private static final int FIRST_OBJECT_COLUMN = 2;
    private static final int FIRST_ROOT_COLUMN = 8;
    private static final int REGIONS = 12;

    final ObjectTable objects;
    final List<ClassTable.Record> classes = new ArrayList<>();
    final RootTable roots;
    final HeapPass.Losses losses;
    private @Nullable FutureTask<Boolean> keeping;

    private HeapScan(ObjectTable objects, List<ClassTable.Record> classes, RootTable roots, HeapPass.Losses losses) {
        this.objects = objects;
        this.classes.addAll(classes);
        this.roots = roots;
        this.losses = losses;
    }

    private HeapScan(List<Sink> sinks, ObjectTable objects) {
        this.objects = objects;
        sinks.forEach(sink -> classes.addAll(sink.classes));
        roots = RootTable.merge(sinks.stream().map(sink -> sink.roots).toList());
        losses = HeapPass.Losses.of(sinks);
    }

    /** Takes the scan from the index that the dump's options name a directory for, or scans and keeps it there. */
    static HeapScan of(Dump dump) {
        Path directory = dump.options().cacheDirectory();
        if (directory == null) {
            return scan(dump);
        }
        HeapScan kept = load(dump, directory);
        if (kept != null) {
            return kept;
        }
        HeapScan scanned = scan(dump);
        scanned.keeping = Parallel.start("jpm-object-index", () -> scanned.save(dump, directory));
        return scanned;
    }

    private static @Nullable HeapScan load(Dump dump, Path directory) {
        IndexReader index = IndexReader.open(directory, dump.path(), KIND);
        if (index == null) {
            return null;
        }
        try {
            long[] facts = index.longArray(0);
            ObjectTable objects = ObjectTable.read(index, FIRST_OBJECT_COLUMN, (int) facts[0]);
            RootTable roots = RootTable.read(index, FIRST_ROOT_COLUMN);
            HeapPass.Losses losses = new HeapPass.Losses(facts[1], facts[2]);
            HeapScan kept = new HeapScan(objects, dump.classRecords(index.longArray(1)), roots, losses);
            index.close();
            return kept;
        } catch (IOException | DamagedIndexException e) {
            return null;
        }
    }

    /** Where the dump's heap regions stand if its index tells; otherwise none. */
    static List<HeapRegion> knownRegions(Path directory, Path dump) {
        IndexReader index = IndexReader.open(directory, dump, KIND);
        if (index == null) {
            return List.of();
        }
        try (index) {
            long[] bounds = index.longArray(REGIONS);
            List<HeapRegion> regions = new ArrayList<>(bounds.length / 2);
            for (int i = 0; i < bounds.length; i += 2) {
                regions.add(new HeapRegion(bounds[i], bounds[i + 1]));
            }
            return regions;
        } catch (IOException | DamagedIndexException e) {
            return List.of();
        }
    }

    /** Of a damaged file none: how it was found to be damaged is to be told again. */
    private static long[] regionBounds(HprofFile file) {
        return !file.damage().isEmpty()
                ? new long[0]
                : file.regions().stream()
                        .flatMapToLong(region -> LongStream.of(region.start(), region.end()))
                        .toArray();
    }

    /** An index that cannot be kept only costs the next opening its time. */
    private boolean save(Dump dump, Path directory) {
        try (IndexWriter index = IndexWriter.create(directory, dump.path(), KIND)) {
            index.addLongs(new long[] {objects.slotShift(), losses.bytes(), losses.firstAt()}, 3);
            long[] classesAt = classes.stream()
                    .mapToLong(ClassTable.Record::recordAt)
                    .sorted()
                    .toArray();
            index.addLongs(classesAt, classesAt.length);
            objects.write(index);
            roots.write(index);
            long[] regions = regionBounds(dump.file());
            index.addLongs(regions, regions.length);
            index.commit();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until the index is written. */
    void awaitKeeping() {
        if (keeping != null) {
            Parallel.join(keeping);
        }
    }

    private static HeapScan scan(Dump dump) {
        HeapPass work = dump.pass("reading objects");
        int shift = USUAL_SLOT_SHIFT;
        while (true) {
            ObjectTableBuilder builder = new ObjectTableBuilder(shift);
            List<Sink> sinks = work.run(() -> new Sink(builder));
            long misaligned = ObjectTableBuilder.misalignment(
                    sinks.stream().map(s -> s.objects).toList(), shift);
            if (misaligned == 0) {
                return new HeapScan(
                        sinks,
                        builder.build(
                                sinks.stream().map(s -> s.objects).toList(),
                                dump.options().threads()));
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
