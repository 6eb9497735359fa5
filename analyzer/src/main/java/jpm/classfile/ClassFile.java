package jpm.classfile;

import java.nio.file.Path;

/**
 * A class file that was found.
 *
 * @param className the class's binary name in source form ({@code com.acme.Shop$Item}), which the bytes confirm
 * @param bytes the file; not to be changed
 * @param origin how it was found, which says how far it can be trusted to be what ran
 * @param place the folder or archive that holds it
 * @param changedSince whether it was written after the dump, so that it may differ from what ran
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ClassFile(String className, byte[] bytes, Origin origin, Path place, boolean changedSince) {
    /** How a class file was found. */
    public enum Origin {
        /** The dump's own copy: what ran. */
        DUMP,
        /** In a place that the user named. */
        GIVEN,
        /** In a place of which the dump says that the JVM loaded classes from it. */
        RECORDED,
        /** A class of the JDK, from the running JDK of the same version. */
        JDK
    }
}
