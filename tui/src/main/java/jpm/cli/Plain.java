package jpm.cli;

/** Makes text from a dead program harmless for a terminal: what would move the cursor, change colours or reorder text is written out. */
final class Plain {
    private Plain() {}

    /** The text on one line. */
    static String line(String text) {
        return harmless(text, false);
    }

    /** The text with its line breaks and tabs; all other control characters are written out. */
    static String lines(String text) {
        return harmless(text.replace("\r\n", "\n"), true);
    }

    /** One line of at most so many characters, cut with an ellipsis. */
    static String line(String text, int maxChars) {
        String line = line(text.length() > 2 * maxChars ? text.substring(0, 2 * maxChars) : text);
        if (line.codePointCount(0, line.length()) <= maxChars) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, maxChars - 1)) + "…";
    }

    private static String harmless(String text, boolean keepLines) {
        int i = 0;
        while (i < text.length() && isHarmless(text, i, keepLines)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder written = new StringBuilder(text.length() + 16).append(text, 0, i);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(text, i, keepLines)) {
                written.append(c);
            } else {
                appendEscaped(written, c);
            }
        }
        return written.toString();
    }

    private static boolean isHarmless(String text, int i, boolean keepLines) {
        char c = text.charAt(i);
        if (keepLines && (c == '\n' || c == '\t')) {
            return true;
        }
        return c >= ' ' && !isUnwanted(c) && !isLoneSurrogate(text, i);
    }

    /** DEL, C1 controls, marks and overrides of writing direction, line and paragraph separators. */
    static boolean isUnwanted(char c) {
        return c >= 0x7f && c <= 0x9f
                || c >= 0x200e && c <= 0x200f
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2066 && c <= 0x2069
                || c == 0xfeff;
    }

    static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    private static void appendEscaped(StringBuilder to, char c) {
        switch (c) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> appendUnicode(to, c);
        }
    }

    static void appendUnicode(StringBuilder to, char c) {
        to.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            to.append(Character.forDigit(c >> shift & 15, 16));
        }
    }

    /** Columns that the text takes on a terminal. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            width += c < 0x300 ? 1 : width(c);
            i += Character.charCount(c);
        }
        return width;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = c >= 0x1100 && c <= 0x115f
                || c >= 0x2e80 && c <= 0xa4cf
                || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xf900 && c <= 0xfaff
                || c >= 0xfe30 && c <= 0xfe6f
                || c >= 0xff00 && c <= 0xff60
                || c >= 0xffe0 && c <= 0xffe6
                || c >= 0x1f300 && c <= 0x1faff
                || c >= 0x20000 && c <= 0x3fffd;
        return wide ? 2 : 1;
    }
}
