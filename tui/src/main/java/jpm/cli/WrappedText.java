package jpm.cli;

import java.util.List;

/** Sentences broken into lines. */
final class WrappedText {
    private static final int WIDTH = 100;

    private WrappedText() {}

    /** Breaks a text at blanks; later lines are indented as far as the first one's beginning is wide. */
    static void add(List<String> lines, String begin, String text) {
        StringBuilder line = new StringBuilder(begin);
        boolean isFirst = true;
        for (String word : text.split(" ", -1)) {
            if (!isFirst && Plain.width(line + " " + word) > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(begin.length()));
                isFirst = true;
            }
            line.append(isFirst ? "" : " ").append(word);
            isFirst = false;
        }
        lines.add(line.toString());
    }
}
