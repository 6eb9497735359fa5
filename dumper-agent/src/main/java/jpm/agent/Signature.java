package jpm.agent;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The fingerprint of a failure: equal for the same failure in every run.
 *
 * <p>It is made of the class of the exception with which the chain began and the application's methods on its stack, each once and
 * innermost first: so it depends neither on messages, line numbers, lambda numbers and threads, nor on how deep a recursion went.
 * Of a stack overflow, only methods that occur repeatedly count, in alphabetical order, because where it strikes is chance.
 */
public final class Signature {
    private static final int DIGITS = 16;
    private static final int REPEATED = 3;

    private Signature() {}

    /**
     * The signature as 16 lower-case hex digits.
     *
     * @param exceptionClass the innermost exception's class
     * @param stack its stack, innermost first
     * @param isApplication whether a class of that name is the application's; where no frame's is, all frames count
     */
    public static String of(String exceptionClass, StackTraceElement[] stack, Predicate<String> isApplication) {
        Set<String> methods = exceptionClass.equals("java.lang.StackOverflowError")
                ? recursiveMethods(stack, isApplication)
                : distinctMethods(stack, isApplication);
        StringBuilder text = new StringBuilder(exceptionClass);
        for (String method : methods) {
            text.append('\n').append(method);
        }
        return hex(Sha256.first8Bytes(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static Set<String> distinctMethods(StackTraceElement[] stack, Predicate<String> isApplication) {
        Set<String> methods = new LinkedHashSet<>();
        for (StackTraceElement frame : stack) {
            if (isApplication.test(frame.getClassName())) {
                methods.add(method(frame));
            }
        }
        if (methods.isEmpty()) {
            for (StackTraceElement frame : stack) {
                methods.add(method(frame));
            }
        }
        return methods;
    }

    private static Set<String> recursiveMethods(StackTraceElement[] stack, Predicate<String> isApplication) {
        Map<String, Integer> counts = new HashMap<>();
        for (StackTraceElement frame : stack) {
            if (isApplication.test(frame.getClassName())) {
                String method = method(frame);
                counts.put(method, counts.getOrDefault(method, 0) + 1);
            }
        }
        Set<String> methods = new TreeSet<>();
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (count.getValue() >= REPEATED) {
                methods.add(count.getKey());
            }
        }
        return methods;
    }

    private static String method(StackTraceElement frame) {
        return withoutHiddenSuffix(frame.getClassName()) + "." + withoutLambdaNumber(frame.getMethodName());
    }

    /** {@code Shop$$Lambda/0x00007f00a8} and {@code Shop$$Lambda$14/0x…} become {@code Shop$$Lambda}. */
    static String withoutHiddenSuffix(String className) {
        int slash = className.indexOf('/');
        String name = slash < 0 ? className : className.substring(0, slash);
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda + "$$Lambda".length());
    }

    /** {@code lambda$main$3} becomes {@code lambda$main}. */
    static String withoutLambdaNumber(String methodName) {
        int dollar = methodName.lastIndexOf('$');
        if (!methodName.startsWith("lambda$") || dollar <= "lambda$".length()) {
            return methodName;
        }
        for (int i = dollar + 1; i < methodName.length(); i++) {
            if (!Character.isDigit(methodName.charAt(i))) {
                return methodName;
            }
        }
        return methodName.substring(0, dollar);
    }

    private static String hex(long bits) {
        StringBuilder digits = new StringBuilder(DIGITS);
        for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
            digits.append(Character.forDigit((int) (bits >>> shift) & 0xf, 16));
        }
        return digits.toString();
    }
}
