package jpm.tui;

import java.util.List;
import jpm.tui.term.StyledLine;

/** Lines that are only read. */
abstract class TextPane extends ListPane {
    private final String name;

    TextPane(String name) {
        this.name = name;
    }

    /** The rows, as wide as they are shown. */
    abstract List<StyledLine> lines();

    @Override
    int size() {
        return lines().size();
    }

    @Override
    StyledLine row(int index) {
        return lines().get(index);
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
        return movementBindings();
    }
}
