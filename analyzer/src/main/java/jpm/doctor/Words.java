package jpm.doctor;

import java.util.ArrayList;
import java.util.List;

/** Splits text into words as the java launcher does with its argument files and environment variables. */
final class Words {
    private final String text;
    private final boolean isFile;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private char quote;
    private boolean isOpen;

    private Words(String text, boolean isFile) {
        this.text = text;
        this.isFile = isFile;
    }

    /** Of a variable, in which a backslash stands for itself. */
    static List<String> ofVariable(String text) {
        return new Words(text, false).split();
    }

    /** Of an argument file, which may have comments, and in quotes a backslash before a character. */
    static List<String> ofFile(String text) {
        return new Words(text, true).split();
    }

    private List<String> split() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isFile && c == '#' && quote == 0 && !isOpen) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (isFile && c == '\\' && quote != 0 && i + 1 < text.length()) {
                word.append(text.charAt(++i));
            } else {
                take(c);
            }
        }
        end();
        return words;
    }

    private void take(char c) {
        if (quote != 0 && c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
            isOpen = true;
        } else if (quote == 0 && Character.isWhitespace(c)) {
            end();
        } else {
            word.append(c);
            isOpen = true;
        }
    }

    private void end() {
        if (isOpen) {
            words.add(word.toString());
            word.setLength(0);
            isOpen = false;
        }
    }
}
