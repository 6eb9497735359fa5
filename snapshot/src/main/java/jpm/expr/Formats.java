package jpm.expr;

import java.util.ArrayList;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code String.format}, in the language that the dead program would have used. */
final class Formats {
    private static final Pattern WIDTH = Pattern.compile("\\d+");
    private static final int MAX_WIDTH = 1000;

    private Formats() {}

    /** The text of a format with its arguments; a single array is taken for the list of them. */
    static Value format(Invocation call, String format, List<Value> arguments) {
        requireNarrow(format);
        @Nullable Object[] objects = arguments(call, arguments);
        try {
            return new Value.Text(Texts.bounded(String.format(locale(call), format, objects)));
        } catch (IllegalFormatException e) {
            throw new EvaluationException(e.toString());
        }
    }

    private static void requireNarrow(String format) {
        Matcher width = WIDTH.matcher(format);
        while (width.find()) {
            if (width.group().length() > 4 || Integer.parseInt(width.group()) > MAX_WIDTH) {
                throw new EvaluationException("a field of " + width.group() + " characters is too wide");
            }
        }
    }

    private static @Nullable Object[] arguments(Invocation call, List<Value> arguments) {
        List<@Nullable Object> objects = new ArrayList<>();
        for (Value argument : arguments) {
            Object host = call.evaluator().equality().isByValueOrNull(argument)
                    ? call.views().host(argument)
                    : (Object) call.texts().of(argument);
            objects.add(
                    argument instanceof Value.Null
                            ? null
                            : host == null ? call.texts().of(argument) : host);
        }
        return objects.toArray();
    }

    /** The default locale of the dumped JVM, as far as the dump tells. */
    static Locale locale(Invocation call) {
        List<ObjectModel.Field> statics = call.views().model().statics("java.util.Locale");
        if (statics != null) {
            for (ObjectModel.Field field : statics) {
                if (field.name().equals("defaultLocale") && call.views().host(field.value()) instanceof Locale locale) {
                    return locale;
                }
            }
        }
        return Locale.ROOT;
    }
}
