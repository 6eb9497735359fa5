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
public final class HeapPass {
    private final ByteSource source;
    private final int idBytes;
    private final List<HeapRegion> regions;
    private final HeapOptions options;
    private final String phase;

    HeapPass(ByteSource source, int idBytes, List<HeapRegion> regions, HeapOptions options, String phase) {
        this.source = source;
        this.idBytes = idBytes;
        this.regions = regions;
        this.options = options;
        this.phase = phase;
    }

    /**
     * Bytes of regions that belong to no whole record.
     *
     * @param firstAt where they begin
     */
    public record Losses(long bytes, long firstAt) {
        static final Losses NONE = new Losses(0, Long.MAX_VALUE);

        Losses and(long moreBytes, long at) {
            return moreBytes == 0 ? this : new Losses(bytes + moreBytes, Math.min(firstAt, at));
        }

        /** Those of all sinks of a pass. */
        public static Losses of(List<? extends Sink> sinks) {
            Losses all = NONE;
            for (Sink sink : sinks) {
                all = all.and(sink.losses.bytes, sink.losses.firstAt);
            }
            return all;
        }
    }

    /** A sink that is told when a region ends. */
    public abstract static class Sink extends HeapRecordSink {
        Losses losses = Losses.NONE;

        protected Sink(boolean wantsFields, boolean wantsElements, boolean wantsPrimitives) {
            super(wantsFields, wantsElements, wantsPrimitives);
        }

        /** Called behind a region's last whole record. */
        public void endRegion(int number) {}
    }

    /** Feeds all regions to sinks, one sink per thread, and gives the sinks. */
    public <S extends Sink> List<S> run(Supplier<S> newSink) {
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
                long readTo = reader.read(region, sink);
                sink.endRegion(i);
                sink.losses = sink.losses.and(region.end() - readTo, readTo);
                options.progress().report(phase, bytesDone.addAndGet(region.sizeBytes()), bytesTotal);
            }
            return sink;
        });
    }
}
