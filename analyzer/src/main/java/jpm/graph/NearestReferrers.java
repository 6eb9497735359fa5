package jpm.graph;

import java.util.BitSet;
import java.util.stream.IntStream;
import jpm.index.Bytes;
import jpm.index.Ints;
import jpm.index.Scratch;

/**
 * By preorder number the referrer through which a shortest chain of references from a root comes, weak references left out. It takes a byte: how far the
 * referrer's number is away, where that is little, else the referrer's place among all of them. What does not fit is in a table of pairs of
 * a number and its nearest referrer's, ascending.
 */
final class NearestReferrers {
    private static final int NONE = 0;
    private static final int MAX_DISTANCE = 63;
    private static final int FIRST_PLACE = 2 * MAX_DISTANCE + 1;
    private static final int FAR = 255;
    private static final int MAX_PLACE = FAR - 1 - FIRST_PLACE;

    private final Bytes codes;
    private final Ints far;
    private final ReferrerRows rows;

    NearestReferrers(Bytes codes, Ints far, ReferrerRows rows) {
        this.codes = codes;
        this.far = far;
        this.rows = rows;
    }

    /** The nearest referrer of a number, 0 for roots and for what only weak references lead to. */
    int of(int number) {
        int code = codes.get(number) & 0xff;
        if (code == NONE) {
            return 0;
        }
        if (code <= MAX_DISTANCE) {
            return number - code;
        }
        if (code < FIRST_PLACE) {
            return number + code - MAX_DISTANCE;
        }
        return code < FAR ? rows.of(number)[code - FIRST_PLACE] : farFrom(number);
    }

    private int farFrom(int number) {
        int low = 0;
        int high = (int) (far.length() / 2) - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (far.get(2 * middle) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return far.get(2 * low + 1);
    }

    private static int near(int number, int referrer) {
        int before = number - referrer;
        if (before > 0) {
            return before <= MAX_DISTANCE ? before : NONE;
        }
        return -before <= MAX_DISTANCE ? MAX_DISTANCE - before : NONE;
    }

    /**
     * Finds the nearest referrers of all numbers. Distances from the roots are relaxed in sweeps over all numbers, up and down in turn, until none changes:
     * as numbers are a preorder, a sweep settles most of what is left even where chains are as long as the heap. Blocks of numbers that nothing refers to
     * whose distance has changed are passed over, which makes all but the first three sweeps short.
     */
    static final class Search {
        private static final int FAR_AWAY = Integer.MAX_VALUE;
        private static final int MIN_BLOCK_SHIFT = 12;
        private static final int MAX_BLOCKS_SHIFT = 12;

        private final Ints starts;
        private final Ints referrers;
        private final int last;
        private final WeakReferences weak;
        private final BitSet hasWeak;
        private final Ints distance;
        private final Bytes codes;
        /** Numbers whose code was {@link NearestReferrers#FAR} at some time. */
        private final BitSet farNumbers = new BitSet();

        private final PhaseProgress progress;
        private final int blockShift;
        /** By block the blocks from which references come. */
        private final BitSet[] sources;

        private BitSet changedBefore = new BitSet();
        private BitSet changed = new BitSet();

        /**
         * @param codes zeros, which become what {@link NearestReferrers} reads
         * @param progress may cancel
         */
        Search(
                InboundReferences inbound,
                int last,
                BitSet isRoot,
                WeakReferences weak,
                Bytes codes,
                Scratch scratch,
                PhaseProgress progress) {
            this.starts = inbound.starts;
            this.referrers = inbound.referrers;
            this.last = last;
            this.weak = weak;
            this.codes = codes;
            this.progress = progress;
            this.distance = scratch.ints(last + 1L);
            this.hasWeak = new BitSet(last + 1);
            for (int i = 0; i < weak.size(); i++) {
                hasWeak.set(weak.target(i));
            }
            distance.fill(0, last + 1L, FAR_AWAY);
            isRoot.stream().forEach(root -> distance.set(root, 0));
            this.blockShift =
                    Math.max(MIN_BLOCK_SHIFT, Integer.SIZE - Integer.numberOfLeadingZeros(last) - MAX_BLOCKS_SHIFT);
            this.sources = new BitSet[(last >>> blockShift) + 1];
        }

        /** Fills the codes, and gives the table of what does not fit there. */
        int[] run(Scratch scratch) {
            boolean isUp = true;
            do {
                changedBefore = changed;
                changed = new BitSet(sources.length);
                sweep(isUp);
                isUp = !isUp;
            } while (!changed.isEmpty());
            int[] far = farPairs();
            scratch.giveBack(distance);
            return far;
        }

        private void sweep(boolean isUp) {
            for (int i = 0; i < sources.length; i++) {
                int block = isUp ? i : sources.length - 1 - i;
                progress.step(block << blockShift);
                if (sources[block] == null) {
                    sources[block] = sourcesOf(block);
                    sweep(block, isUp);
                } else if (sources[block].intersects(changedBefore) || sources[block].intersects(changed)) {
                    sweep(block, isUp);
                }
            }
        }

        private int first(int block) {
            return Math.max(1, block << blockShift);
        }

        private int end(int block) {
            return (int) Math.min(last + 1L, (block + 1L) << blockShift);
        }

        private BitSet sourcesOf(int block) {
            BitSet found = new BitSet(sources.length);
            int end = starts.get(end(block));
            int before = -1;
            for (int at = starts.get(first(block)); at < end; at++) {
                int source = referrers.get(at) >>> blockShift;
                if (source != before) {
                    found.set(source);
                    before = source;
                }
            }
            return found;
        }

        private void sweep(int block, boolean isUp) {
            boolean isChanged = false;
            int first = first(block);
            int end = end(block);
            for (int i = first; i < end; i++) {
                isChanged |= relax(isUp ? i : first + end - 1 - i);
            }
            if (isChanged) {
                changed.set(block);
            }
        }

        private boolean relax(int number) {
            int known = distance.get(number);
            if (known <= 1) {
                return false;
            }
            int from = starts.get(number);
            int to = starts.get(number + 1);
            boolean isMixed = hasWeak.get(number);
            int best = known - 1;
            int bestAt = -1;
            for (int at = from; at < to; at++) {
                int referrer = referrers.get(at);
                int candidate = distance.get(referrer);
                if (candidate < best && !(isMixed && weak.contains(referrer, number))) {
                    best = candidate;
                    bestAt = at;
                }
            }
            if (bestAt < 0) {
                return false;
            }
            distance.set(number, best + 1);
            codes.set(number, code(number, referrers.get(bestAt), bestAt - from));
            return true;
        }

        private byte code(int number, int referrer, int place) {
            int near = near(number, referrer);
            if (near != NONE) {
                return (byte) near;
            }
            if (place <= MAX_PLACE) {
                return (byte) (FIRST_PLACE + place);
            }
            farNumbers.set(number);
            return (byte) FAR;
        }

        private int[] farPairs() {
            return farNumbers.stream()
                    .filter(number -> codes.get(number) == (byte) FAR)
                    .flatMap(number -> IntStream.of(number, nearestOf(number)))
                    .toArray();
        }

        private int nearestOf(int number) {
            return IntStream.range(starts.get(number), starts.get(number + 1))
                    .map(referrers::get)
                    .filter(r -> distance.get(r) == distance.get(number) - 1 && !weak.contains(r, number))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
