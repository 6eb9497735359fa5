package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Divides a method's instructions that can throw into as few regions as its variables and handlers allow. */
final class RegionFinder {
    private final List<Instruction> instructions;
    private final MethodNode method;
    private final InsnList code;
    private final ThrowingInstructions throwing;
    private final Handlers handlers;
    private final LocalVariables variables;
    /** Nodes at which a handler's range begins or ends. */
    private final BitSet boundaries = new BitSet();

    private final Map<Region.Key, Region> regions = new LinkedHashMap<>();

    private Region.@Nullable Key key;
    private int keyIndex;
    private @Nullable List<Object> keyLocals;
    private boolean keyRethrows;

    /** Whether regions come before own handlers even where these keep what they caught. */
    private final boolean seesCaught;

    RegionFinder(String owner, MethodCode source, boolean argumentsOnly, boolean classHasNames, boolean seesCaught) {
        this.seesCaught = seesCaught;
        method = source.method;
        instructions = source.instructions;
        code = method.instructions;
        throwing = new ThrowingInstructions(owner, method);
        handlers = new Handlers(method);
        variables = new LocalVariables(owner, method, argumentsOnly, classHasNames);
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            boundaries.set(code.indexOf(block.start));
            boundaries.set(code.indexOf(block.end));
        }
    }

    /** Whether variables have names here; else they are called by their slots. */
    boolean hasNames() {
        return variables.hasNames();
    }

    /** The regions that have something to record, in the order of their first instructions. */
    List<Region> regions() {
        int line = 0;
        Region open = null;
        AbstractInsnNode node = code.getFirst();
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            for (; node != instruction.node(); node = node.getNext()) {
                line = node instanceof LineNumberNode number ? number.line : line;
            }
            if (!canThrow(instruction)) {
                open = stillCovers(open, instruction) ? open : null;
                continue;
            }
            Region region = initializesThis(i) ? null : region(instruction);
            if (region != null) {
                region.add(instruction, line, region == open);
            }
            open = region;
        }
        return new ArrayList<>(regions.values());
    }

    private boolean canThrow(Instruction instruction) {
        return throwing.canThrow(instruction.node())
                && !handlers.throwsAgain(instruction.node())
                && !initializesThis(instruction);
    }

    // HotSpot checks the handlers of a call of super() against a frame in which this is initialized already.
    private static boolean initializesThis(Instruction instruction) {
        List<Object> locals = instruction.locals();
        return instruction.node() instanceof MethodInsnNode call
                && call.getOpcode() == Opcodes.INVOKESPECIAL
                && call.name.equals("<init>")
                && locals != null
                && locals.contains(Opcodes.UNINITIALIZED_THIS);
    }

    /**
     * Whether the instruction is a constructor's call of {@code super(…)} or {@code this(…)}, which no handler may cover:
     * HotSpot checks the handler's frame with {@code this} both uninitialised and initialised.
     */
    private boolean initializesThis(int index) {
        return instructions.get(index).node().getOpcode() == Opcodes.INVOKESPECIAL
                && hasUninitializedThis(instructions.get(index))
                && index + 1 < instructions.size()
                && !hasUninitializedThis(instructions.get(index + 1));
    }

    private static boolean hasUninitializedThis(Instruction instruction) {
        return instruction.locals() != null && instruction.locals().contains(Opcodes.UNINITIALIZED_THIS);
    }

    private static boolean stillCovers(@Nullable Region region, Instruction instruction) {
        List<Object> locals = instruction.locals();
        return region != null && locals != null && VerifierTypes.isAssignable(locals, region.key.locals());
    }

    private @Nullable Region region(Instruction instruction) {
        List<Object> locals = instruction.locals();
        if (locals == null) {
            return null;
        }
        Region.Key at = key(instruction.node(), locals);
        if (at.captured().isEmpty()) {
            return null;
        }
        Region region = regions.get(at);
        if (region == null) {
            region = new Region(at);
            regions.put(at, region);
        }
        return region;
    }

    private Region.Key key(AbstractInsnNode node, List<Object> locals) {
        int index = code.indexOf(node);
        boolean rethrows = handlers.isRethrowing(node);
        Region.Key last = key;
        boolean same = last != null
                && locals == keyLocals
                && rethrows == keyRethrows
                && !variables.changesBetween(keyIndex, index)
                && !handlersChangeBetween(keyIndex, index);
        Region.Key now = last != null && same ? last : newKey(node, index, locals, rethrows);
        key = now;
        keyIndex = index;
        keyLocals = locals;
        keyRethrows = rethrows;
        return now;
    }

    private boolean handlersChangeBetween(int from, int to) {
        int next = boundaries.nextSetBit(from + 1);
        return next >= 0 && next <= to;
    }

    private Region.Key newKey(AbstractInsnNode node, int index, List<Object> locals, boolean rethrows) {
        List<TryCatchBlockNode> covering = new ArrayList<>();
        boolean comesFirst = false;
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (code.indexOf(block.start) <= index && index < code.indexOf(block.end)) {
                covering.add(block);
                comesFirst |= seesCaught || handlers.rethrows(block);
            }
        }
        List<Captured> captured = variables.at(node, locals);
        return comesFirst
                ? new Region.Key(captured, covering, VerifierTypes.withoutUninitialized(locals), true, rethrows)
                : new Region.Key(captured, List.of(), frameOf(captured, locals), false, rethrows);
    }

    /** The weakest frame from which the variables can be loaded. */
    private static List<Object> frameOf(List<Captured> captured, List<Object> locals) {
        List<Object> frame = new ArrayList<>();
        if (locals.contains(Opcodes.UNINITIALIZED_THIS)) {
            frame.add(Opcodes.UNINITIALIZED_THIS);
        }
        for (Captured each : captured) {
            while (frame.size() <= each.slot()) {
                frame.add(Opcodes.TOP);
            }
            Object type = VerifierTypes.loadable(each.variable().descriptor());
            frame.set(each.slot(), type);
            if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
                frame.add(Opcodes.TOP);
            }
        }
        return frame;
    }
}
