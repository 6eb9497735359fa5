package jpm.agent.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which lines of its source a class has code for.
 *
 * @param sourceFile the file's name, empty where the class does not tell
 * @param nestMates internal names of the classes nested in it, as a top-level class knows them
 */
record ClassLines(String sourceFile, TreeSet<Integer> lines, List<String> nestMates) {
    /** Reads a class file. */
    static ClassLines of(byte[] classFile) {
        Reader reader = new Reader();
        new ClassReader(classFile).accept(reader, ClassReader.SKIP_FRAMES);
        return new ClassLines(reader.sourceFile, reader.lines, reader.nestMates);
    }

    private static final class Reader extends ClassVisitor {
        private final TreeSet<Integer> lines = new TreeSet<>();
        private final List<String> nestMates = new ArrayList<>();
        private String sourceFile = "";

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visitSource(@Nullable String source, @Nullable String debug) {
            sourceFile = source == null ? "" : source;
        }

        @Override
        public void visitNestMember(String nestMember) {
            nestMates.add(nestMember);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitLineNumber(int line, Label start) {
                    lines.add(line);
                }
            };
        }
    }
}
