package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The instructions of one call that go through its class's constants: literals, fields, classes and calls of other methods. */
final class MemberAccess {
    private static final int INVOKE_STATIC_HANDLE = 6;

    private final PureCode calls;
    private final Evaluator evaluator;
    private final CodeFrame frame;
    private final ClassFile file;

    MemberAccess(PureCode calls, Evaluator evaluator, CodeFrame frame) {
        this.calls = calls;
        this.evaluator = evaluator;
        this.frame = frame;
        this.file = frame.code().owner();
    }

    /** Stands for an object between {@code new} and the call of its constructor. */
    private record Unmade(String className, Object identity) {}

    void literal(int index) {
        Object literal = file.literal(index);
        Value primitive = literal == null ? null : HostCalls.primitive(literal);
        if (primitive != null) {
            frame.push(primitive);
        } else if (literal instanceof String text) {
            frame.push(new Value.Text(text));
        } else {
            frame.push(Made.classNamed(sourceName(file.className(index))));
        }
    }

    private static String sourceName(String className) {
        return className.startsWith("[") ? "java.lang.Object[]" : className;
    }

    void instanceOf() {
        String className = file.className(frame.u2());
        if (className.startsWith("[")) {
            throw new EvaluationException("it asks for the class of an array");
        }
        frame.push(Arithmetic.bool(evaluator.types().isInstance(frame.pop(), new Node.TypeName(className, 0, 0))));
    }

    void getStatic() {
        ClassFile.Member member = file.member(frame.u2());
        Value value = evaluator.statics().field(member.owner(), member.name());
        if (value == null) {
            throw new EvaluationException(
                    "the static field " + member.owner() + "." + member.name() + " is not in the dump");
        }
        frame.push(value);
    }

    void getField() {
        ClassFile.Member member = file.member(frame.u2());
        Value owner = frame.popObject();
        if (!(owner instanceof Value.Reference reference)) {
            throw new EvaluationException("an object of the dump expected");
        }
        Value declared = declaredField(reference, member);
        frame.push(CodeFrame.available(declared == null ? evaluator.fields().of(owner, member.name()) : declared));
    }

    private @Nullable Value declaredField(Value.Reference owner, ClassFile.Member member) {
        List<String> lineage = evaluator.types().lineage(owner);
        List<String> declaring = lineage.subList(Math.max(0, lineage.indexOf(member.owner())), lineage.size());
        for (String className : declaring) {
            for (ObjectModel.Field field : evaluator.views().model().fields(owner.id())) {
                if (field.name().equals(member.name()) && field.declaringClass().equals(className)) {
                    return field.value();
                }
            }
        }
        return null;
    }

    void create() {
        frame.push(new Value.Host(new Unmade(file.className(frame.u2()), new Object())));
    }

    void invoke(int opcode) {
        ClassFile.Member member = file.member(frame.u2());
        frame.skip(opcode == Opcodes.INVOKEINTERFACE ? 2 : 0);
        MethodDescriptor type = MethodDescriptor.of(member.descriptor());
        List<Value> arguments = frame.popArguments(type);
        if (opcode == Opcodes.INVOKESTATIC) {
            frame.push(callStatic(member, arguments));
            return;
        }
        Value target = frame.popObject();
        if (target instanceof Value.Host host && host.object() instanceof Unmade unmade) {
            // The constructor's call makes all references to the unmade object ones to the made one.
            frame.replace(target, evaluator.statics().create(unmade.className, arguments));
            return;
        }
        if (type.isVoid()) {
            throw new EvaluationException(Interpreter.CHANGES);
        }
        frame.push(call(target, member, arguments, opcode == Opcodes.INVOKESPECIAL));
    }

    void invokeDynamic() {
        ClassFile.DynamicCall call = file.dynamicCall(frame.u2());
        frame.skip(2);
        ClassFile.Bootstrap bootstrap = file.bootstrap(call.bootstrap());
        List<Value> arguments = frame.popArguments(MethodDescriptor.of(call.descriptor()));
        switch (bootstrap.method().owner()) {
            case "java.lang.invoke.StringConcatFactory" -> frame.push(concatenated(bootstrap, arguments));
            case "java.lang.invoke.LambdaMetafactory" -> frame.push(lambda(bootstrap, arguments));
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
        boolean isStatic = file.handleKind(handle) == INVOKE_STATIC_HANDLE;
        return Lambda.value(given -> {
            List<Value> all = new ArrayList<>(captured);
            all.addAll(List.of(given));
            return isStatic
                    ? callStatic(body, all)
                    : call(frame.notNull(all.get(0)), body, all.subList(1, all.size()), false);
        });
    }

    private Value callStatic(ClassFile.Member member, List<Value> arguments) {
        ClassFile owner = evaluator.program().find(member.owner());
        ClassFile.Code found = owner == null ? null : owner.method(member.name(), member.descriptor());
        return found == null
                ? evaluator.statics().call(member.owner(), member.name(), arguments)
                : calls.run(found, new Invocation(evaluator, Value.NULL, arguments));
    }

    private Value call(Value target, ClassFile.Member member, List<Value> arguments, boolean isSpecial) {
        ClassFile.Code found = find(target, member, isSpecial);
        return found == null
                ? evaluator.call(target, member.name(), arguments)
                : calls.run(found, new Invocation(evaluator, target, arguments));
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
        return found == null || found.bytes().length == 0 || found.isGenerated() ? null : found;
    }
}
