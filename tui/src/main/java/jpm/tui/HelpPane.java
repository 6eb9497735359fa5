package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.Debuggee.CommandSummary;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** All keys and commands, made from the bindings and the debugger's own help. */
final class HelpPane extends TextPane {
    private static final int KEY_COLUMNS = 18;
    private final List<StyledLine> lines = new ArrayList<>();

    HelpPane() {
        super("Help");
    }

    void addBindings(String heading, List<Binding> bindings) {
        heading(heading);
        bindings.forEach(binding -> entry(binding.keyNames(), binding.description()));
    }

    void addCommands(String heading, List<CommandSummary> commands) {
        heading(heading);
        commands.forEach(command -> entry(command.usage(), command.summary()));
    }

    private void heading(String text) {
        if (!lines.isEmpty()) {
            lines.add(StyledLine.EMPTY);
        }
        lines.add(StyledLine.of(text, Style.HEADER));
    }

    private void entry(String key, String text) {
        int gap = Math.max(2, KEY_COLUMNS - key.length());
        lines.add(StyledLine.builder()
                .add("  " + key, Style.KEY)
                .add(" ".repeat(gap) + text, Style.TEXT)
                .build());
    }

    @Override
    List<StyledLine> lines() {
        return lines;
    }

    @Override
    String emptyText() {
        return "";
    }
}
