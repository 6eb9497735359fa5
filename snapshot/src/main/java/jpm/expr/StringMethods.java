package jpm.expr;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import jpm.value.Value;

/** Methods of strings, by name and number of arguments. */
final class StringMethods {
    static final Map<String, Method> METHODS = methods();

    private static final int MAX_CHARS = 1 << 20;

    private StringMethods() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("length/0", call -> Arithmetic.ofInt(call.string().length()));
        methods.put("isEmpty/0", call -> Arithmetic.bool(call.string().isEmpty()));
        methods.put("isBlank/0", call -> Arithmetic.bool(call.string().isBlank()));
        methods.put("hashCode/0", call -> Arithmetic.ofInt(call.string().hashCode()));
        methods.put("charAt/1", call -> Arithmetic.ofChar(call.string().charAt(call.intArgument(0))));
        methods.put("codePointAt/1", call -> Arithmetic.ofInt(call.string().codePointAt(call.intArgument(0))));
        methods.put("substring/1", call -> new Value.Text(call.string().substring(call.intArgument(0))));
        methods.put(
                "substring/2",
                call -> new Value.Text(call.string().substring(call.intArgument(0), call.intArgument(1))));
        methods.put("indexOf/1", call -> Arithmetic.ofInt(call.string().indexOf(call.textArgument(0))));
        methods.put(
                "indexOf/2",
                call -> Arithmetic.ofInt(call.string().indexOf(call.textArgument(0), call.intArgument(1))));
        methods.put("lastIndexOf/1", call -> Arithmetic.ofInt(call.string().lastIndexOf(call.textArgument(0))));
        methods.put("contains/1", call -> Arithmetic.bool(call.string().contains(call.textArgument(0))));
        methods.put("startsWith/1", call -> Arithmetic.bool(call.string().startsWith(call.textArgument(0))));
        methods.put("endsWith/1", call -> Arithmetic.bool(call.string().endsWith(call.textArgument(0))));
        methods.put("compareTo/1", call -> Arithmetic.ofInt(call.string().compareTo(call.textArgument(0))));
        methods.put("equalsIgnoreCase/1", call -> Arithmetic.bool(equalsIgnoreCase(call)));
        methods.put("concat/1", call -> new Value.Text(call.string() + call.textArgument(0)));
        methods.put(
                "replace/2",
                call -> new Value.Text(bounded(call.string().replace(call.textArgument(0), call.textArgument(1)))));
        methods.put("repeat/1", StringMethods::repeat);
        text(methods, "trim/0", String::trim);
        text(methods, "strip/0", String::strip);
        text(methods, "stripLeading/0", String::stripLeading);
        text(methods, "stripTrailing/0", String::stripTrailing);
        text(methods, "toUpperCase/0", string -> string.toUpperCase(Locale.ROOT));
        text(methods, "toLowerCase/0", string -> string.toLowerCase(Locale.ROOT));
        text(methods, "intern/0", string -> string);
        return Map.copyOf(methods);
    }

    private static void text(Map<String, Method> methods, String name, Function<String, String> change) {
        methods.put(name, call -> new Value.Text(change.apply(call.string())));
    }

    private static boolean equalsIgnoreCase(Invocation call) {
        String other = call.texts().string(call.argument(0));
        return other != null && call.string().equalsIgnoreCase(other);
    }

    private static Value repeat(Invocation call) {
        long length = (long) call.string().length() * call.intArgument(0);
        if (length > MAX_CHARS) {
            throw new EvaluationException("a text of " + length + " chars is too long");
        }
        return new Value.Text(call.string().repeat(call.intArgument(0)));
    }

    private static String bounded(String text) {
        if (text.length() > MAX_CHARS) {
            throw new EvaluationException("a text of " + text.length() + " chars is too long");
        }
        return text;
    }
}
