package jpm.agent.instrument;

import java.util.Arrays;
import java.util.function.IntFunction;
import jpm.snapshot.RecordedFrame;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.SiteIndex;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** What {@code java.lang.JpmCapture} holds of exceptions, read while the program runs. */
public final class Recordings {
    private Recordings() {}

    /** How live values are represented to the caller. */
    public interface LiveValues<V> {
        /** A reference. */
        V reference(@Nullable Object object);

        /** A primitive in the bits of {@link jpm.value.Value.Primitive}. */
        V primitive(PrimitiveType type, long bits);
    }

    /** What the thread, or failing that any other, recorded for the throwable; empty when nothing was. */
    public static <V> Segment<V> of(Throwable thrown, Thread thread, LiveValues<V> values) {
        Object[] copy = JpmCapture.recorded(thrown, thread);
        if (copy == null) {
            return Segment.empty();
        }
        int[] sites = (int[]) copy[0];
        Object[] refs = (Object[]) copy[1];
        long[] bits = (long[]) copy[2];
        int[] counts = (int[]) copy[3];
        return RecordedFrame.decode(sites(), sites, sites.length, counts[0], counts[1], new RecordedFrame.Values<>() {
            @Override
            public V reference(int index) {
                return values.reference(refs[index]);
            }

            @Override
            public V primitive(PrimitiveType type, int index) {
                return values.primitive(type, bits[index]);
            }
        });
    }

    private static SiteIndex sites() {
        int[] bases = Arrays.copyOf(JpmCapture.siteBases, JpmCapture.tableCount());
        return new SiteIndex(bases, new IntFunction<>() {
            @Override
            public byte[] apply(int number) {
                return (byte[]) JpmCapture.sites[number];
            }
        });
    }
}
