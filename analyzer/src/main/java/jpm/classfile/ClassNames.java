package jpm.classfile;

import org.objectweb.asm.ClassReader;

/** Reads the name that a class file gives itself. */
final class ClassNames {
    private ClassNames() {}

    /** Whether the bytes are a class file of that class; other bytes are not. */
    static boolean isNamed(byte[] bytes, String className) {
        try {
            return new ClassReader(bytes).getClassName().replace('/', '.').equals(className);
        } catch (RuntimeException noClassFile) {
            return false;
        }
    }
}
