package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.Value.Primitive;
import org.jspecify.annotations.Nullable;

/**
 * Runs a method of the program by its bytecode over the objects of the dump. Whatever would change something (a store into a field or an array, a
 * method without result) or could not be known is refused; objects can be made only of the JDK's values. Opcodes are those of JVMS 6.5.
 */
final class PureCode {
    private static final int MAX_CALLS = 64;
    private static final String CHANGES = "its code changes something";
    private static final PrimitiveType[] STACK_TYPES = {
        PrimitiveType.INT, PrimitiveType.LONG, PrimitiveType.FLOAT, PrimitiveType.DOUBLE
    };
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

    private final Evaluator evaluator;

    PureCode(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Stands for an object between {@code new} and the call of its constructor. */
    private record Unmade(String className, Object identity) {}

    /** Calls a method of the program; {@link EvaluationException} says what keeps it from being run. */
    Value run(ClassFile.Code code, Invocation call) {
        List<Value> arguments = new ArrayList<>();
        if (!code.isStatic()) {
            arguments.add(call.target());
        }
        List<String> types = parameters(code.descriptor());
        for (int i = 0; i < types.size(); i++) {
            arguments.add(as(types.get(i), call.argument(i)));
        }
        return run(code, arguments);
    }

    private Value run(ClassFile.Code code, List<Value> arguments) {
        evaluator.enterCall(MAX_CALLS);
        try {
            return new Frame(code, arguments).run();
        } catch (EvaluationException e) {
            String message = String.valueOf(e.getMessage());
            boolean isTold = message.startsWith("jpm runs no code") || message.startsWith("java.");
            throw isTold
                    ? e
                    : new EvaluationException(
                            "jpm runs no code that it does not know to be harmless, so it does not call " + code.name()
                                    + "(): " + message);
        } catch (IndexOutOfBoundsException | ClassCastException | NullPointerException damaged) {
            throw new EvaluationException("the class file of " + code.owner().name() + " is damaged");
        } finally {
            evaluator.leaveCall();
        }
    }

    /** The descriptors of the parameters of a method's descriptor. */
    static List<String> parameters(String descriptor) {
        List<String> parameters = new ArrayList<>();
        int at = 1;
        while (at < descriptor.length() && descriptor.charAt(at) != ')') {
            int end = at;
            while (descriptor.charAt(end) == '[') {
                end++;
            }
            end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
            parameters.add(descriptor.substring(at, end));
            at = end;
        }
        return parameters;
    }

    private static String result(String descriptor) {
        return descriptor.substring(descriptor.indexOf(')') + 1);
    }

    /** A value as a variable of that descriptor holds it. */
    private static Value as(String descriptor, Value value) {
        boolean isPrimitive = descriptor.length() == 1 && value instanceof Primitive;
        if (!isPrimitive) {
            return value;
        }
        Primitive number = (Primitive) value;
        PrimitiveType type = PrimitiveType.ofDescriptor(descriptor.charAt(0));
        if (type == PrimitiveType.BOOLEAN || number.type() == PrimitiveType.BOOLEAN) {
            return new Primitive(type, type == PrimitiveType.BOOLEAN ? number.bits() & 1 : number.bits());
        }
        return Arithmetic.cast(number, type);
    }

    /** Whether a method does nothing but call what a bootstrap method of that class links, as those do that the compiler makes for records. */
    static boolean callsBootstrap(ClassFile.Code code, String bootstrapClass) {
        byte[] bytes = code.bytes();
        for (int i = 1; i <= 2 && i + 2 < bytes.length; i++) {
            if ((bytes[i] & 0xFF) == 186) {
                int index = (bytes[i + 1] & 0xFF) << 8 | bytes[i + 2] & 0xFF;
                int bootstrap = code.owner().dynamicCall(index).bootstrap();
                return code.owner().bootstrap(bootstrap).method().owner().equals(bootstrapClass);
            }
        }
        return false;
    }

    /** One call. */
    private final class Frame {
        private final ClassFile.Code code;
        private final ClassFile file;
        private final byte[] bytes;
        private final Value[] locals;
        private final List<Value> stack = new ArrayList<>();
        private int at;

        Frame(ClassFile.Code code, List<Value> arguments) {
            this.code = code;
            this.file = code.owner();
            this.bytes = code.bytes();
            this.locals = new Value[code.maxLocals()];
            int slot = 0;
            for (Value argument : arguments) {
                locals[slot] = onStack(argument);
                slot += isWide(argument) ? 2 : 1;
            }
        }

        private static boolean isWide(Value value) {
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

        Value run() {
            while (true) {
                evaluator.budget().step();
                int start = at;
                int opcode = u1();
                if (opcode >= 172 && opcode <= 176) {
                    return as(result(code.descriptor()), pop());
                }
                execute(opcode, start);
            }
        }

        private int u1() {
            return bytes[at++] & 0xFF;
        }

        private int s1() {
            return bytes[at++];
        }

        private int u2() {
            return u1() << 8 | u1();
        }

        private int s2() {
            return (short) u2();
        }

        private int s4() {
            return u2() << 16 | u2();
        }

        private Value pop() {
            return stack.remove(stack.size() - 1);
        }

        private Primitive number() {
            return (Primitive) pop();
        }

        private int integer() {
            return (int) number().bits();
        }

        private void push(Value value) {
            stack.add(onStack(value));
        }

        private void execute(int opcode, int start) {
            if (opcode <= 20) {
                constant(opcode);
            } else if (opcode <= 45) {
                load(opcode);
            } else if (opcode <= 53) {
                element();
            } else if (opcode <= 78 && opcode >= 54) {
                store(opcode);
            } else if (opcode >= 87 && opcode <= 95) {
                shuffle(opcode);
            } else if (opcode >= 96 && opcode <= 131) {
                calculate(opcode);
            } else if (opcode == 132) {
                int slot = u1();
                locals[slot] = Arithmetic.binary("+", (Primitive) locals[slot], (Primitive) Arithmetic.ofInt(s1()));
            } else if (opcode >= 133 && opcode <= 147) {
                push(Arithmetic.cast(number(), CONVERSIONS[opcode - 133]));
            } else if (opcode >= 148 && opcode <= 152) {
                compare(opcode);
            } else if (opcode >= 153 && opcode <= 201) {
                control(opcode, start);
            } else {
                throw new EvaluationException(CHANGES);
            }
        }

        private void constant(int opcode) {
            if (opcode == 1) {
                push(Value.NULL);
            } else if (opcode >= 2 && opcode <= 8) {
                push(Arithmetic.ofInt(opcode - 3));
            } else if (opcode == 9 || opcode == 10) {
                push(Arithmetic.ofLong(opcode - 9L));
            } else if (opcode >= 11 && opcode <= 13) {
                push(Arithmetic.ofFloat(opcode - 11F));
            } else if (opcode == 14 || opcode == 15) {
                push(Arithmetic.ofDouble(opcode - 14D));
            } else if (opcode == 16) {
                push(Arithmetic.ofInt(s1()));
            } else if (opcode == 17) {
                push(Arithmetic.ofInt(s2()));
            } else if (opcode >= 18) {
                push(literal(opcode == 18 ? u1() : u2()));
            }
        }

        private Value literal(int index) {
            Object literal = file.literal(index);
            Value primitive = literal == null ? null : HostCalls.primitive(literal);
            if (primitive != null) {
                return primitive;
            }
            return literal instanceof String text
                    ? new Value.Text(text)
                    : Made.classNamed(sourceName(file.className(index)));
        }

        private static String sourceName(String className) {
            return className.startsWith("[") ? "java.lang.Object[]" : className;
        }

        private void load(int opcode) {
            int slot = opcode <= 25 ? u1() : (opcode - 26) % 4;
            push(locals[slot]);
        }

        private void store(int opcode) {
            int slot = opcode <= 58 ? u1() : (opcode - 59) % 4;
            locals[slot] = pop();
        }

        private void element() {
            int index = integer();
            push(CollectionMethods.element(
                    new Invocation(evaluator, notNull(pop()), List.of(Arithmetic.ofInt(index)))));
        }

        private Value notNull(Value value) {
            if (value instanceof Value.Null) {
                throw new EvaluationException("java.lang.NullPointerException in " + code.name() + "()");
            } else if (value instanceof Value.Unavailable unavailable) {
                throw new EvaluationException("a value is not available: " + unavailable.why());
            }
            return value;
        }

        private void shuffle(int opcode) {
            Value top = pop();
            if (opcode == 89 || opcode == 92 && isWide(top)) {
                push(top);
                push(top);
            } else if (opcode == 95) {
                Value below = pop();
                push(top);
                push(below);
            } else if (opcode == 88 && !isWide(top)) {
                pop();
            } else if (opcode != 87 && opcode != 88) {
                throw new EvaluationException(CHANGES);
            }
        }

        private void calculate(int opcode) {
            if (opcode >= 116 && opcode <= 119) {
                push(Arithmetic.unary("-", number()));
                return;
            }
            Primitive right = number();
            Primitive left = number();
            push(Arithmetic.binary(operator(opcode), left, right));
        }

        private static String operator(int opcode) {
            if (opcode < 116) {
                return ARITHMETIC[(opcode - 96) / STACK_TYPES.length];
            }
            return opcode < 126 ? SHIFTS[(opcode - 120) / 2] : BITWISE[(opcode - 126) / 2];
        }

        private void compare(int opcode) {
            Primitive right = number();
            Primitive left = number();
            double a = Arithmetic.toDouble(left);
            double b = Arithmetic.toDouble(right);
            boolean isUnordered = opcode > 148 && (Double.isNaN(a) || Double.isNaN(b));
            int unordered = opcode == 149 || opcode == 151 ? -1 : 1;
            int ordered = opcode == 148 ? Long.compare(left.bits(), right.bits()) : a < b ? -1 : a > b ? 1 : 0;
            push(Arithmetic.ofInt(isUnordered ? unordered : ordered));
        }

        private void control(int opcode, int start) {
            if (opcode <= 158) {
                branch(start, CONDITIONS[opcode - 153].test(integer()));
            } else if (opcode <= 164) {
                int right = integer();
                branch(start, CONDITIONS[opcode - 159].test(Integer.compare(integer(), right)));
            } else if (opcode <= 166) {
                Value right = pop();
                branch(start, evaluator.identity().identical(pop(), right) == (opcode == 165));
            } else if (opcode == 198 || opcode == 199) {
                branch(start, pop() instanceof Value.Null == (opcode == 198));
            } else if (opcode == 167 || opcode == 200) {
                at = start + (opcode == 167 ? s2() : s4());
            } else if (opcode == 170 || opcode == 171) {
                choose(opcode, start);
            } else {
                member(opcode);
            }
        }

        private void branch(int start, boolean isTaken) {
            int offset = s2();
            at = isTaken ? start + offset : at;
        }

        private void choose(int opcode, int start) {
            int key = integer();
            at = at + 3 & ~3;
            int otherwise = s4();
            int target = otherwise;
            if (opcode == 170) {
                int low = s4();
                int high = s4();
                int table = at;
                if (key >= low && key <= high) {
                    at = table + Integer.BYTES * (key - low);
                    target = s4();
                }
            } else {
                for (int pairs = s4(); pairs > 0; pairs--) {
                    int match = s4();
                    int offset = s4();
                    target = match == key ? offset : target;
                }
            }
            at = start + target;
        }

        private void member(int opcode) {
            switch (opcode) {
                case 178 -> push(staticField(file.member(u2())));
                case 180 -> push(field(file.member(u2())));
                case 182, 183, 184, 185 -> invoke(opcode);
                case 186 -> dynamic();
                case 187 -> push(new Value.Host(new Unmade(file.className(u2()), new Object())));
                case 190 -> push(evaluator.fields().of(notNull(pop()), "length"));
                case 191 -> throw new EvaluationException("it throws an exception");
                case 192 -> u2();
                case 193 -> instanceOf(file.className(u2()));
                case 194, 195 -> pop();
                default -> throw new EvaluationException(CHANGES);
            }
        }

        private void instanceOf(String className) {
            Node.TypeName type = new Node.TypeName(className, 0, 0);
            if (className.startsWith("[")) {
                throw new EvaluationException("it asks for the class of an array");
            }
            push(Arithmetic.bool(evaluator.types().isInstance(pop(), type)));
        }

        private Value staticField(ClassFile.Member member) {
            Value value = evaluator.statics().field(member.owner(), member.name());
            if (value == null) {
                throw new EvaluationException(
                        "the static field " + member.owner() + "." + member.name() + " is not in the dump");
            }
            return value;
        }

        private Value field(ClassFile.Member member) {
            Value owner = notNull(pop());
            if (!(owner instanceof Value.Reference reference)) {
                throw new EvaluationException("an object of the dump expected");
            }
            List<String> lineage = evaluator.types().lineage(owner);
            List<String> declaring = lineage.subList(Math.max(0, lineage.indexOf(member.owner())), lineage.size());
            for (String className : declaring) {
                for (ObjectModel.Field field : evaluator.views().model().fields(reference.id())) {
                    if (field.name().equals(member.name())
                            && field.declaringClass().equals(className)) {
                        return available(field.value());
                    }
                }
            }
            return available(evaluator.fields().of(owner, member.name()));
        }

        private Value available(Value value) {
            if (value instanceof Value.Unavailable unavailable) {
                throw new EvaluationException("a value is not available: " + unavailable.why());
            }
            return value;
        }

        private List<Value> arguments(String descriptor) {
            List<String> types = parameters(descriptor);
            List<Value> arguments = new ArrayList<>();
            for (int i = types.size() - 1; i >= 0; i--) {
                arguments.add(0, as(types.get(i), pop()));
            }
            return arguments;
        }

        private void invoke(int opcode) {
            ClassFile.Member member = file.member(u2());
            at += opcode == 185 ? 2 : 0;
            List<Value> arguments = arguments(member.descriptor());
            if (opcode == 184) {
                push(callStatic(member, arguments));
                return;
            }
            Value target = notNull(pop());
            if (target instanceof Value.Host host && host.object() instanceof Unmade unmade) {
                make(target, evaluator.statics().create(unmade.className, arguments));
                return;
            }
            if (result(member.descriptor()).equals("V")) {
                throw new EvaluationException(CHANGES);
            }
            push(call(target, member, arguments, opcode == 183));
        }

        /** The constructor's call makes all references to the unmade object ones to the made one. */
        private void make(Value unmade, Value made) {
            stack.replaceAll(value -> value == unmade ? made : value);
            for (int i = 0; i < locals.length; i++) {
                locals[i] = locals[i] == unmade ? made : locals[i];
            }
        }

        private void dynamic() {
            ClassFile.DynamicCall call = file.dynamicCall(u2());
            at += 2;
            ClassFile.Bootstrap bootstrap = file.bootstrap(call.bootstrap());
            List<Value> arguments = arguments(call.descriptor());
            switch (bootstrap.method().owner()) {
                case "java.lang.invoke.StringConcatFactory" -> push(concatenated(bootstrap, arguments));
                case "java.lang.invoke.LambdaMetafactory" -> push(lambda(bootstrap, arguments));
                default ->
                    throw new EvaluationException(
                            "its code is linked by " + bootstrap.method().owner());
            }
        }

        /** In the recipe the characters 1 and 2 stand for the next argument and the next constant. */
        private Value concatenated(ClassFile.Bootstrap bootstrap, List<Value> arguments) {
            Object recipe = bootstrap.arguments().length == 0
                    ? null
                    : file.literal(bootstrap.arguments()[0]);
            String pattern = recipe instanceof String text ? text : "\1".repeat(arguments.size());
            StringBuilder out = new StringBuilder();
            int argument = 0;
            int constant = 1;
            for (char c : pattern.toCharArray()) {
                if (c == '\1') {
                    out.append(evaluator.texts().of(arguments.get(argument++)));
                } else if (c == '\2') {
                    out.append(file.literal(bootstrap.arguments()[constant++]));
                } else {
                    out.append(c);
                }
            }
            return new Value.Text(Texts.bounded(out.toString()));
        }

        private Value lambda(ClassFile.Bootstrap bootstrap, List<Value> captured) {
            int handle = bootstrap.arguments()[1];
            ClassFile.Member body = file.handle(handle);
            boolean isStatic = file.handleKind(handle) == 6;
            return Lambda.value(given -> {
                List<Value> all = new ArrayList<>(captured);
                all.addAll(List.of(given));
                return isStatic
                        ? callStatic(body, all)
                        : call(notNull(all.get(0)), body, all.subList(1, all.size()), false);
            });
        }

        private Value callStatic(ClassFile.Member member, List<Value> arguments) {
            ClassFile owner = evaluator.program().find(member.owner());
            ClassFile.Code found = owner == null ? null : owner.method(member.name(), member.descriptor());
            return found == null
                    ? evaluator.statics().call(member.owner(), member.name(), arguments)
                    : PureCode.this.run(found, new Invocation(evaluator, Value.NULL, arguments));
        }

        private Value call(Value target, ClassFile.Member member, List<Value> arguments, boolean isSpecial) {
            ClassFile.Code found = find(target, member, isSpecial);
            return found == null
                    ? evaluator.call(target, member.name(), arguments)
                    : PureCode.this.run(found, new Invocation(evaluator, target, arguments));
        }

        private ClassFile.@Nullable Code find(Value target, ClassFile.Member member, boolean isSpecial) {
            List<String> lineage = evaluator.types().lineage(target);
            int from = isSpecial ? Math.max(0, lineage.indexOf(member.owner())) : 0;
            for (String className : lineage.subList(from, lineage.size())) {
                ClassFile.Code found = declared(className, member);
                if (found != null || ProgramClasses.isOfJdk(className)) {
                    return found;
                }
            }
            return null;
        }

        private ClassFile.@Nullable Code declared(String className, ClassFile.Member member) {
            ClassFile declaring = evaluator.program().find(className);
            ClassFile.Code found = declaring == null ? null : declaring.method(member.name(), member.descriptor());
            return found == null
                            || found.bytes().length == 0
                            || callsBootstrap(found, "java.lang.runtime.ObjectMethods")
                    ? null
                    : found;
        }
    }
}
