package jpm.graph;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import jpm.hprof.HeapRecordSink;
import jpm.hprof.HeapRegion;
import jpm.hprof.SegmentReader;
import jpm.io.ByteSource;

/** Reads the regions of a dump on all threads: every thread takes the next region until there is none. */
public final class RegionWork {
    private final ByteSource source;
    private final int idBytes;
    private final List<HeapRegion> regions;
    private final HeapOptions options;
    private final String phase;

    RegionWork(ByteSource source, int idBytes, List<HeapRegion> regions, HeapOptions options, String phase) {
        this.source = source;
        this.idBytes = idBytes;
        this.regions = regions;
        this.options = options;
        this.phase = phase;
    }

    /** A sink that is told when a region of its begins and ends. */
    public abstract static class Sink extends HeapRecordSink {
        protected Sink(boolean wantsFields, boolean wantsElements, boolean wantsPrimitives) {
            super(wantsFields, wantsElements, wantsPrimitives);
        }

        /** Called before a region's first record. */
        public void beginRegion(int number) {}

        /** Called behind a region's last whole record; {@code readTo} is less than the region's end where the rest is damaged. */
        public void endRegion(int number, long readTo) {}
    }

    /** Feeds all regions to sinks, one sink per thread, and gives the sinks. */
    <S extends Sink> List<S> run(Supplier<S> newSink) {
        AtomicInteger next = new AtomicInteger();
        AtomicLong bytesDone = new AtomicLong();
        long bytesTotal = regions.stream().mapToLong(HeapRegion::sizeBytes).sum();
        int threads = Math.max(1, Math.min(options.threads(), regions.size()));
        return Parallel.call(threads, () -> {
            S sink = newSink.get();
            SegmentReader reader = new SegmentReader(source, idBytes);
            for (int i = next.getAndIncrement(); i < regions.size(); i = next.getAndIncrement()) {
                options.cancellation().check();
                HeapRegion region = regions.get(i);
                sink.beginRegion(i);
                sink.endRegion(i, reader.read(region, sink));
                options.progress().report(phase, bytesDone.addAndGet(region.sizeBytes()), bytesTotal);
            }
            return sink;
        });
    }
}
