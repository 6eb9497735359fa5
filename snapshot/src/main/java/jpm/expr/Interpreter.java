package jpm.expr;

import java.util.List;
import java.util.function.IntPredicate;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.Value.Primitive;
import org.jspecify.annotations.Nullable;

/** Runs the instructions of one call; those that are not in its table change something and are refused. */
final class Interpreter {
    /** Why a call is refused that has an effect. */
    static final String CHANGES = "its code changes something";

    private static final String[] ARITHMETIC = {"+", "-", "*", "/", "%"};
    private static final String[] SHIFTS = {"<<", ">>", ">>>"};
    private static final String[] BITWISE = {"&", "|", "^"};

    /** The types that the conversions from {@code i2l} to {@code i2s} give. */
    private static final PrimitiveType[] CONVERSIONS = {
        PrimitiveType.LONG, PrimitiveType.FLOAT, PrimitiveType.DOUBLE,
        PrimitiveType.INT, PrimitiveType.FLOAT, PrimitiveType.DOUBLE,
        PrimitiveType.INT, PrimitiveType.LONG, PrimitiveType.DOUBLE,
        PrimitiveType.INT, PrimitiveType.LONG, PrimitiveType.FLOAT,
        PrimitiveType.BYTE, PrimitiveType.CHAR, PrimitiveType.SHORT
    };

    private static final IntPredicate[] CONDITIONS = {
        order -> order == 0,
        order -> order != 0,
        order -> order < 0,
        order -> order >= 0,
        order -> order > 0,
        order -> order <= 0
    };

    private static final @Nullable Instruction[] INSTRUCTIONS = new Instruction[256];

