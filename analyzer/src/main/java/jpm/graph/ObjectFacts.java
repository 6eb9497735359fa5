package jpm.graph;

import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** Class and size of every object, by index. Different indexes may be written by different threads. */
final class ObjectFacts {
    private static final int SIZE_UNIT_SHIFT = 3;
    private static final int MAX_SHORT_CLASSES = 0xffff;

    /** Holds the classes when they fit two bytes, else {@link #classes} does. */
    private final ShortBuffer shortClasses;

    private final IntBuffer classes;
    private final IntBuffer sizeUnits;
    private final boolean isShort;

    ObjectFacts(ShortBuffer shortClasses, IntBuffer classes, IntBuffer sizeUnits) {
        this.shortClasses = shortClasses;
        this.classes = classes;
        this.sizeUnits = sizeUnits;
        this.isShort = classes.capacity() == 0;
    }

    static ObjectFacts empty(int objects, int classCount) {
        boolean isShort = classCount < MAX_SHORT_CLASSES;
        return new ObjectFacts(
                ShortBuffer.allocate(isShort ? objects : 0),
                IntBuffer.allocate(isShort ? 0 : objects),
                IntBuffer.allocate(objects));
    }

    void set(int index, int classNumber, int units) {
        if (isShort) {
            shortClasses.put(index, (short) classNumber);
        } else {
            classes.put(index, classNumber);
        }
        sizeUnits.put(index, units);
    }

    short[] shortClassArray() {
        return shortClasses.array();
    }

    int[] classArray() {
        return classes.array();
    }

    int[] sizeUnitArray() {
        return sizeUnits.array();
    }

    int objects() {
        return sizeUnits.capacity();
    }

    /** The class's place in the {@link ClassTable}, or -1 for one that the dump does not describe. */
    int classNumber(int index) {
        if (!isShort) {
            return classes.get(index);
        }
        int number = Short.toUnsignedInt(shortClasses.get(index));
        return number == MAX_SHORT_CLASSES ? -1 : number;
    }

    long shallowBytes(int index) {
        return Integer.toUnsignedLong(sizeUnits.get(index)) << SIZE_UNIT_SHIFT;
    }
}
