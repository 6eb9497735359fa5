package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** Lines of text, some of which are about an object that opens in the inspector. */
abstract class LinesPane extends ListPane {
    private final String name;
    private final Desk desk;
    private List<Line> lines = List.of();
    private List<Line> rows = List.of();
    private int wrappedAt;

    /**
     * A line, wrapped where it is longer than the pane is wide.
     *
     * @param objectId the object that it is about, or null
     */
    record Line(StyledLine text, @Nullable Long objectId) {}

    LinesPane(String name, Desk desk) {
        this.name = name;
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
    }

    @Override
    public List<StyledLine> render(int columns, int newRows, boolean focused) {
        if (columns != wrappedAt) {
            wrap(columns);
        }
        return super.render(columns, newRows, focused);
    }

    @Override
    int size() {
        return rows.size();
    }

    @Override
    StyledLine row(int index) {
        return rows.get(index).text();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String status() {
        return position();
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
