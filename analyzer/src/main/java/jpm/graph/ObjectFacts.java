package jpm.graph;

import jpm.index.Ints;
import jpm.index.Shorts;

/** Class and size of every object, by index. Different indexes may be written by different threads. */
final class ObjectFacts {
    private static final int SIZE_UNIT_SHIFT = 3;
    private static final int MAX_SHORT_CLASSES = 0xffff;

    /** Holds the classes when they fit two bytes, else {@link #wideClasses} does. */
    private final Shorts shortClasses;

    private final Ints wideClasses;
    private final Ints sizeUnits;
    private final boolean isShort;

    ObjectFacts(Shorts shortClasses, Ints wideClasses, Ints sizeUnits) {
        this.shortClasses = shortClasses;
        this.wideClasses = wideClasses;
        this.sizeUnits = sizeUnits;
        this.isShort = wideClasses.length() == 0;
    }

    /** Whether so many classes need more than two bytes. */
    static boolean isWide(int classCount) {
        return classCount >= MAX_SHORT_CLASSES;
    }

    void set(int index, int classNumber, int units) {
        if (isShort) {
            shortClasses.set(index, (short) classNumber);
        } else {
            wideClasses.set(index, classNumber);
        }
        sizeUnits.set(index, units);
    }

    int objects() {
        return (int) sizeUnits.length();
    }

    /** The class's place in the {@link ClassTable}, or -1 for one that the dump does not describe. */
    int classNumber(int index) {
        if (!isShort) {
            return wideClasses.get(index);
        }
        int number = Short.toUnsignedInt(shortClasses.get(index));
        return number == MAX_SHORT_CLASSES ? -1 : number;
    }

    int sizeUnits(int index) {
        return sizeUnits.get(index);
    }

    long shallowBytes(int index) {
        return Integer.toUnsignedLong(sizeUnits.get(index)) << SIZE_UNIT_SHIFT;
    }
}