    static {
        let(Opcodes.NOP, (run, opcode) -> {});
        let(Opcodes.ACONST_NULL, (run, opcode) -> run.frame.push(Value.NULL));
        let(Opcodes.ICONST_M1, Opcodes.ICONST_5, (run, opcode) -> run.push(opcode - Opcodes.ICONST_0));
        let(
                Opcodes.LCONST_0,
                Opcodes.LCONST_1,
                (run, opcode) -> run.frame.push(Arithmetic.ofLong(opcode - Opcodes.LCONST_0)));
        let(
                Opcodes.FCONST_0,
                Opcodes.FCONST_2,
                (run, opcode) -> run.frame.push(Arithmetic.ofFloat(opcode - Opcodes.FCONST_0)));
        let(
                Opcodes.DCONST_0,
                Opcodes.DCONST_1,
                (run, opcode) -> run.frame.push(Arithmetic.ofDouble(opcode - Opcodes.DCONST_0)));
        let(Opcodes.BIPUSH, (run, opcode) -> run.push(run.frame.s1()));
        let(Opcodes.SIPUSH, (run, opcode) -> run.push(run.frame.s2()));
        let(Opcodes.LDC, (run, opcode) -> run.members.literal(run.frame.u1()));
        let(Opcodes.LDC_W, Opcodes.LDC2_W, (run, opcode) -> run.members.literal(run.frame.u2()));
        let(Opcodes.ILOAD, Opcodes.ALOAD, (run, opcode) -> run.load(run.frame.u1()));
        let(Opcodes.ILOAD_0, Opcodes.ALOAD_3, (run, opcode) -> run.load((opcode - Opcodes.ILOAD_0) % 4));
        let(Opcodes.IALOAD, Opcodes.SALOAD, (run, opcode) -> run.element());
        let(Opcodes.ISTORE, Opcodes.ASTORE, (run, opcode) -> run.store(run.frame.u1()));
        let(Opcodes.ISTORE_0, Opcodes.ASTORE_3, (run, opcode) -> run.store((opcode - Opcodes.ISTORE_0) % 4));
        let(Opcodes.POP, Opcodes.SWAP, Interpreter::shuffle);
        let(Opcodes.IADD, Opcodes.DREM, (run, opcode) -> run.binary(ARITHMETIC[(opcode - Opcodes.IADD) / 4]));
        let(Opcodes.INEG, Opcodes.DNEG, (run, opcode) -> run.frame.push(Arithmetic.unary("-", run.frame.popNumber())));
        let(Opcodes.ISHL, Opcodes.LUSHR, (run, opcode) -> run.binary(SHIFTS[(opcode - Opcodes.ISHL) / 2]));
        let(Opcodes.IAND, Opcodes.LXOR, (run, opcode) -> run.binary(BITWISE[(opcode - Opcodes.IAND) / 2]));
        let(Opcodes.IINC, (run, opcode) -> run.increment());
        let(
                Opcodes.I2L,
                Opcodes.I2S,
                (run, opcode) ->
                        run.frame.push(Arithmetic.cast(run.frame.popNumber(), CONVERSIONS[opcode - Opcodes.I2L])));
        let(Opcodes.LCMP, Opcodes.DCMPG, Interpreter::compare);
        let(
                Opcodes.IFEQ,
                Opcodes.IFLE,
                (run, opcode) -> run.branch(CONDITIONS[opcode - Opcodes.IFEQ].test(run.frame.popInt())));
        let(
                Opcodes.IF_ICMPEQ,
                Opcodes.IF_ICMPLE,
                (run, opcode) -> run.branch(CONDITIONS[opcode - Opcodes.IF_ICMPEQ].test(run.order())));
        let(
                Opcodes.IF_ACMPEQ,
                Opcodes.IF_ACMPNE,
                (run, opcode) -> run.branch(run.areIdentical() == (opcode == Opcodes.IF_ACMPEQ)));
        let(
                Opcodes.IFNULL,
                Opcodes.IFNONNULL,
                (run, opcode) -> run.branch(run.frame.pop() instanceof Value.Null == (opcode == Opcodes.IFNULL)));
        let(Opcodes.GOTO, (run, opcode) -> run.frame.jump(run.frame.s2()));
        let(Opcodes.GOTO_W, (run, opcode) -> run.frame.jump(run.frame.s4()));
        let(Opcodes.TABLESWITCH, (run, opcode) -> run.chooseByTable());
        let(Opcodes.LOOKUPSWITCH, (run, opcode) -> run.chooseByMatch());
        let(Opcodes.GETSTATIC, (run, opcode) -> run.members.getStatic());
        let(Opcodes.GETFIELD, (run, opcode) -> run.members.getField());
        let(Opcodes.INVOKEVIRTUAL, Opcodes.INVOKEINTERFACE, (run, opcode) -> run.members.invoke(opcode));
        let(Opcodes.INVOKEDYNAMIC, (run, opcode) -> run.members.invokeDynamic());
        let(Opcodes.NEW, (run, opcode) -> run.members.create());
        let(Opcodes.ARRAYLENGTH, (run, opcode) -> run.length());
        let(Opcodes.ATHROW, (run, opcode) -> {
            throw new EvaluationException("it throws an exception");
        });
        let(Opcodes.CHECKCAST, (run, opcode) -> run.frame.skip(2));
        let(Opcodes.INSTANCEOF, (run, opcode) -> run.members.instanceOf());
        let(Opcodes.MONITORENTER, Opcodes.MONITOREXIT, (run, opcode) -> run.frame.pop());
    }

    private final Evaluator evaluator;
    private final CodeFrame frame;
    private final MemberAccess members;

    Interpreter(Evaluator evaluator, CodeFrame frame, MemberAccess members) {
        this.evaluator = evaluator;
        this.frame = frame;
        this.members = members;
    }

    @FunctionalInterface
    private interface Instruction {
        void execute(Interpreter run, int opcode);
    }

    private static void let(int opcode, Instruction instruction) {
        let(opcode, opcode, instruction);
    }

