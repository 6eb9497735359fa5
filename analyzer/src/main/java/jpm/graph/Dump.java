package jpm.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import jpm.hprof.ClassDump;
import jpm.hprof.HeapRecordSink;
import jpm.hprof.HeapRegion;
import jpm.hprof.HprofFile;
import jpm.hprof.RecordWalker;
import jpm.hprof.SegmentReader;
import jpm.io.ByteSource;
import jpm.io.CachedBytes;
import jpm.io.Cancellation;
import jpm.io.Progress;

/** An HPROF file whose top-level records are known and whose heap has not been read yet. */
public final class Dump implements AutoCloseable {
    private static final int SAMPLED_REGIONS = 12;
    private static final int SAMPLED_BYTES = 1 << 20;

    private final Path path;
    private final ByteSource source;
    private final HprofFile file;
    private final HeapOptions options;

    private Dump(Path path, ByteSource source, HprofFile file, HeapOptions options) {
        this.path = path;
        this.source = source;
        this.file = file;
        this.options = options;
    }

    /** The same dump, whose passes report to and are cancelled by these; closed with the dump it is made of. */
    Dump watchedBy(Progress progress, Cancellation cancellation) {
        return new Dump(path, source, file, options.withProgress(progress).withCancellation(cancellation));
    }

    /** Opens an HPROF file, plain or packed by gzip. */
    public static Dump open(Path path, HeapOptions options) {
        return of(path, ByteSource.open(path, options.progress(), options.cancellation()), options);
    }

    /** The dump of that content, which is closed with it. */
    static Dump of(Path path, ByteSource source, HeapOptions options) {
        try {
            Path directory = options.cacheDirectory();
            List<HeapRegion> known = directory == null ? List.of() : HeapScan.knownRegions(directory, path);
            return new Dump(path, source, HprofFile.read(source, known), options);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    public HprofFile file() {
        return file;
    }

    public HeapOptions options() {
        return options;
    }

    /** One pass over all heap records. */
    public HeapPass pass(String phase) {
        return new HeapPass(source, file.header().idBytes(), file.regions(), options, phase);
    }

    /** One pass over all heap records, in their order. */
    HeapPass orderedPass(String phase) {
        return new HeapPass(source, file.header().idBytes(), file.regions(), options.withThreads(1), phase);
    }

    /** The classes. They mostly stand at the dump's beginning; only as much of it is read as they take. */
    public ClassTable classes() {
        List<ClassTable.Record> records = new ArrayList<>();
        Set<Long> missing = new HashSet<>();
        file.loadedClasses().forEach(loaded -> missing.add(loaded.id()));
        List<HeapRegion> regions = file.regions();
        for (int from = 0, step = 1; from < regions.size() && !missing.isEmpty(); from += step, step *= 2) {
            List<HeapRegion> some = regions.subList(from, Math.min(regions.size(), from + step));
            HeapPass pass = new HeapPass(source, file.header().idBytes(), some, options, "reading classes");
            for (ClassSink sink : pass.run(ClassSink::new)) {
                records.addAll(sink.records);
                sink.records.forEach(r -> missing.remove(r.id()));
            }
        }
        return new ClassTable(file, records);
    }

    /** Feeds the one record that begins at {@code recordAt} to a sink. */
    public void readObject(long recordAt, HeapRecordSink sink) {
        RecordWalker walker =
                new RecordWalker(new CachedBytes(source), file.header().idBytes());
        new SegmentReader(source, file.header().idBytes()).read(new HeapRegion(recordAt, walker.next(recordAt)), sink);
    }

    private static final class ClassSink extends HeapPass.Sink {
        final List<ClassTable.Record> records = new ArrayList<>();

        ClassSink() {
            super(false, false, false);
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump dump) {
            records.add(new ClassTable.Record(id, recordAt, dump));
        }
    }

    /** A pass over a few megabytes taken evenly from the dump. */
    HeapPass samplePass() {
        List<HeapRegion> all = file.regions();
        int step = Math.max(1, all.size() / SAMPLED_REGIONS);
        List<HeapRegion> some = IntStream.range(0, all.size())
                .filter(i -> i % step == 0)
                .mapToObj(all::get)
                .map(r -> new HeapRegion(r.start(), Math.min(r.end(), r.start() + SAMPLED_BYTES)))
                .toList();
        return new HeapPass(source, file.header().idBytes(), some, options.withThreads(1), "sampling sizes");
    }

    /** Reads the CLASS_DUMP records at ascending positions. */
    List<ClassTable.Record> classRecords(long[] recordsAt) {
        int idBytes = file.header().idBytes();
        RecordWalker walker = new RecordWalker(new CachedBytes(source), idBytes);
        List<ClassTable.Record> records = new ArrayList<>(recordsAt.length);
        HeapRecordSink sink = new HeapRecordSink(false, false, false) {
            @Override
            public void classDump(long id, long recordAt, ClassDump dump) {
                records.add(new ClassTable.Record(id, recordAt, dump));
            }
        };
        SegmentReader reader = new SegmentReader(source, idBytes);
        for (int i = 0; i < recordsAt.length; ) {
            long start = recordsAt[i];
            long end = start;
            while (i < recordsAt.length && recordsAt[i] == end) {
                end = walker.next(end);
                i++;
            }
            reader.read(new HeapRegion(start, end), sink);
        }
        return records;
    }

    /** What can be said of the file once all its regions were read. */
    public Coverage coverage(HeapPass.Losses losses) {
        long lost = file.lostBytes() + losses.bytes();
        String damage = !file.damage().isEmpty() ? file.damage() : source.damage();
        if (damage.isEmpty() && losses.bytes() > 0) {
            damage = "damaged at byte " + losses.firstAt();
        }
        return new Coverage(source.sizeBytes() - lost, source.sizeBytes(), damage);
    }

    ByteSource source() {
        return source;
    }

    @Override
    public void close() {
        source.close();
    }
}
