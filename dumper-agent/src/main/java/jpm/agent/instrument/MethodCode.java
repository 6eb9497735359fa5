package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.MethodNode;

/** Reads one method into a tree, and notes each instruction's bytecode index and types of locals on the way. */
final class MethodCode extends MethodVisitor {
    final MethodNode method;
    final List<Instruction> instructions = new ArrayList<>();
    /** Whether the method has frames, without which the types of locals behind a jump are not known. */
    boolean hasFrames;

    boolean hasJumps;

    private final OffsetReader reader;
    private final AnalyzerAdapter types;
    private @Nullable List<Object> locals;
    private boolean localsChanged = true;

    MethodCode(OffsetReader reader, String owner, MethodNode method) {
        super(Opcodes.ASM9);
        this.reader = reader;
        this.method = method;
        types = new TypeTracker(owner, method);
        mv = types;
    }

    /** The analyser with the constructor that subclasses must use. */
    private static final class TypeTracker extends AnalyzerAdapter {
        TypeTracker(String owner, MethodNode next) {
            super(Opcodes.ASM9, owner, next.access, next.name, next.desc, next);
        }
    }

    private void note() {
        if (localsChanged) {
            locals = types.locals == null ? null : new ArrayList<>(types.locals);
            localsChanged = false;
        }
    }

    private void added() {
        instructions.add(new Instruction(method.instructions.getLast(), reader.instructionOffset, locals));
    }

    @Override
    public void visitFrame(int type, int numLocal, Object[] local, int numStack, Object[] stack) {
        hasFrames = true;
        super.visitFrame(type, numLocal, local, numStack, stack);
        localsChanged = true;
    }

    @Override
    public void visitInsn(int opcode) {
        note();
        super.visitInsn(opcode);
        added();
        localsChanged |= types.locals == null;
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        note();
        super.visitIntInsn(opcode, operand);
        added();
    }

    @Override
    public void visitVarInsn(int opcode, int varIndex) {
        note();
        super.visitVarInsn(opcode, varIndex);
        added();
        localsChanged |= opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        note();
        super.visitTypeInsn(opcode, type);
        added();
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        note();
        super.visitFieldInsn(opcode, owner, name, descriptor);
        added();
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean inInterface) {
        note();
        super.visitMethodInsn(opcode, owner, name, descriptor, inInterface);
        added();
        localsChanged |= opcode == Opcodes.INVOKESPECIAL;
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        note();
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        added();
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        hasJumps = true;
        note();
        super.visitJumpInsn(opcode, label);
        added();
        localsChanged |= types.locals == null;
    }

    @Override
    public void visitLdcInsn(Object value) {
        note();
        super.visitLdcInsn(value);
        added();
    }

    @Override
    public void visitIincInsn(int varIndex, int increment) {
        note();
        super.visitIincInsn(varIndex, increment);
        added();
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label byDefault, Label... labels) {
        hasJumps = true;
        note();
        super.visitTableSwitchInsn(min, max, byDefault, labels);
        added();
        localsChanged = true;
    }

    @Override
    public void visitLookupSwitchInsn(Label byDefault, int[] keys, Label[] labels) {
        hasJumps = true;
        note();
        super.visitLookupSwitchInsn(byDefault, keys, labels);
        added();
        localsChanged = true;
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        note();
        super.visitMultiANewArrayInsn(descriptor, dimensions);
        added();
    }
}
