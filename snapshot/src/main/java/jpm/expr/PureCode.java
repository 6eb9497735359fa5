package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.Value;

/**
 * Runs a method of the program by its bytecode over the objects of the dump. Whatever would change something (a store into a field or an array, a
 * method without result) or could not be known is refused; objects can be made only of the JDK's values.
 */
final class PureCode {
    private static final int MAX_CALLS = 64;

    private final Evaluator evaluator;

    PureCode(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Calls a method of the program; {@link EvaluationException} says what keeps it from being run. */
    Value run(ClassFile.Code code, Invocation call) {
        List<Value> arguments = new ArrayList<>();
        if (!code.isStatic()) {
            arguments.add(call.target());
        }
        MethodDescriptor type = MethodDescriptor.of(code.descriptor());
        for (int i = 0; i < type.parameters().size(); i++) {
            arguments.add(type.argument(i, call.argument(i)));
        }
        return run(code, arguments);
    }

    private Value run(ClassFile.Code code, List<Value> arguments) {
        evaluator.enterCall(MAX_CALLS);
        try {
            CodeFrame frame = new CodeFrame(code, arguments);
            return new Interpreter(evaluator, frame, new MemberAccess(this, evaluator, frame)).run();
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
}
