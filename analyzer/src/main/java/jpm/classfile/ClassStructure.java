package jpm.classfile;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;

/** How classes are written within each other. */
public final class ClassStructure {
    private ClassStructure() {}

    /** The binary names of the classes that a class file knows to be nested, in itself or elsewhere; none of a damaged file. */
    public static Set<String> nestedClasses(byte[] classFile) {
        Set<String> names = new LinkedHashSet<>();
        try {
            int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
            new ClassReader(classFile).accept(new Collector(names), parts);
        } catch (RuntimeException damaged) {
            return names;
        }
        return names;
    }

    private static final class Collector extends ClassVisitor {
        private final Set<String> names;

        Collector(Set<String> names) {
            super(Opcodes.ASM9);
            this.names = names;
        }

        @Override
        public void visitInnerClass(String name, @Nullable String outerName, @Nullable String innerName, int access) {
            names.add(name.replace('/', '.'));
        }

        @Override
        public void visitNestMember(String name) {
            names.add(name.replace('/', '.'));
        }
    }
}
