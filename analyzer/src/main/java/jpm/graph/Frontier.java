package jpm.graph;

import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Objects that a search goes on from: a list of those while they are few, a bit for each object when they are many, which also puts them into the order of the
 * memory that is read for them.
 */
final class Frontier {
    private static final int SHARE_OF_FEW_SHIFT = 8;

    private final int[] few;
    private final BitSet many;
    private int count;
    private boolean isMany;

    Frontier(int objects) {
        few = new int[(objects >>> SHARE_OF_FEW_SHIFT) + 1];
        many = new BitSet(objects);
    }

    /** Adds an object that was not added before. */
    void add(int object) {
        if (isMany) {
            many.set(object);
        } else if (count < few.length) {
            few[count++] = object;
        } else {
            for (int known : few) {
                many.set(known);
            }
            many.set(object);
            isMany = true;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes all objects out. */
    void drainTo(IntConsumer taker) {
        if (isMany) {
            for (int object = many.nextSetBit(0); object >= 0; object = many.nextSetBit(object + 1)) {
                taker.accept(object);
            }
            many.clear();
        } else {
            for (int i = 0; i < count; i++) {
                taker.accept(few[i]);
            }
        }
        count = 0;
        isMany = false;
    }
}
