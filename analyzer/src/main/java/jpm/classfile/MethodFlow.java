package jpm.classfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** What a method's local variables and operand stack hold at each of its instructions, by data flow and by the class's debug information. */
public final class MethodFlow {
    /** Instructions times slots: what is above takes too much memory, and no compiler writes it. */
    private static final long MAX_STATES = 4_000_000;

    private static final int MAX_VARIABLES = 5_000;
    private static final int MAX_POINTS = 2_000;
    /** How far behind a load a copy of a variable is looked for. */
    private static final int MAX_COPY_INSTRUCTIONS = 1_000;

    private final MethodNode method;
    private final boolean hasNames;
    private final Frame<FlowValue>[] frames;
    private final int[] lines;
    private final Set<Integer> storedSlots = new HashSet<>();

    /**
     * An instruction at which a frame may stand.
     *
     * @param call the method that the instruction calls, or null where it calls none by name
     * @param variables the variables in scope, in the order of their slots
     * @param references where a virtual machine may find references: slots in order, then the operand stack from its bottom, without the call's arguments
     */
    public record Point(@Nullable Call call, List<Variable> variables, List<Place> references) {}

    /** A method as a call names it. */
    public record Call(String owner, String name, String descriptor) {}

    /**
     * A variable in scope.
     *
     * @param name {@code slot3} where the class was compiled without names
     */
    public record Variable(int slot, String name, String descriptor) {}

    /**
     * A slot or a place of the operand stack that can hold a reference.
     *
     * @param slot the variable whose value it has: of a slot the slot itself where a variable is in scope there, of another place that of the variable
     *     it was copied from; -1 for none
     * @param descriptor what it can hold; {@code Ljava/lang/Object;} where that is not known
     */
    public record Place(int slot, String descriptor) {}

    private MethodFlow(MethodNode method, boolean hasNames, Frame<FlowValue>[] frames) {
        this.method = method;
        this.hasNames = hasNames;
        this.frames = frames;
        this.lines = new int[method.instructions.size()];
        int line = 0;
        for (int i = 0; i < lines.length; i++) {
            AbstractInsnNode instruction = method.instructions.get(i);
            if (instruction instanceof LineNumberNode number) {
                line = number.line;
            } else if (instruction instanceof VarInsnNode store
                    && store.getOpcode() >= Opcodes.ISTORE
                    && store.getOpcode() <= Opcodes.ASTORE) {
                storedSlots.add(store.var);
            }
            lines[i] = line;
        }
    }

    /**
     * The flow of a method, or null where the class has no such method with code, or one that is damaged or too large.
     *
     * @param classFile the class file's bytes
     */
    public static @Nullable MethodFlow of(byte[] classFile, String name, String descriptor) {
        try {
            ClassNode node = new ClassNode();
            new ClassReader(classFile).accept(node, ClassReader.SKIP_FRAMES);
            for (MethodNode method : node.methods) {
                if (method.name.equals(name) && method.desc.equals(descriptor)) {
                    boolean hasNames = node.methods.stream().anyMatch(other -> variables(other) > 0);
                    return of(node.name, method, hasNames);
                }
            }
            return null;
        } catch (AnalyzerException | RuntimeException damaged) {
            return null;
        }
    }

    private static int variables(MethodNode method) {
        return method.localVariables == null ? 0 : method.localVariables.size();
    }

    private static @Nullable MethodFlow of(String owner, MethodNode method, boolean hasNames) throws AnalyzerException {
        long slots = (long) method.maxLocals + method.maxStack;
        if (method.instructions.size() == 0
                || slots * method.instructions.size() > MAX_STATES
                || (long) method.tryCatchBlocks.size() * method.instructions.size() > MAX_STATES
                || variables(method) > MAX_VARIABLES) {
            return null;
        }
        return new MethodFlow(method, hasNames, new Analyzer<>(new FlowInterpreter(method)).analyze(owner, method));
    }

    /** Whether the class tells the names of variables. */
    public boolean hasNames() {
        return hasNames;
    }

    /** Whether the class tells lines. */
    public boolean hasLines() {
        return lines.length > 0 && lines[lines.length - 1] > 0;
    }

    public boolean isStatic() {
        return (method.access & Opcodes.ACC_STATIC) != 0;
    }

    /** How many slots {@code this} and the arguments take. */
    public int argumentSlots() {
        return (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - (isStatic() ? 1 : 0);
    }

    /** Whether a slot keeps what the caller put into it. */
    public boolean keepsArgument(int slot) {
        return slot < argumentSlots() && !storedSlots.contains(slot);
    }

    /** The points at which a frame may stand that has called a method: by preference those that call it, else all of the line. */
    public List<Point> pointsCalling(int line, Call callee) {
        List<Point> all = pointsOf(line);
        List<Point> calling = all.stream().filter(point -> calls(point, callee)).toList();
        return calling.isEmpty() ? all : calling;
    }

    private static boolean calls(Point point, Call callee) {
        Call call = point.call();
        return call != null
                && call.name().equals(callee.name())
                && call.descriptor().equals(callee.descriptor())
                && (!call.name().equals("<init>") || call.owner().equals(callee.owner()));
    }

    /**
     * All points of a line, or of the whole method where the line is 0; also those right behind it, as an instruction may be done but not left. None
     * where they are too many to be told apart, or the class file is damaged.
     */
    public List<Point> pointsOf(int line) {
        try {
            return findPoints(line);
        } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
            return List.of();
        }
    }

