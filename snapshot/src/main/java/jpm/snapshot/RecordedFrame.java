package jpm.snapshot;

import java.util.ArrayList;
import java.util.List;
import jpm.snapshot.SiteTable.Site;
import jpm.snapshot.SiteTable.Variable;
import jpm.value.PrimitiveType;

/**
 * One activation as the handlers recorded it, the variables of its continuation sites included.
 *
 * @param className binary name with dots
 * @param sourceFile {@code ""} when unknown
 * @param variables the variables with their values, in the sites' order
 * @param <V> how values are represented: live objects, addresses in a heap dump, …
 */
public record RecordedFrame<V>(String className, String sourceFile, Site site, List<Captured<V>> variables) {
    public RecordedFrame {
        variables = List.copyOf(variables);
    }

    /** A variable with its value at the time when the exception left the frame. */
    public record Captured<V>(Variable variable, V value) {}

    /** The values of a segment by their index in {@code refs} and {@code bits}. */
    public interface Values<V> {
        /** The value of {@code refs[index]}. */
        V reference(int index);

        /** The value of {@code bits[index]}, which is of that type. */
        V primitive(PrimitiveType type, int index);
    }

    /**
     * The recorded frames of a {@code java.lang.JpmSegment}, innermost first.
     *
     * @param siteIds the segment's {@code sites}; only the first {@code frameCount} count
     * @param headFrames the segment's {@code headFrames}
     * @param droppedFrames the segment's {@code droppedFrames}
     */
    public static <V> Segment<V> decode(
            SiteIndex index, int[] siteIds, int frameCount, int headFrames, int droppedFrames, Values<V> values) {
        Decoder<V> decoder = new Decoder<>(index, values);
        int framesBeforeGap = -1;
        for (int i = 0; i < Math.min(frameCount, siteIds.length); i++) {
            if (droppedFrames > 0 && i == headFrames) {
                decoder.startAfterGap();
                framesBeforeGap = decoder.frames.size();
            }
            if (!decoder.add(siteIds[i])) {
                break;
            }
        }
        List<RecordedFrame<V>> frames = decoder.frames;
        return new Segment<>(frames, framesBeforeGap < 0 ? frames.size() : framesBeforeGap, droppedFrames);
    }

    /**
     * The recorded frames of one throwable, innermost first.
     *
     * @param headFrames how many of them stand before the gap; all of them when nothing was dropped
     * @param droppedFrames how many records the gap swallowed
     */
    public record Segment<V>(List<RecordedFrame<V>> frames, int headFrames, int droppedFrames) {
        public Segment {
            frames = List.copyOf(frames);
        }

        /** A segment without frames. */
        public static <V> Segment<V> empty() {
            return new Segment<>(List.of(), 0, 0);
        }
    }

    private static final class Decoder<V> {
        private final SiteIndex index;
        private final Values<V> values;
        private final List<RecordedFrame<V>> frames = new ArrayList<>();
        private boolean afterGap;
        private int refs;
        private int bits;

        Decoder(SiteIndex index, Values<V> values) {
            this.index = index;
            this.values = values;
        }

        void startAfterGap() {
            afterGap = true;
        }

        /** False when the site is unknown, after which the values can no longer be assigned to variables. */
        boolean add(int siteId) {
            SiteIndex.Located located = index.find(siteId);
            if (located == null) {
                return false;
            }
            Site site = located.site();
            List<Captured<V>> captured = captured(site);
            boolean continues = site.isContinuation();
            if (!continues) {
                frames.add(new RecordedFrame<>(
                        located.table().className(), located.table().sourceFile(), site, captured));
            } else if (!afterGap && !frames.isEmpty()) {
                frames.add(frames.remove(frames.size() - 1).with(captured));
            }
            afterGap &= continues;
            return true;
        }

        private List<Captured<V>> captured(Site site) {
            List<Captured<V>> captured = new ArrayList<>(site.variables().size());
            for (Variable variable : site.variables()) {
                captured.add(new Captured<>(variable, value(variable)));
            }
            return captured;
        }

        private V value(Variable variable) {
            if (!variable.isPrimitive()) {
                return values.reference(refs++);
            }
            PrimitiveType type =
                    PrimitiveType.ofDescriptor(variable.descriptor().charAt(0));
            return values.primitive(type, bits++);
        }
    }

    private RecordedFrame<V> with(List<Captured<V>> more) {
        List<Captured<V>> all = new ArrayList<>(variables);
        all.addAll(more);
        return new RecordedFrame<>(className, sourceFile, site, all);
    }
}
