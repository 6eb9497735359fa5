package jpm.graph;

import jpm.index.Bytes;
import jpm.index.Ints;

/** Retained bytes by preorder number in five bytes each: units of 8 bytes, the low 32 bits and the high 8 apart. */
final class RetainedColumn {
    private static final int UNIT_SHIFT = 3;

    private final Ints low;
    private final Bytes high;

    RetainedColumn(Ints low, Bytes high) {
        this.low = low;
        this.high = high;
    }

    long bytes(int number) {
        return units(number) << UNIT_SHIFT;
    }

    private long units(int number) {
        return Integer.toUnsignedLong(low.get(number)) | (long) (high.get(number) & 0xff) << Integer.SIZE;
    }

    /** Sums sizes up along dominators; entry 0 gets the sum of all. All low parts are zero before. */
    void sum(int last, Ints objectOf, Ints dominator, ObjectFacts facts, PhaseProgress progress) {
        for (int number = 0; number <= last; number++) {
            if (high.get(number) != 0) {
                high.set(number, (byte) 0);
            }
        }
        for (int number = last; number >= 1; number--) {
            progress.step(number);
            add(number, Integer.toUnsignedLong(facts.sizeUnits(objectOf.get(number))));
            add(dominator.get(number), units(number));
        }
    }

    private void add(int number, long moreUnits) {
        long sum = Integer.toUnsignedLong(low.get(number)) + moreUnits;
        low.set(number, (int) sum);
        if (sum >>> Integer.SIZE != 0) {
            high.set(number, (byte) (high.get(number) + (sum >>> Integer.SIZE)));
        }
    }
}
