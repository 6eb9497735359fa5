package jpm.tui.term;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;

/** The characters that a terminal's charset has; others are shown by one of them for each of their cells. */
final class Repertoire {
    private static final Map<Integer, String> STAND_INS =
            Map.of((int) '─', "-", (int) '│', "|", (int) '▸', "+", (int) '▾', "-", (int) '…', "~", (int) '·', "-");
    private final CharsetEncoder encoder;

    Repertoire(Charset charset) {
        encoder = charset.newEncoder();
    }

    /** The text, as wide as before, with nothing in it that cannot be encoded. */
    String limit(String text) {
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder limited = new StringBuilder();
        text.codePoints().forEach(codePoint -> limited.append(limit(codePoint)));
        return limited.toString();
    }

    private String limit(int codePoint) {
        String whole = Character.toString(codePoint);
        return encoder.canEncode(whole) ? whole : STAND_INS.getOrDefault(codePoint, "?".repeat(Cells.width(codePoint)));
    }
}