    private List<Point> findPoints(int line) {
        List<Point> points = new ArrayList<>();
        boolean before = false;
        for (int i = 0; i < frames.length; i++) {
            Frame<FlowValue> frame = frames[i];
            AbstractInsnNode instruction = method.instructions.get(i);
            if (frame == null || instruction.getOpcode() < 0) {
                continue;
            }
            boolean within = line <= 0 || lines[i] == line;
            if (points.size() == MAX_POINTS) {
                return List.of();
            }
            if (within || before) {
                points.add(point(i, instruction, frame));
            }
            before = within;
        }
        return points;
    }

    private Point point(int index, AbstractInsnNode instruction, Frame<FlowValue> frame) {
        List<Variable> variables = variables(index, frame);
        List<Place> references = new ArrayList<>();
        for (int slot = 0; slot < frame.getLocals(); slot++) {
            if (frame.getLocal(slot).isReference()) {
                references.add(localPlace(index, slot, frame.getLocal(slot), variables));
            }
        }
        Call call = call(instruction);
        int depth = frame.getStackSize() - (call == null ? 0 : argumentCount(instruction, call));
        for (int i = 0; i < depth; i++) {
            FlowValue value = frame.getStack(i);
            if (value.isReference()) {
                references.add(new Place(copiedSlot(index, value, variables), value.descriptor()));
            }
        }
        return new Point(instruction instanceof InvokeDynamicInsnNode ? null : call, variables, references);
    }

    private Place localPlace(int index, int slot, FlowValue value, List<Variable> variables) {
        for (Variable variable : variables) {
            if (variable.slot() == slot) {
                return new Place(slot, narrower(variable.descriptor(), value.descriptor()));
            }
        }
        return new Place(copiedSlot(index, value, variables), value.descriptor());
    }

    private static String narrower(String declared, String byFlow) {
        return declared.equals("Ljava/lang/Object;") ? byFlow : declared;
    }

    /** The variable that a value was loaded from and that was not stored to since. */
    private int copiedSlot(int index, FlowValue value, List<Variable> variables) {
        int slot = value.loadedFrom();
        if (slot < 0
                || value.loadedAt() >= index
                || index - value.loadedAt() > MAX_COPY_INSTRUCTIONS
                || variables.stream().noneMatch(variable -> variable.slot() == slot)) {
            return -1;
        }
        for (int i = value.loadedAt(); i < index; i++) {
            if (method.instructions.get(i) instanceof VarInsnNode store
                    && store.var == slot
                    && store.getOpcode() == Opcodes.ASTORE) {
                return -1;
            }
        }
        return slot;
    }

    private List<Variable> variables(int index, Frame<FlowValue> frame) {
        List<Variable> variables = new ArrayList<>();
        if (!hasNames) {
            addSlots(frame, variables);
            return variables;
        }
        for (LocalVariableNode variable :
                method.localVariables == null ? List.<LocalVariableNode>of() : method.localVariables) {
            boolean inScope = method.instructions.indexOf(variable.start) <= index
                    && index < method.instructions.indexOf(variable.end)
                    && variable.index < frame.getLocals();
            if (inScope && frame.getLocal(variable.index).isSet()) {
                variables.add(new Variable(variable.index, variable.name, variable.desc));
            }
        }
        variables.sort((a, b) -> Integer.compare(a.slot(), b.slot()));
        return variables;
    }

    /** Without names the slots are the variables; slot 0 of an instance method is {@code this} for as long as nothing is stored there. */
    private void addSlots(Frame<FlowValue> frame, List<Variable> variables) {
        for (int slot = 0; slot < frame.getLocals(); slot++) {
            FlowValue value = frame.getLocal(slot);
            if (value.isSet()) {
                boolean isThis = slot == 0 && !isStatic() && keepsArgument(0);
                variables.add(new Variable(slot, isThis ? "this" : "slot" + slot, value.descriptor()));
            }
        }
    }

    private static @Nullable Call call(AbstractInsnNode instruction) {
        if (instruction instanceof MethodInsnNode call) {
            return new Call(call.owner.replace('/', '.'), call.name, call.desc);
        }
        return instruction instanceof InvokeDynamicInsnNode call ? new Call("", call.name, call.desc) : null;
    }

    private static int argumentCount(AbstractInsnNode instruction, Call call) {
        boolean receiver =
                instruction.getOpcode() != Opcodes.INVOKESTATIC && instruction.getOpcode() != Opcodes.INVOKEDYNAMIC;
        return Type.getArgumentTypes(call.descriptor()).length + (receiver ? 1 : 0);
    }

    @Override
    public String toString() {
        return method.name + Objects.requireNonNull(method.desc);
    }
}
