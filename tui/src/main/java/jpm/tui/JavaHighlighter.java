package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/**
 * Java source as styled lines. Works line by line and carries over only whether a block comment or a text block is open, so
 * it never fails on source that does not compile.
 */
final class JavaHighlighter {
    private static final int TAB_WIDTH = 4;
    private static final String TEXT_BLOCK = "\"\"\"";
    private static final Set<String> KEYWORDS = Set.of(
            "abstract assert boolean break byte case catch char class const continue default do double else enum extends false final finally float for goto if implements import instanceof int interface long native new non-sealed null package permits private protected public record return sealed short static strictfp super switch synchronized this throw throws transient true try var void volatile when while yield"
                    .split(" "));

    private Carry carry = Carry.CODE;
    private String line = "";
    private int at;
    private StyledLine.Builder out = StyledLine.builder();

    private JavaHighlighter() {}

    /** The lines of a file from its beginning. */
    static List<StyledLine> highlight(List<String> lines) {
        JavaHighlighter highlighter = new JavaHighlighter();
        List<StyledLine> styled = new ArrayList<>(lines.size());
        lines.forEach(line -> styled.add(highlighter.style(expandTabs(line))));
        return styled;
    }

    /** Tabs as blanks up to the next tab stop. */
    static String expandTabs(String line) {
        if (line.indexOf('\t') < 0) {
            return line;
        }
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\t') {
                expanded.append(" ".repeat(TAB_WIDTH - expanded.length() % TAB_WIDTH));
            } else {
                expanded.append(line.charAt(i));
            }
        }
        return expanded.toString();
    }

    private StyledLine style(String text) {
        line = text;
        at = 0;
        out = StyledLine.builder();
        while (at < line.length()) {
            switch (carry) {
                case COMMENT -> closeAfter("*/", Style.COMMENT, at);
                case TEXT_BLOCK -> closeAfter(TEXT_BLOCK, Style.STRING, at);
                case CODE -> token();
            }
        }
        return out.build();
    }

    private void token() {
        char c = line.charAt(at);
        if (line.startsWith("//", at)) {
            emit(line.length(), Style.COMMENT);
        } else if (line.startsWith("/*", at)) {
            carry = Carry.COMMENT;
            closeAfter("*/", Style.COMMENT, at + 2);
        } else if (line.startsWith(TEXT_BLOCK, at)) {
            carry = Carry.TEXT_BLOCK;
            closeAfter(TEXT_BLOCK, Style.STRING, at + TEXT_BLOCK.length());
        } else if (c == '"' || c == '\'') {
            emit(quotedEnd(c), Style.STRING);
        } else if (c == '@') {
            emit(wordEnd(at + 1), Style.ANNOTATION);
        } else if (Character.isDigit(c)) {
            emit(numberEnd(), Style.NUMBER);
        } else if (Character.isJavaIdentifierStart(c)) {
            word();
        } else {
            emit(at + Character.charCount(line.codePointAt(at)), Style.TEXT);
        }
    }

    /** Ends the open comment or text block where its closing stands on this line. */
    private void closeAfter(String closing, Style style, int from) {
        int found = line.indexOf(closing, from);
        if (found >= 0) {
            carry = Carry.CODE;
        }
        emit(found < 0 ? line.length() : found + closing.length(), style);
    }

    private int quotedEnd(char quote) {
        int end = at + 1;
        while (end < line.length() && line.charAt(end) != quote) {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, line.length());
    }

    private int numberEnd() {
        int end = at;
        while (end < line.length()
                && (Character.isLetterOrDigit(line.charAt(end)) || "._".indexOf(line.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private void word() {
        int end = wordEnd(at);
        String word = line.substring(at, end);
        emit(end, KEYWORDS.contains(word) ? Style.KEYWORD : Style.TEXT);
    }

    private void emit(int end, Style style) {
        out.add(line.substring(at, end), style);
        at = end;
    }

    private enum Carry {
        CODE,
        COMMENT,
        TEXT_BLOCK
    }
}
