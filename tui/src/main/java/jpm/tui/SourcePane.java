package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.Debuggee.SourceText;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** The source of the selected frame with its line marked, or the places where it was looked for. */
final class SourcePane extends LoadingPane {
    private String title = "";
    private List<StyledLine> lines = List.of();
    private List<Integer> numbers = List.of();
    private int currentRow;
    private int nearestRow;
    private int gutter;
    private boolean hasText;

    SourcePane() {
        super("Source", "no source");
    }

    void show(SourceText source) {
        loaded();
        title = source.title();
        hasText = !source.lines().isEmpty();
        numbers = source.numbers();
        currentRow = hasText ? source.currentRow() : -1;
        nearestRow = source.nearestRow();
        gutter = gutter(source);
        lines = hasText ? JavaHighlighter.highlight(source.lines()) : problem(source);
        resetScroll();
        select(0);
        reveal(nearestRow);
    }

    void clear(String what) {
        lines = List.of();
        title = "";
        loading(what);
    }

    private static List<StyledLine> problem(SourceText source) {
        return source.problem().stream()
                .map(line -> StyledLine.of(line, Style.DIM))
                .toList();
    }

    @Override
    public String status() {
        return title.isEmpty() ? super.status() : title;
    }

    @Override
    int size() {
        return lines.size();
    }

    @Override
    StyledLine row(int index) {
        if (!hasText) {
            return lines.get(index);
        }
        boolean current = index == currentRow;
        int known = numbers.isEmpty() ? index + 1 : numbers.get(index);
        String number = (current ? ">" : "") + (known <= 0 ? "" : known);
        StyledLine.Builder row = StyledLine.builder();
        row.add(" ".repeat(Math.max(0, gutter - number.length())) + number + " ", current ? Style.CURRENT : Style.DIM);
        return row.add(current ? lines.get(index).restyled(Style.CURRENT) : lines.get(index))
                .build();
    }

    private static int gutter(SourceText source) {
        int last = source.numbers().stream()
                .mapToInt(number -> number)
                .max()
                .orElse(source.lines().size());
        return Integer.toString(last).length() + 1;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter .", "frame's line", "back to the frame's line", () -> reveal(nearestRow))
                .disabledWhen(() -> currentRow < 0 ? "the frame's line is not known" : null));
        bindings.addAll(movementBindings());
        bindings.addAll(sidewaysBindings());
        return bindings;
    }
}
