package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.Value.Primitive;

/** The state of one call: its variables, its operand stack, and the place in its bytecode. */
final class CodeFrame {
    private final ClassFile.Code code;
    private final byte[] bytes;
    private final Value[] locals;
    private final List<Value> stack = new ArrayList<>();
    private int instruction;
    private int at;

    CodeFrame(ClassFile.Code code, List<Value> arguments) {
        this.code = code;
        this.bytes = code.bytes();
        this.locals = new Value[code.maxLocals()];
        int slot = 0;
        for (Value argument : arguments) {
            locals[slot] = onStack(argument);
            slot += isWide(argument) ? 2 : 1;
        }
    }

    /** The method. */
    ClassFile.Code code() {
        return code;
    }

    /** Whether a value takes two slots. */
    static boolean isWide(Value value) {
        return value instanceof Primitive number
                && (number.type() == PrimitiveType.LONG || number.type() == PrimitiveType.DOUBLE);
    }

    /** Small integers and booleans are ints on the stack. */
    private static Value onStack(Value value) {
        boolean isSmall = value instanceof Primitive number
                && !Arithmetic.isFloating(number)
                && number.type() != PrimitiveType.LONG;
        return isSmall ? Arithmetic.ofInt((int) ((Primitive) value).bits()) : value;
    }

    // ---- The place in the bytecode

    /** Goes to the next instruction; its opcode. */
    int next() {
        instruction = at;
        return u1();
    }

    int u1() {
        return bytes[at++] & 0xFF;
    }

    int s1() {
        return bytes[at++];
    }

    int u2() {
        return u1() << 8 | u1();
    }

    int s2() {
        return (short) u2();
    }

    int s4() {
        return u2() << 16 | u2();
    }

    void skip(int count) {
        at += count;
    }

    /** Passes over the padding of a switch. */
    void align() {
        at = at + 3 & ~3;
    }

    /** Continues so many bytes from where the instruction begins. */
    void jump(int offset) {
        at = instruction + offset;
    }

    // ---- Variables and operands

    Value local(int slot) {
        return locals[slot];
    }

    void local(int slot, Value value) {
        locals[slot] = value;
    }

    void push(Value value) {
        stack.add(onStack(value));
    }

    Value pop() {
        return stack.remove(stack.size() - 1);
    }

    Primitive popNumber() {
        return (Primitive) pop();
    }

    int popInt() {
        return (int) popNumber().bits();
    }

    /** An object that is known. */
    Value popObject() {
        return notNull(pop());
    }

    Value notNull(Value value) {
        if (value instanceof Value.Null) {
            throw new EvaluationException("java.lang.NullPointerException in " + code.name() + "()");
        }
        return available(value);
    }

    static Value available(Value value) {
        if (value instanceof Value.Unavailable unavailable) {
            throw new EvaluationException("a value is not available: " + unavailable.why());
        }
        return value;
    }

    /** The arguments of a call, whose values are the last operands. */
    List<Value> popArguments(MethodDescriptor called) {
        List<Value> arguments = new ArrayList<>();
        for (int i = called.parameters().size() - 1; i >= 0; i--) {
            arguments.add(0, called.argument(i, pop()));
        }
        return arguments;
    }

    /** Puts a value in the place of another wherever it stands. */
    void replace(Value old, Value made) {
        stack.replaceAll(value -> value == old ? made : value);
        for (int i = 0; i < locals.length; i++) {
            locals[i] = locals[i] == old ? made : locals[i];
        }
    }
}
