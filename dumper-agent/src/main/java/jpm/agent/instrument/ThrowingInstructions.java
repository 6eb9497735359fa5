package jpm.agent.instrument;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Tells which instructions of a method can throw, as far as a reader of the source would expect an exception there.
 *
 * <p>Left out: unlocking, which throws only in malformed code, what the JVM may throw anywhere, and access to fields of
 * {@code this} and of the class itself.
 */
final class ThrowingInstructions {
    private final String owner;
    private final boolean thisIsFixed;

    ThrowingInstructions(String owner, MethodNode method) {
        this.owner = owner;
        thisIsFixed = (method.access & Opcodes.ACC_STATIC) == 0 && !storesToThis(method);
    }

    private static boolean storesToThis(MethodNode method) {
        for (AbstractInsnNode node = method.instructions.getFirst(); node != null; node = node.getNext()) {
            if (node.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) node).var == 0) {
                return true;
            }
        }
        return false;
    }

    boolean canThrow(AbstractInsnNode node) {
        switch (node.getOpcode()) {
            case Opcodes.GETFIELD:
                return !isThis(previous(node));
            case Opcodes.PUTFIELD:
                return !storesIntoThis(node);
            case Opcodes.GETSTATIC:
            case Opcodes.PUTSTATIC:
                return !((FieldInsnNode) node).owner.equals(owner);
            case Opcodes.INVOKESPECIAL:
                MethodInsnNode call = (MethodInsnNode) node;
                return !(call.owner.equals("java/lang/Object") && call.name.equals("<init>"));
            case Opcodes.INSTANCEOF:
                return false;
            case Opcodes.LDC:
                return isLookedUp(((LdcInsnNode) node).cst);
            default:
                return canThrow(node.getOpcode());
        }
    }

    private static boolean canThrow(int opcode) {
        return (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD)
                || (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE)
                || opcode == Opcodes.IDIV
                || opcode == Opcodes.LDIV
                || opcode == Opcodes.IREM
                || opcode == Opcodes.LREM
                || (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.MONITORENTER)
                || opcode == Opcodes.MULTIANEWARRAY;
    }

    /** Whether a constant is looked up when the instruction runs, which can fail. */
    private static boolean isLookedUp(Object constant) {
        return !(constant instanceof Number || constant instanceof String);
    }

    private boolean storesIntoThis(AbstractInsnNode putField) {
        AbstractInsnNode value = previous(putField);
        if (value == null) {
            return false;
        }
        int opcode = value.getOpcode();
        boolean pushesOne = opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.ALOAD;
        return pushesOne && isThis(previous(value));
    }

    private boolean isThis(@Nullable AbstractInsnNode node) {
        return thisIsFixed && node != null && node.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) node).var == 0;
    }

    private static @Nullable AbstractInsnNode previous(AbstractInsnNode node) {
        AbstractInsnNode before = node.getPrevious();
        while (before != null && before.getOpcode() < 0) {
            // Only line numbers may stand between, else the pair could be entered in the middle.
            if (before.getType() != AbstractInsnNode.LINE && before.getType() != AbstractInsnNode.LABEL) {
                return null;
            }
            before = before.getPrevious();
        }
        return before;
    }
}