    /** What the opcodes from the first to the last do. */
    private static void let(int first, int last, Instruction instruction) {
        for (int opcode = first; opcode <= last; opcode++) {
            INSTRUCTIONS[opcode] = instruction;
        }
    }

    /** Runs the call; what it gives. */
    Value run() {
        MethodDescriptor type = MethodDescriptor.of(frame.code().descriptor());
        while (true) {
            evaluator.budget().step();
            int opcode = frame.next();
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.ARETURN) {
                return type.result(frame.pop());
            }
            Instruction instruction = INSTRUCTIONS[opcode];
            if (instruction == null) {
                throw new EvaluationException(CHANGES);
            }
            instruction.execute(this, opcode);
        }
    }

    private void push(int value) {
        frame.push(Arithmetic.ofInt(value));
    }

    private void load(int slot) {
        frame.push(frame.local(slot));
    }

    private void store(int slot) {
        frame.local(slot, frame.pop());
    }

    private void increment() {
        int slot = frame.u1();
        Primitive by = (Primitive) Arithmetic.ofInt(frame.s1());
        frame.local(slot, Arithmetic.binary("+", (Primitive) frame.local(slot), by));
    }

    private void element() {
        Value index = Arithmetic.ofInt(frame.popInt());
        frame.push(CollectionMethods.element(new Invocation(evaluator, frame.popObject(), List.of(index))));
    }

    private void length() {
        frame.push(evaluator.fields().of(frame.popObject(), "length"));
    }

    private void shuffle(int opcode) {
        Value top = frame.pop();
        if (opcode == Opcodes.DUP || opcode == Opcodes.DUP2 && CodeFrame.isWide(top)) {
            frame.push(top);
            frame.push(top);
        } else if (opcode == Opcodes.SWAP) {
            Value below = frame.pop();
            frame.push(top);
            frame.push(below);
        } else if (opcode == Opcodes.POP2 && !CodeFrame.isWide(top)) {
            frame.pop();
        } else if (opcode != Opcodes.POP && opcode != Opcodes.POP2) {
            throw new EvaluationException(CHANGES);
        }
    }

    private void binary(String operator) {
        Primitive right = frame.popNumber();
        Primitive left = frame.popNumber();
        frame.push(Arithmetic.binary(operator, left, right));
    }

    private void compare(int opcode) {
        Primitive right = frame.popNumber();
        Primitive left = frame.popNumber();
        if (opcode == Opcodes.LCMP) {
            push(Long.compare(left.bits(), right.bits()));
            return;
        }
        double a = Arithmetic.toDouble(left);
        double b = Arithmetic.toDouble(right);
        int unordered = opcode == Opcodes.FCMPL || opcode == Opcodes.DCMPL ? -1 : 1;
        boolean isUnordered = Double.isNaN(a) || Double.isNaN(b);
        push(isUnordered ? unordered : a < b ? -1 : a > b ? 1 : 0);
    }

    private int order() {
        int right = frame.popInt();
        return Integer.compare(frame.popInt(), right);
    }

    private boolean areIdentical() {
        Value right = frame.pop();
        return evaluator.identity().identical(frame.pop(), right);
    }

    private void branch(boolean isTaken) {
        int offset = frame.s2();
        if (isTaken) {
            frame.jump(offset);
        }
    }

    private void chooseByTable() {
        int key = frame.popInt();
        frame.align();
        int target = frame.s4();
        int low = frame.s4();
        int high = frame.s4();
        if (key >= low && key <= high) {
            frame.skip(Integer.BYTES * (key - low));
            target = frame.s4();
        }
        frame.jump(target);
    }

    private void chooseByMatch() {
        int key = frame.popInt();
        frame.align();
        int target = frame.s4();
        for (int pairs = frame.s4(); pairs > 0; pairs--) {
            int match = frame.s4();
            int offset = frame.s4();
            target = match == key ? offset : target;
        }
        frame.jump(target);
    }
}
