package jpm.graph;

import jpm.hprof.ClassDump;

/**
 * A class as a dump has it.
 *
 * @param recordAt where its CLASS_DUMP is, -1 when the dump has none
 * @param number its place in the {@link ClassTable}, -1 for a class that only an instance names
 */
public record DumpedClass(long id, long recordAt, String name, ClassDump dump, int number) {
    static DumpedClass unknown(long id, String name) {
        return new DumpedClass(id, -1, name, ClassDump.unknown(), -1);
    }

    public boolean isArray() {
        return name.endsWith("[]");
    }
}
