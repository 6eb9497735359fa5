package jpm.agent.instrument;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A method's own exception handlers: which of them throw on what they caught ({@code finally}, {@code synchronized},
 * try-with-resources, {@code catch (E e) { throw e; }}), and which code runs only on the way of such an exception.
 */
final class Handlers {
    private final MethodNode method;
    private final InsnList code;
    private final Map<LabelNode, Boolean> rethrowing = new HashMap<>();
    /** Nodes that also run when no exception is on its way to be rethrown. */
    private final BitSet normal;

    private final boolean anyRethrows;

    Handlers(MethodNode method) {
        this.method = method;
        code = method.instructions;
        boolean any = false;
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            any |= rethrows(block);
        }
        anyRethrows = any;
        normal = any ? normalCode() : new BitSet();
    }

    /** Whether an exception that the block catches may leave the method through the handler. */
    boolean rethrows(TryCatchBlockNode block) {
        if (block.type == null) {
            return true;
        }
        Boolean known = rethrowing.get(block.handler);
        if (known == null) {
            known = throwsWhatItCaught(block.handler);
            rethrowing.put(block.handler, known);
        }
        return known;
    }

    /** Whether the node runs only while an exception is on its way to be rethrown. */
    boolean isRethrowing(AbstractInsnNode node) {
        return anyRethrows && !normal.get(code.indexOf(node));
    }

    /**
     * Whether the node throws on what a compiler-made handler caught. The exception left its region before, and its frame
     * is recorded.
     */
    boolean throwsAgain(AbstractInsnNode node) {
        if (node.getOpcode() != Opcodes.ATHROW || !isRethrowing(node)) {
            return false;
        }
        AbstractInsnNode load = thrownFrom(node);
        return load != null && load.getOpcode() == Opcodes.ALOAD && holdsCaught(((VarInsnNode) load).var);
    }

    /** Whether a slot without a name is stored to only by rethrowing handlers, at their start. */
    private boolean holdsCaught(int slot) {
        for (LocalVariableNode variable : variables()) {
            if (variable.index == slot && !normal.get(code.indexOf(variable.start))) {
                return false;
            }
        }
        boolean caught = false;
        for (AbstractInsnNode node = code.getFirst(); node != null; node = node.getNext()) {
            if (node.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) node).var == slot && isRethrowing(node)) {
                if (!startsHandler(node)) {
                    return false;
                }
                caught = true;
            }
        }
        return caught;
    }

    private List<LocalVariableNode> variables() {
        return method.localVariables == null ? List.of() : method.localVariables;
    }

    private boolean startsHandler(AbstractInsnNode store) {
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (firstInstruction(block.handler) == store) {
                return true;
            }
        }
        return false;
    }

    private boolean throwsWhatItCaught(LabelNode handler) {
        AbstractInsnNode first = firstInstruction(handler);
        if (first == null || first.getOpcode() != Opcodes.ASTORE) {
            return first != null && first.getOpcode() == Opcodes.ATHROW;
        }
        int slot = ((VarInsnNode) first).var;
        BitSet seen = new BitSet();
        ArrayDeque<AbstractInsnNode> work = new ArrayDeque<>();
        push(first.getNext(), seen, work);
        while (!work.isEmpty()) {
            AbstractInsnNode node = work.pop();
            if (node.getOpcode() == Opcodes.ATHROW && isLoadOf(slot, thrownFrom(node))) {
                return true;
            }
            boolean replaces = node.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) node).var == slot;
            if (!replaces) {
                pushSuccessors(node, seen, work);
            }
        }
        return false;
    }

    private static boolean isLoadOf(int slot, @Nullable AbstractInsnNode node) {
        AbstractInsnNode load = node != null && node.getOpcode() == Opcodes.CHECKCAST ? previous(node) : node;
        return load != null && load.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) load).var == slot;
    }

    private BitSet normalCode() {
        BitSet seen = new BitSet();
        ArrayDeque<AbstractInsnNode> work = new ArrayDeque<>();
        List<TryCatchBlockNode> open = new ArrayList<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (!rethrows(block)) {
                open.add(block);
            }
        }
        push(code.getFirst(), seen, work);
        while (!work.isEmpty()) {
            while (!work.isEmpty()) {
                pushSuccessors(work.pop(), seen, work);
            }
            for (Iterator<TryCatchBlockNode> blocks = open.iterator(); blocks.hasNext(); ) {
                if (enter(blocks.next(), seen, work)) {
                    blocks.remove();
                }
            }
        }
        return seen;
    }

    private boolean enter(TryCatchBlockNode block, BitSet seen, ArrayDeque<AbstractInsnNode> work) {
        int reached = seen.nextSetBit(code.indexOf(block.start));
        if (reached < 0 || reached >= code.indexOf(block.end)) {
            return false;
        }
        push(block.handler, seen, work);
        return true;
    }

    private void pushSuccessors(AbstractInsnNode node, BitSet seen, ArrayDeque<AbstractInsnNode> work) {
        int opcode = node.getOpcode();
        if (node instanceof JumpInsnNode jump) {
            push(jump.label, seen, work);
        } else if (node instanceof TableSwitchInsnNode table) {
            pushAll(table.dflt, table.labels, seen, work);
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            pushAll(lookup.dflt, lookup.labels, seen, work);
        }
        boolean ends = opcode == Opcodes.GOTO
                || opcode == Opcodes.ATHROW
                || (opcode >= Opcodes.TABLESWITCH && opcode <= Opcodes.RETURN);
        if (!ends) {
            push(node.getNext(), seen, work);
        }
    }

    private void pushAll(LabelNode first, List<LabelNode> more, BitSet seen, ArrayDeque<AbstractInsnNode> work) {
        push(first, seen, work);
        for (LabelNode label : more) {
            push(label, seen, work);
        }
    }

    private void push(@Nullable AbstractInsnNode node, BitSet seen, ArrayDeque<AbstractInsnNode> work) {
        if (node != null && !seen.get(code.indexOf(node))) {
            seen.set(code.indexOf(node));
            work.push(node);
        }
    }

    private static @Nullable AbstractInsnNode firstInstruction(AbstractInsnNode from) {
        AbstractInsnNode node = from;
        while (node != null && node.getOpcode() < 0) {
            node = node.getNext();
        }
        return node;
    }

    /** What stands before a throw, but for a mark that a coverage agent sets there. */
    private static @Nullable AbstractInsnNode thrownFrom(AbstractInsnNode athrow) {
        AbstractInsnNode before = previous(athrow);
        for (AbstractInsnNode mark = beginOfMark(before); mark != null; mark = beginOfMark(before)) {
            before = previous(mark);
        }
        return before;
    }

    /** The first instruction of {@code marks[n] = true}, if this is its last one; else null. */
    private static @Nullable AbstractInsnNode beginOfMark(@Nullable AbstractInsnNode last) {
        if (last == null || last.getOpcode() != Opcodes.BASTORE) {
            return null;
        }
        AbstractInsnNode value = previous(last);
        AbstractInsnNode number = value == null || value.getOpcode() != Opcodes.ICONST_1 ? null : previous(value);
        AbstractInsnNode marks = number == null || !isNumber(number) ? null : previous(number);
        return marks != null && marks.getOpcode() == Opcodes.ALOAD ? marks : null;
    }

    private static boolean isNumber(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        return opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5
                || opcode == Opcodes.BIPUSH
                || opcode == Opcodes.SIPUSH
                || opcode == Opcodes.LDC;
    }

    private static @Nullable AbstractInsnNode previous(AbstractInsnNode node) {
        AbstractInsnNode before = node.getPrevious();
        while (before != null && before.getOpcode() < 0) {
            before = before.getPrevious();
        }
        return before;
    }
}
