package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import jpm.snapshot.SiteTable.Variable;
import jpm.snapshot.SiteTable.VariableKind;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Which variables of a method are in scope at an instruction and hold a value of their type. */
public final class LocalVariables {
    private final MethodNode method;
    private final String owner;
    private final InsnList code;
    private final boolean isStatic;
    private final int argumentSlots;
    /** By slot; null for a slot that is none of an argument's or is the second one of a long or double. */
    private final @Nullable Type[] arguments;

    private final boolean argumentsOnly;
    private final boolean classHasNames;
    /** Nodes at which a variable's scope begins or ends. */
    private final BitSet boundaries = new BitSet();

    /**
     * Of a method.
     *
     * @param argumentsOnly whether other variables are left out
     * @param classHasNames whether another method of the class names its variables: what this one does not name, an agent added
     */
    public LocalVariables(String owner, MethodNode method, boolean argumentsOnly, boolean classHasNames) {
        this.owner = owner;
        this.method = method;
        this.argumentsOnly = argumentsOnly;
        this.classHasNames = classHasNames;
        code = method.instructions;
        isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        argumentSlots = (Type.getArgumentsAndReturnSizes(method.desc) >> 2) - (isStatic ? 1 : 0);
        arguments = argumentTypes();
        for (LocalVariableNode variable : named()) {
            boundaries.set(code.indexOf(variable.start));
            boundaries.set(code.indexOf(variable.end));
        }
    }

    private @Nullable Type[] argumentTypes() {
        @Nullable Type[] types = new Type[argumentSlots];
        int slot = 0;
        if (!isStatic) {
            types[slot++] = Type.getObjectType(owner);
        }
        for (Type type : Type.getArgumentTypes(method.desc)) {
            types[slot] = type;
            slot += type.getSize();
        }
        return types;
    }

    private List<LocalVariableNode> named() {
        return method.localVariables == null ? List.of() : method.localVariables;
    }

    /** Whether the class file names the method's variables. */
    public boolean hasNames() {
        return !named().isEmpty();
    }

    /** Whether a scope begins or ends after the node {@code from} and not after {@code to}. */
    boolean changesBetween(int from, int to) {
        int next = boundaries.nextSetBit(from + 1);
        return next >= 0 && next <= to;
    }

    /** The variables at a node, by slot. */
    public List<Captured> at(AbstractInsnNode node, List<Object> locals) {
        return hasNames() ? namedAt(code.indexOf(node), locals) : slotsOf(locals);
    }

    private List<Captured> namedAt(int index, List<Object> locals) {
        List<Captured> captured = new ArrayList<>();
        for (LocalVariableNode variable : named()) {
            boolean inScope = code.indexOf(variable.start) <= index && index < code.indexOf(variable.end);
            boolean wanted = !argumentsOnly || variable.index < argumentSlots;
            if (inScope && wanted && VerifierTypes.fits(variable.desc, variable.index, locals)) {
                insert(
                        captured,
                        new Captured(variable.index, new Variable(variable.name, variable.desc, kind(variable))));
            }
        }
        return captured;
    }

    private static void insert(List<Captured> captured, Captured added) {
        int place = captured.size();
        while (place > 0 && captured.get(place - 1).slot() > added.slot()) {
            place--;
        }
        captured.add(place, added);
    }

    private VariableKind kind(LocalVariableNode variable) {
        if (variable.index == 0 && !isStatic) {
            return VariableKind.THIS;
        }
        boolean fromTheStart = variable.index < argumentSlots && isBeforeCode(variable.start);
        return fromTheStart ? VariableKind.ARGUMENT : VariableKind.LOCAL;
    }

    private static boolean isBeforeCode(AbstractInsnNode node) {
        AbstractInsnNode before = node;
        while (before != null && before.getOpcode() < 0) {
            before = before.getPrevious();
        }
        return before == null;
    }

    private List<Captured> slotsOf(List<Object> locals) {
        List<Captured> captured = new ArrayList<>();
        int slots = argumentsOnly || classHasNames ? Math.min(argumentSlots, locals.size()) : locals.size();
        for (int slot = 0; slot < slots; slot++) {
            Variable variable = unnamed(slot, locals);
            if (variable != null) {
                captured.add(new Captured(slot, variable));
            }
        }
        return captured;
    }

    private @Nullable Variable unnamed(int slot, List<Object> locals) {
        Type argument = slot < argumentSlots ? arguments[slot] : null;
        if (argument != null && VerifierTypes.fits(argument.getDescriptor(), slot, locals)) {
            boolean isThis = slot == 0 && !isStatic;
            return new Variable(
                    isThis ? "this" : argumentName(slot),
                    argument.getDescriptor(),
                    isThis ? VariableKind.THIS : VariableKind.ARGUMENT);
        }
        String descriptor = VerifierTypes.descriptor(locals.get(slot));
        return descriptor == null ? null : new Variable("slot" + slot, descriptor, VariableKind.LOCAL);
    }

    /** The name from the MethodParameters attribute where the class has one. */
    private String argumentName(int slot) {
        int number = 0;
        for (int i = isStatic ? 0 : 1; i < slot; i++) {
            number += arguments[i] != null ? 1 : 0;
        }
        boolean known = method.parameters != null
                && method.parameters.size() == Type.getArgumentTypes(method.desc).length
                && method.parameters.get(number).name != null;
        return known ? method.parameters.get(number).name : "slot" + slot;
    }
}
