package jpm.cli;

import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes maps, lists, texts, numbers and truth values as JSON that is harmless on a terminal too. */
final class JsonText {
    private static final int MAX_PIECE_CHARS = 1 << 14;

    private final StringBuilder text = new StringBuilder();
    private final @Nullable Consumer<String> pieces;

    /** @param pieces gets the text in pieces, null where it is taken as a whole */
    private JsonText(@Nullable Consumer<String> pieces) {
        this.pieces = pieces;
    }

    /** On one line. */
    static String of(@Nullable Object value) {
        JsonText json = new JsonText(null);
        json.append(value);
        return json.text.toString();
    }

    /** The same piece by piece: lists may be longer than memory holds. */
    static void write(@Nullable Object value, Consumer<String> pieces) {
        JsonText json = new JsonText(pieces);
        json.append(value);
        pieces.accept(json.text.toString());
    }

    private void passOn() {
        if (pieces != null && text.length() > MAX_PIECE_CHARS) {
            pieces.accept(text.toString());
            text.setLength(0);
        }
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
            passOn();
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
