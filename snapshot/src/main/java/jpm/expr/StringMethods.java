package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import jpm.value.Value;

/** Methods of strings, by name and number of arguments. */
final class StringMethods {
    static final Map<String, Method> METHODS = methods();

    private static final long MAX_REPLACED_CHARS = 64L << 20;

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
        methods.put("concat/1", call -> new Value.Text(Texts.bounded(call.string() + call.textArgument(0))));
        methods.put("matches/1", call -> Arithmetic.bool(matcher(call).matches()));
        methods.put(
                "replaceAll/2",
                call -> new Value.Text(Texts.bounded(matcher(call).replaceAll(call.textArgument(1)))));
        methods.put(
                "replaceFirst/2",
                call -> new Value.Text(Texts.bounded(matcher(call).replaceFirst(call.textArgument(1)))));
        methods.put("split/1", call -> split(call, 0));
        methods.put("split/2", call -> split(call, call.intArgument(1)));
        methods.put("formatted/*", call -> Formats.format(call, call.string(), call.arguments()));
        methods.put(
                "compareToIgnoreCase/1",
                call -> Arithmetic.ofInt(call.string().compareToIgnoreCase(call.textArgument(0))));
        methods.put("replace/2", call -> new Value.Text(replaced(call)));
        methods.put("repeat/1", StringMethods::repeat);
        text(methods, "trim/0", String::trim);
        text(methods, "strip/0", String::strip);
        text(methods, "stripLeading/0", String::stripLeading);
        text(methods, "stripTrailing/0", String::stripTrailing);
        methods.put("toUpperCase/0", call -> new Value.Text(call.string().toUpperCase(Formats.locale(call))));
        methods.put("toLowerCase/0", call -> new Value.Text(call.string().toLowerCase(Formats.locale(call))));
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
        int count = call.intArgument(0);
        if (count < 0) {
            throw new EvaluationException("java.lang.IllegalArgumentException: count is negative: " + count);
        }
        long length = (long) call.string().length() * count;
        if (length > Texts.MAX_MADE_CHARS) {
            throw new EvaluationException("a text of " + length + " chars is too long");
        }
        return new Value.Text(call.string().repeat(count));
    }

    /** Each character could be replaced by the longest text. */
    private static String replaced(Invocation call) {
        String text = call.string();
        String replacement = call.textArgument(1);
        if ((text.length() + 1L) * (replacement.length() + 1L) > MAX_REPLACED_CHARS) {
            throw new EvaluationException("replace() of texts that long is not called");
        }
        return text.replace(call.textArgument(0), replacement);
    }

    /** A matcher of the first argument over the string, which gives up before it searches for minutes. */
    private static Matcher matcher(Invocation call) {
        try {
            return Pattern.compile(call.textArgument(0))
                    .matcher(new CountedText(call.string(), call.evaluator().budget()));
        } catch (PatternSyntaxException e) {
            throw new EvaluationException("java.util.regex.PatternSyntaxException: " + e.getDescription());
        }
    }

    private static Value split(Invocation call, int limit) {
        List<Value> parts = new ArrayList<>();
        Pattern pattern = matcher(call).pattern();
        for (String part :
                pattern.split(new CountedText(call.string(), call.evaluator().budget()), limit)) {
            parts.add(new Value.Text(part));
        }
        return Made.array("java.lang.String", parts);
    }

    /** Characters that count how often they are looked at. */
    private record CountedText(String text, Budget budget) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            budget.step();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
