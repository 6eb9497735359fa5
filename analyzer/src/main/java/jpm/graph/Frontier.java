package jpm.graph;

import java.util.BitSet;

/**
 * Objects that a search goes on from: a list of those while they are few, a bit for each object when they are many, which also puts them into the order of the
 * memory that is read for them. While they are few, each is kept with the milestone that its path met last.
 */
final class Frontier {
    private static final int SHARE_OF_FEW_SHIFT = 8;

    private final int[] few;
    /** As {@link Milestones.Found#add} names them. */
    private final int[] milestones;

    private final BitSet many;
    private int count;
    private boolean isMany;

    Frontier(int objects) {
        few = new int[(objects >>> SHARE_OF_FEW_SHIFT) + 1];
        milestones = new int[few.length];
        many = new BitSet(objects);
    }

    /** Receives an object, and the milestone that its path met last, 0 for none. */
    @FunctionalInterface
    interface Taker {
        void accept(int object, int milestone);
    }

    /** Adds an object that was not added before. */
    void add(int object, int milestone) {
        if (isMany) {
            many.set(object);
            count++;
        } else if (count < few.length) {
            few[count] = object;
            milestones[count++] = milestone;
        } else {
            for (int known : few) {
                many.set(known);
            }
            many.set(object);
            count++;
            isMany = true;
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    /** Takes all objects out. */
    void drainTo(Taker taker) {
        if (isMany) {
            for (int object = many.nextSetBit(0); object >= 0; object = many.nextSetBit(object + 1)) {
                taker.accept(object, 0);
            }
            many.clear();
        } else {
            for (int i = 0; i < count; i++) {
                taker.accept(few[i], milestones[i]);
            }
        }
        count = 0;
        isMany = false;
    }
}
