package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** What the commands printed, the latest last; long lines are wrapped. */
final class OutputPane extends TextPane {
    private static final int MOST_LINES = 20_000;
    private final List<StyledLine> lines = new ArrayList<>();
    private final List<StyledLine> wrapped = new ArrayList<>();
    private int wrapColumns = 80;

    OutputPane() {
        super("Output");
    }

    /** Adds a command and what it printed, and scrolls so that the command is the first row. */
    void append(String command, String text, boolean failed) {
        int first = wrapped.size();
        if (!command.isEmpty()) {
            add(StyledLine.builder()
                    .add("(jpm) ", Style.PROMPT)
                    .add(command, Style.HEADER)
                    .build());
        }
        text.stripTrailing()
                .lines()
                .map(JavaHighlighter::expandTabs)
                .forEach(line -> add(StyledLine.of(line, failed ? Style.ERROR : Style.TEXT)));
        dropOldest();
        scrollToTop(Math.min(first, wrapped.size() - 1));
    }

    private void add(StyledLine line) {
        lines.add(line);
        wrapped.addAll(line.wrap(wrapColumns));
    }

    private void dropOldest() {
        if (lines.size() > MOST_LINES) {
            lines.subList(0, lines.size() - MOST_LINES / 2).clear();
            wrap(wrapColumns);
        }
    }

    /** The number of the unwrapped line that a row is a part of. */
    private int lineOfRow(int row) {
        int line = 0;
        for (int rows = 0; line < lines.size(); line++) {
            rows += lines.get(line).wrap(wrapColumns).size();
            if (rows > row) {
                break;
            }
        }
        return line;
    }

    private int rowOfLine(int line) {
        int row = 0;
        for (StyledLine before : lines.subList(0, Math.min(line, lines.size()))) {
            row += before.wrap(wrapColumns).size();
        }
        return row;
    }

    private void wrap(int columns) {
        wrapColumns = columns;
        wrapped.clear();
        lines.forEach(line -> wrapped.addAll(line.wrap(columns)));
    }

    @Override
    public List<StyledLine> render(int columns, int rows, boolean focused) {
        if (columns != wrapColumns) {
            int line = lineOfRow(cursor());
            int topLine = lineOfRow(top());
            wrap(columns);
            scrollToTop(rowOfLine(topLine));
            select(rowOfLine(line));
        }
        return super.render(columns, rows, focused);
    }

    @Override
    List<StyledLine> lines() {
        return wrapped;
    }

    @Override
    String emptyText() {
        return "commands print here; type : and a command, or ? for help";
    }
}
