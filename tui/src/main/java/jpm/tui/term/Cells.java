package jpm.tui.term;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * How text fills the cells of a terminal: which characters take two, none, or must not reach it at all.
 *
 * <p>A <em>cluster</em> is a character with the combining marks that follow it; it is never torn apart.
 */
public final class Cells {
    private static final int MOST_MARKS = 4;

    /** First and last code points of what Unicode calls wide, full-width, or presented as emoji. */
    private static final int[] WIDE_RANGES = {
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA,
        0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55,
        0x2E80, 0x303E, 0x3041, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
        0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18CFF, 0x1AFF0, 0x1B2FF, 0x1F004, 0x1F004, 0x1F0CF,
        0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C, 0x1F37E,
        0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E, 0x1F440,
        0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A, 0x1F595,
        0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2, 0x1F6D5,
        0x1F6D7, 0x1F6DC, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F7F0, 0x1F7F0, 0x1F90C,
        0x1F93A, 0x1F93C, 0x1F945, 0x1F947, 0x1F9FF, 0x1FA70, 0x1FAFF, 0x20000, 0x2FFFD, 0x30000, 0x3FFFD
    };

    /** First and last code points that every terminal shows in one cell, whatever its locale and font. */
    private static final int[] CERTAIN_RANGES = {
        0x20, 0x7E, 0xA1, 0x17F, 0x370, 0x52F, 0x2010, 0x2027, 0x2190, 0x21FF, 0x2500, 0x25FC
    };

    private Cells() {}

    /** The cells that printable text takes. */
    public static int width(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            width += width(codePoint);
            at += Character.charCount(codePoint);
        }
        return width;
    }

    /** The cells of a character: 0 for a combining mark, 2 for a wide one, else 1. */
    static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        return isMark(codePoint) ? 0 : isIn(WIDE_RANGES, codePoint) ? 2 : 1;
    }

    /** Whether all terminals agree how many cells the character takes. */
    static boolean isCertain(int codePoint) {
        return isIn(CERTAIN_RANGES, codePoint);
    }

    /** Where the cluster that starts at {@code at} ends. */
    static int clusterEnd(String text, int at) {
        int end = at + Character.charCount(text.codePointAt(at));
        while (end < text.length() && isMark(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** The longest beginning that fits into {@code cells}. */
    static String takeCells(String text, int cells) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int width = width(text.codePointAt(at));
            if (used + width > cells) {
                break;
            }
            used += width;
            at = clusterEnd(text, at);
        }
        return text.substring(0, at);
    }

    /** What is left after {@code cells}; half a wide character becomes a blank. */
    static String dropCells(String text, int cells) {
        int dropped = 0;
        int at = 0;
        while (at < text.length() && dropped < cells) {
            dropped += width(text.codePointAt(at));
            at = clusterEnd(text, at);
        }
        return " ".repeat(Math.max(0, dropped - cells)) + text.substring(at);
    }

    /**
     * The text with everything that could move the cursor, ring, reorder or hide made visible: control and format characters,
     * line separators, unassigned code points, lone surrogates and stray combining marks as Java escapes.
     */
    public static String printable(String text) {
        int clean = cleanPrefix(text);
        return clean == text.length() ? text : text.substring(0, clean) + escaped(text, clean);
    }

    private static int cleanPrefix(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) < 0x7F) {
            at++;
        }
        return at;
    }

    private static String escaped(String text, int from) {
        StringBuilder out = new StringBuilder(text.length() - from + 16);
        int marks = from == 0 ? MOST_MARKS : 0;
        for (int at = from; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            boolean mark = isMark(codePoint);
            marks = mark ? marks + 1 : 0;
            if (mark ? marks > MOST_MARKS : isUnprintable(codePoint)) {
                escape(text, at, Character.charCount(codePoint), out);
            } else {
                out.appendCodePoint(codePoint);
            }
            at += Character.charCount(codePoint);
        }
        return out.toString();
    }

    private static void escape(String text, int at, int chars, StringBuilder out) {
        for (int i = at; i < at + chars; i++) {
            switch (text.charAt(i)) {
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> out.append("\\u").append(HexFormat.of().toHexDigits(text.charAt(i)));
            }
        }
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        boolean jamoFinal = codePoint >= 0x1160 && codePoint <= 0x11FF;
        return jamoFinal
                || ((type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK)
                        && !isVariation(codePoint));
    }

    private static boolean isVariation(int codePoint) {
        return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> isVariation(codePoint);
        };
    }

    private static boolean isIn(int[] ranges, int codePoint) {
        int found = Arrays.binarySearch(ranges, codePoint);
        return found >= 0 || (-found - 1) % 2 == 1;
    }
}
