package jpm.graph;

/** Class and size of every object, by index. Different indexes may be written by different threads. */
final class ObjectFacts {
    private static final int SIZE_UNIT_SHIFT = 3;
    private static final int MAX_SHORT_CLASSES = 0xffff;

    private final short[] shortClasses;
    private final int[] classes;
    private final int[] sizeUnits;

    ObjectFacts(int objects, int classCount) {
        boolean isShort = classCount < MAX_SHORT_CLASSES;
        shortClasses = new short[isShort ? objects : 0];
        classes = new int[isShort ? 0 : objects];
        sizeUnits = new int[objects];
    }

    void set(int index, int classNumber, int units) {
        if (classes.length == 0) {
            shortClasses[index] = (short) classNumber;
        } else {
            classes[index] = classNumber;
        }
        sizeUnits[index] = units;
    }

    int objects() {
        return sizeUnits.length;
    }

    /** The class's place in the {@link ClassTable}, or -1 for one that the dump does not describe. */
    int classNumber(int index) {
        if (classes.length > 0) {
            return classes[index];
        }
        int number = Short.toUnsignedInt(shortClasses[index]);
        return number == MAX_SHORT_CLASSES ? -1 : number;
    }

    long shallowBytes(int index) {
        return Integer.toUnsignedLong(sizeUnits[index]) << SIZE_UNIT_SHIFT;
    }
}
