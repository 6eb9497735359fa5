package jpm.agent.instrument;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The instructions that put variables and numbers on the operand stack, as the runtime classes take them. */
public final class VariableLoads {
    private VariableLoads() {}

    /** Loads a reference, or the bits of a primitive as a long. */
    public static void load(InsnList code, Captured captured) {
        int slot = captured.slot();
        switch (captured.variable().descriptor().charAt(0)) {
            case 'Z', 'B', 'S', 'C', 'I' -> {
                code.add(new VarInsnNode(Opcodes.ILOAD, slot));
                code.add(new InsnNode(Opcodes.I2L));
            }
            case 'J' -> code.add(new VarInsnNode(Opcodes.LLOAD, slot));
            case 'F' -> {
                code.add(new VarInsnNode(Opcodes.FLOAD, slot));
                code.add(bits("java/lang/Float", "floatToRawIntBits", "(F)I"));
                code.add(new InsnNode(Opcodes.I2L));
            }
            case 'D' -> {
                code.add(new VarInsnNode(Opcodes.DLOAD, slot));
                code.add(bits("java/lang/Double", "doubleToRawLongBits", "(D)J"));
            }
            default -> code.add(new VarInsnNode(Opcodes.ALOAD, slot));
        }
    }

    private static MethodInsnNode bits(String owner, String name, String descriptor) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    /** The shortest instruction that pushes a number of at least -128. */
    public static AbstractInsnNode push(int value) {
        if (value <= Byte.MAX_VALUE) {
            return new IntInsnNode(Opcodes.BIPUSH, value);
        }
        return value <= Short.MAX_VALUE ? new IntInsnNode(Opcodes.SIPUSH, value) : new LdcInsnNode(value);
    }
}
