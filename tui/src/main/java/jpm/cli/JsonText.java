package jpm.cli;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON that is harmless on a terminal too. */
final class JsonText {
    private final StringBuilder text = new StringBuilder();

    private JsonText() {}

    /** On one line. */
    static String of(@Nullable Object value) {
        JsonText json = new JsonText();
        json.append(value);
        return json.text.toString();
    }

    private void append(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            appendObject(map);
        } else if (value instanceof Iterable<?> list && !(value instanceof java.nio.file.Path)) {
            appendArray(list);
        } else if (value == null || value instanceof Boolean || value instanceof Number number && isFinite(number)) {
            text.append(value);
        } else {
            appendString(value.toString());
        }
    }

    /** JSON has no other numbers; NaN and the infinities are written as texts. */
    private static boolean isFinite(Number number) {
        return Double.isFinite(number.doubleValue());
    }

    private void appendObject(Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> field : map.entrySet()) {
            text.append(separator);
            appendString(String.valueOf(field.getKey()));
            text.append(':');
            append(field.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void appendArray(Iterable<?> list) {
        text.append('[');
        for (Iterator<?> elements = list.iterator(); elements.hasNext(); ) {
            append(elements.next());
            text.append(elements.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private void appendString(String string) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c == '\n') {
                text.append("\\n");
            } else if (c < ' ' || Plain.isUnwanted(c) || Plain.isLoneSurrogate(string, i)) {
                Plain.appendUnicode(text, c);
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
