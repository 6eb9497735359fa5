package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** Lines of text, some of which are about an object that opens in the inspector. */
abstract class LinesPane extends TextPane {
    private final Desk desk;
    private List<Line> lines = List.of();
    private List<Line> rows = List.of();
    private List<StyledLine> shown = List.of();
    private int wrappedAt;

    /**
     * A line, wrapped where it is longer than the pane is wide.
     *
     * @param objectId the object that it is about, or null
     */
    record Line(StyledLine text, @Nullable Long objectId) {}

    LinesPane(String name, Desk desk) {
        super(name);
        this.desk = desk;
    }

    void show(List<Line> newLines) {
        lines = List.copyOf(newLines);
        wrap(columns());
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    private void wrap(int columns) {
        wrappedAt = columns;
        rows = new ArrayList<>();
        for (Line line : lines) {
            line.text().wrap(columns).forEach(piece -> rows.add(new Line(piece, line.objectId())));
        }
        shown = rows.stream().map(Line::text).toList();
    }

    @Override
    public List<StyledLine> render(int columns, int newRows, boolean focused) {
        if (columns != wrappedAt) {
            wrap(columns);
        }
        return super.render(columns, newRows, focused);
    }

    @Override
    List<StyledLine> lines() {
        return shown;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter i", "inspect", "inspect the object that the row is about", this::inspect)
                .disabledWhen(() -> selectedId() == null ? "this row is about no object" : desk.whyNoHeap()));
        bindings.addAll(movementBindings());
        return bindings;
    }

    private @Nullable Long selectedId() {
        return rows.isEmpty() ? null : rows.get(cursor()).objectId();
    }

    private void inspect() {
        Long id = selectedId();
        if (id != null) {
            desk.inspect(id);
        }
    }
}
