package jpm.classfile;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A folder, an archive or a JDK that holds class files. */
interface ClassFilePlace extends AutoCloseable {
    /** The bytes of a class's file, or null where the place has none. */
    byte @Nullable [] classFile(String className) throws IOException;

    @Override
    void close() throws IOException;
}
