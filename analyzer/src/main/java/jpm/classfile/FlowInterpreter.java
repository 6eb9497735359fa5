package jpm.classfile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Follows types and copies of variables through a method; what each instruction makes of its operands is left to ASM. */
final class FlowInterpreter extends Interpreter<FlowValue> {
    private final MethodNode method;
    private final BasicInterpreter basic = new ExactTypes();

    FlowInterpreter(MethodNode method) {
        super(Opcodes.ASM9);
        this.method = method;
    }

    /** Keeps the types of objects, which its superclass has no use for. */
    private static final class ExactTypes extends BasicInterpreter {
        ExactTypes() {
            super(Opcodes.ASM9);
        }

        @Override
        public BasicValue newValue(@Nullable Type type) {
            return type != null && type.getSort() >= Type.ARRAY ? new BasicValue(type) : super.newValue(type);
        }
    }

    private static FlowValue flow(@Nullable BasicValue value) {
        Type type = value == null ? null : value.getType();
        return type == null ? FlowValue.NOTHING : FlowValue.of(type);
    }

    private static BasicValue basic(FlowValue value) {
        Type type = value.type();
        if (type == null) {
            return BasicValue.UNINITIALIZED_VALUE;
        }
        return new BasicValue(type);
    }

    @Override
    public @Nullable FlowValue newValue(@Nullable Type type) {
        return type == Type.VOID_TYPE ? null : flow(basic.newValue(type));
    }

    @Override
    public FlowValue newOperation(AbstractInsnNode instruction) throws AnalyzerException {
        return instruction.getOpcode() == Opcodes.ACONST_NULL
                ? FlowValue.of(FlowValue.NULL)
                : flow(basic.newOperation(instruction));
    }

    @Override
    public FlowValue copyOperation(AbstractInsnNode instruction, FlowValue value) {
        boolean load = instruction.getOpcode() == Opcodes.ALOAD;
        if (load && value.loadedFrom() < 0 && instruction instanceof VarInsnNode variable) {
            return new FlowValue(value.type(), variable.var, method.instructions.indexOf(instruction));
        }
        return value;
    }

    @Override
    public @Nullable FlowValue unaryOperation(AbstractInsnNode instruction, FlowValue value) throws AnalyzerException {
        BasicValue made = basic.unaryOperation(instruction, basic(value));
        if (made != null && instruction.getOpcode() == Opcodes.CHECKCAST) {
            return new FlowValue(made.getType(), value.loadedFrom(), value.loadedAt());
        }
        return made == null ? null : flow(made);
    }

    @Override
    public @Nullable FlowValue binaryOperation(AbstractInsnNode instruction, FlowValue first, FlowValue second)
            throws AnalyzerException {
        if (instruction.getOpcode() == Opcodes.AALOAD) {
            return FlowValue.of(elementType(first));
        }
        BasicValue made = basic.binaryOperation(instruction, basic(first), basic(second));
        return made == null ? null : flow(made);
    }

    private static Type elementType(FlowValue array) {
        Type type = array.type();
        boolean ofReferences = type != null
                && type.getSort() == Type.ARRAY
                && (type.getDimensions() > 1 || type.getElementType().getSort() >= Type.ARRAY);
        return type != null && ofReferences ? Type.getType(type.getDescriptor().substring(1)) : FlowValue.OBJECT;
    }

    @Override
    public @Nullable FlowValue ternaryOperation(
            AbstractInsnNode instruction, FlowValue first, FlowValue second, FlowValue third) {
        return null;
    }

    @Override
    public @Nullable FlowValue naryOperation(AbstractInsnNode instruction, List<? extends FlowValue> values)
            throws AnalyzerException {
        BasicValue made = basic.naryOperation(instruction, List.of());
        return made == null || made.getType() == Type.VOID_TYPE ? null : flow(made);
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, FlowValue value, FlowValue expected) {}

    @Override
    public FlowValue merge(FlowValue first, FlowValue second) {
        return first.merge(second);
    }
}
