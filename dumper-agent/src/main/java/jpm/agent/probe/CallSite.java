package jpm.agent.probe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.snapshot.SiteTable;
import jpm.snapshot.SiteTable.VariableKind;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A call in the bytecode of a frame, and the variables in scope there.
 *
 * @param sourceFile empty where the class does not tell
 * @param line not positive where unknown
 * @param callee the name of the called method; null where the instruction does not name one that is sure to be called, as of a lambda
 * @param live the slots whose values the method still needs after the call: a compiled frame has lost all others
 */
record CallSite(
        SiteTable.Method method,
        String sourceFile,
        int line,
        @Nullable String callee,
        List<Slot> slots,
        BitSet live) {
    CallSite {
        slots = List.copyOf(slots);
    }

    /** A variable and where it is. */
    record Slot(int index, SiteTable.Variable variable) {}

    /** The call at a bytecode index of a method, or null where there is none. */
    static @Nullable CallSite of(byte[] classFile, String name, String descriptor, int bytecodeIndex) {
        Finder finder = new Finder(classFile, name, descriptor);
        finder.accept(finder.new Methods(), ClassReader.SKIP_FRAMES);
        return finder.site(bytecodeIndex);
    }

    private static final class Finder extends ClassReader {
        private final String name;
        private final String descriptor;
        private final Map<AbstractInsnNode, Integer> indexes = new HashMap<>();
        private @Nullable MethodNode found;
        private String sourceFile = "";
        private int offset;

        Finder(byte[] classFile, String name, String descriptor) {
            super(classFile);
            this.name = name;
            this.descriptor = descriptor;
        }

        @Override
        protected void readBytecodeInstructionOffset(int bytecodeOffset) {
            offset = bytecodeOffset;
        }

        private final class Methods extends ClassVisitor {
            Methods() {
                super(Opcodes.ASM9);
            }

            @Override
            public void visitSource(@Nullable String source, @Nullable String debug) {
                sourceFile = source == null ? "" : source;
            }

            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String method,
                    String type,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                if (!method.equals(name) || !type.equals(descriptor)) {
                    return null;
                }
                MethodNode node = new MethodNode(Opcodes.ASM9, access, method, type, signature, exceptions);
                found = node;
                return new OffsetNoter(node);
            }
        }

        /** Notes which bytecode index each call has. */
        private final class OffsetNoter extends MethodVisitor {
            private final MethodNode node;

            OffsetNoter(MethodNode node) {
                super(Opcodes.ASM9, node);
                this.node = node;
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
                super.visitMethodInsn(opcode, owner, method, type, isInterface);
                indexes.put(node.instructions.getLast(), offset);
            }

            @Override
            public void visitInvokeDynamicInsn(
                    String method, String type, org.objectweb.asm.Handle bootstrap, Object... arguments) {
                super.visitInvokeDynamicInsn(method, type, bootstrap, arguments);
                indexes.put(node.instructions.getLast(), offset);
            }
        }

        @Nullable
        CallSite site(int bytecodeIndex) {
            MethodNode node = found;
            if (node == null) {
                return null;
            }
            for (Map.Entry<AbstractInsnNode, Integer> entry : indexes.entrySet()) {
                if (entry.getValue() == bytecodeIndex) {
                    return site(node, entry.getKey());
                }
            }
            return null;
        }

        private CallSite site(MethodNode method, AbstractInsnNode call) {
            boolean isNamed = call instanceof MethodInsnNode;
            return new CallSite(
                    new SiteTable.Method(method.name, method.desc, method.access & 0xFFFF),
                    sourceFile,
                    line(call),
                    isNamed ? ((MethodInsnNode) call).name : null,
                    slots(method, call),
                    new LiveSlots(method).at(call));
        }

        private static int line(AbstractInsnNode call) {
            for (AbstractInsnNode node = call; node != null; node = node.getPrevious()) {
                if (node instanceof LineNumberNode line) {
                    return line.line;
                }
            }
            return -1;
        }

        private static List<Slot> slots(MethodNode method, AbstractInsnNode call) {
            List<Slot> slots = new ArrayList<>();
            int at = method.instructions.indexOf(call);
            boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
            int argumentSlots = (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - (isStatic ? 1 : 0);
            for (LocalVariableNode each :
                    method.localVariables == null ? List.<LocalVariableNode>of() : method.localVariables) {
                int start = method.instructions.indexOf(each.start);
                if (start <= at && at < method.instructions.indexOf(each.end)) {
                    boolean isArgument = each.index < argumentSlots && isFirst(each.start);
                    VariableKind kind = isArgument ? VariableKind.ARGUMENT : VariableKind.LOCAL;
                    slots.add(new Slot(
                            each.index,
                            new SiteTable.Variable(
                                    each.name, each.desc, each.index == 0 && !isStatic ? VariableKind.THIS : kind)));
                }
            }
            slots.sort(java.util.Comparator.comparingInt(Slot::index));
            return slots;
        }

        private static boolean isFirst(AbstractInsnNode label) {
            AbstractInsnNode before = label;
            while (before != null && before.getOpcode() < 0) {
                before = before.getPrevious();
            }
            return before == null;
        }
    }
}
