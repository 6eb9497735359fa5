package jpm.agent.probe;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which slots of a method are read later, instruction by instruction: the backward data flow by which HotSpot, too, decides what to keep. */
final class LiveSlots {
    private final MethodNode method;
    private final InsnList code;
    private final BitSet[] before;

    LiveSlots(MethodNode method) {
        this.method = method;
        this.code = method.instructions;
        this.before = new BitSet[code.size()];
        for (int i = 0; i < before.length; i++) {
            before[i] = new BitSet();
        }
        flow();
    }

    /** The slots that are read from the instruction on before they are written. */
    BitSet at(AbstractInsnNode node) {
        return before[code.indexOf(node)];
    }

    private void flow() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = before.length - 1; i >= 0; i--) {
                changed |= update(i);
            }
        }
    }

    private boolean update(int index) {
        AbstractInsnNode node = code.get(index);
        BitSet live = new BitSet();
        for (int next : successors(node, index)) {
            live.or(before[next]);
        }
        if (node instanceof VarInsnNode variable) {
            boolean isStore = node.getOpcode() >= Opcodes.ISTORE && node.getOpcode() <= Opcodes.ASTORE;
            live.set(variable.var, !isStore);
        } else if (node instanceof IincInsnNode increment) {
            live.set(increment.var);
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (code.indexOf(block.start) <= index && index < code.indexOf(block.end)) {
                live.or(before[code.indexOf(block.handler)]);
            }
        }
        if (live.equals(before[index])) {
            return false;
        }
        before[index] = live;
        return true;
    }

    private List<Integer> successors(AbstractInsnNode node, int index) {
        List<Integer> next = new ArrayList<>(2);
        if (node instanceof JumpInsnNode jump) {
            next.add(code.indexOf(jump.label));
        } else if (node instanceof TableSwitchInsnNode table) {
            addAll(next, table.labels, table.dflt);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            addAll(next, lookup.labels, lookup.dflt);
        }
        boolean isSwitch = node instanceof TableSwitchInsnNode || node instanceof LookupSwitchInsnNode;
        if (!isSwitch && !endsFlow(node.getOpcode()) && index + 1 < before.length) {
            next.add(index + 1);
        }
        return next;
    }

    private void addAll(List<Integer> next, List<LabelNode> labels, LabelNode otherwise) {
        for (LabelNode label : labels) {
            next.add(code.indexOf(label));
        }
        next.add(code.indexOf(otherwise));
    }

    private static boolean endsFlow(int opcode) {
        return opcode == Opcodes.GOTO
                || opcode == Opcodes.ATHROW
                || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    }
}
