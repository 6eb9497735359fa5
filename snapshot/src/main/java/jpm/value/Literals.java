package jpm.value;

/**
 * Primitives and strings as Java source writes them: {@code 5}, {@code 5L}, {@code 1.5f}, {@code 1.5}, {@code 'a'}, {@code "a\n"}.
 * Bytes and shorts, which have no literals of their own, and the numbers that are none ({@code NaN}, {@code -Infinity}) stand bare.
 */
public final class Literals {
    private static final int FIRST_PRINTABLE = 0x20;

    private Literals() {}

    /** A primitive. */
    public static String of(Value.Primitive value) {
        long bits = value.bits();
        return switch (value.type()) {
            case BOOLEAN -> Boolean.toString(bits != 0);
            case CHAR -> quoted((char) bits);
            case FLOAT -> ofFloat(Float.intBitsToFloat((int) bits));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(bits));
            case LONG -> bits + "L";
            case BYTE, SHORT, INT -> Long.toString(bits);
        };
    }

    private static String ofFloat(float value) {
        return Float.isFinite(value) ? value + "f" : Float.toString(value);
    }

    private static String quoted(char c) {
        StringBuilder out = new StringBuilder("'");
        append(out, c, '\'', Character.isSurrogate(c));
        return out.append('\'').toString();
    }

    /** A string in double quotes. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            appendEscaped(out, text, i);
        }
        return out.append('"').toString();
    }

    /** Appends the char at that index of a string's content, escaped where it would not show as what it is. */
    static void appendEscaped(StringBuilder out, String text, int index) {
        append(out, text.charAt(index), '"', isLoneSurrogate(text, index));
    }

    /** Appends the char at that index of a text that is no literal: as it is, unless it would disturb the text around it. */
    static void appendCleaned(StringBuilder out, String text, int index) {
        char c = text.charAt(index);
        if (misleads(c) || isLoneSurrogate(text, index)) {
            append(out, c, '"', true);
        } else {
            out.append(c);
        }
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }

    private static void append(StringBuilder out, char c, char quote, boolean loneSurrogate) {
        int simple = "\n\t\r\b\f\\".indexOf(c);
        if (simple >= 0) {
            out.append('\\').append("ntrbf\\".charAt(simple));
        } else if (c == quote) {
            out.append('\\').append(c);
        } else if (loneSurrogate || misleads(c)) {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }

    /** Control characters, those that change how the text around them is shown, and those that are none. */
    private static boolean misleads(char c) {
        return c < FIRST_PRINTABLE
                || Character.getType(c) == Character.UNASSIGNED
                || Character.getType(c) == Character.CONTROL
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
