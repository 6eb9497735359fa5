package jpm.graph;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import jpm.index.Bytes;
import jpm.index.GrowingInts;
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
    private static final int FAR_GROWTH_SHIFT = 20;

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
        return code < FAR ? rows.at(number, code - FIRST_PLACE) : farFrom(number);
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
     * Finds the codes in two steps: which referrer is the nearest is known by object before the referrers are turned round, its place only afterwards.
     * Between, those that are far away wait in a list.
     */
    static final class Coding {
        private final Ints objectOf;
        private final Bytes codes;
        private final List<Part> parts;

        /** Some numbers, and the nearest referrers of those among them that are coded as {@link NearestReferrers#FAR}, in order. */
        private record Part(int first, int end, GrowingInts far) {}

        /** @param codes zeros, which become what {@link NearestReferrers} reads */
        Coding(int last, Ints objectOf, Bytes codes, Scratch scratch) {
            this.objectOf = objectOf;
            this.codes = codes;
            int middle = last / 2 + 1;
            this.parts = List.of(
                    new Part(1, middle, scratch.growing(FAR_GROWTH_SHIFT)),
                    new Part(middle, last + 1, scratch.growing(FAR_GROWTH_SHIFT)));
        }

        /**
         * Codes what is near; by two threads where there may be two.
         *
         * @param referrerOf what {@link NearestSearch} found
         */
        void begin(Ints referrerOf, Ints numberOf, PhaseProgress progress) {
            FutureTask<Boolean> second =
                    Parallel.start("jpm-nearest", () -> begin(parts.get(1), referrerOf, numberOf, progress));
            begin(parts.get(0), referrerOf, numberOf, progress);
            Parallel.join(second);
        }

        private boolean begin(Part part, Ints referrerOf, Ints numberOf, PhaseProgress progress) {
            int count = 0;
            for (int number = part.first; number < part.end; number++) {
                progress.step(number);
                int referrer = referrerOf.get(objectOf.get(number)) - 1;
                if (referrer >= 0) {
                    int from = numberOf.get(referrer);
                    int near = near(number, from);
                    codes.set(number, (byte) (near == NONE ? FAR : near));
                    if (near == NONE) {
                        part.far.grow(count + 1L);
                        part.far.set(count++, from);
                    }
                }
            }
            return true;
        }

        /** Codes the rest, and gives the table of what does not fit there. */
        int[] end(InboundReferences inbound, Scratch scratch) {
            IntStream.Builder far = IntStream.builder();
            for (Part part : parts) {
                end(part, inbound, far);
                scratch.giveBack(part.far);
            }
            return far.build().toArray();
        }

        private void end(Part part, InboundReferences inbound, IntStream.Builder far) {
            int count = 0;
            for (int number = part.first; number < part.end; number++) {
                if (codes.get(number) == (byte) FAR) {
                    int referrer = part.far.get(count++);
                    int place = inbound.placeOf(referrer, number);
                    if (place <= MAX_PLACE) {
                        codes.set(number, (byte) (FIRST_PLACE + place));
                    } else {
                        far.add(number).add(referrer);
                    }
                }
            }
        }
    }
}
