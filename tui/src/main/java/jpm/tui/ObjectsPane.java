package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.debug.ObjectLine;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** Objects with their sizes; each opens in the inspector. */
class ObjectsPane extends TreePane<ObjectsPane.Item> {
    static final Table TABLE =
            new Table(List.of(new Table.Column("shallow", 9), new Table.Column("retained", 10)));
    private final Desk desk;
    private final boolean needsGraph;

    /**
     * An object in a list.
     *
     * @param label what stands before it, as the field that refers to something; possibly empty
     * @param unfolds whether there may be objects below it
     */
    record Item(String label, ObjectLine line, boolean unfolds) {}

    /** @param needsGraph whether there is nothing to show before the graph is known */
    ObjectsPane(String name, String textWhenEmpty, Desk desk, boolean needsGraph) {
        super(name, textWhenEmpty, desk.reader(), desk.newJob(), desk::say, desk::complain);
        this.desk = desk;
        this.needsGraph = needsGraph;
    }

    @Override
    String emptyText() {
        if (desk.heap() == null) {
            return String.valueOf(desk.whyNoHeap());
        }
        return needsGraph && !desk.graph().isKnown() ? desk.graph().explanation() : super.emptyText();
    }

    @Override
    public String status() {
        String building = needsGraph ? desk.graph().status() : "";
        return building.isEmpty() ? super.status() : building;
    }

    @Override
    public boolean stop() {
        return super.stop() || needsGraph && desk.graph().stop();
    }

    @Override
    boolean canUnfold(Item item) {
        return item.unfolds();
    }

    @Override
    @Nullable
    StyledLine heading() {
        return TABLE.heading("object", -1, false, columns());
    }

    @Override
    StyledLine line(Item item, StyledLine indent) {
        ObjectLine object = item.line();
        int room = TABLE.textColumns(columns()) - indent.width() - item.label().length() - 3;
        StyledLine text = StyledLine.builder()
                .add(indent)
                .add(item.label().isEmpty() ? "" : item.label() + " ← ", Style.NAME)
                .add(Table.shortened(object.name(), Math.max(room, room / 2)), Style.TEXT)
                .add(" " + object.text(), VariablesPane.previewStyle(object.text()))
                .build();
        List<String> numbers = List.of(Amount.bytes(object.shallowBytes()), Amount.bytes(object.retainedBytes()));
        return TABLE.row(text, numbers, Style.NUMBER, columns());
    }

    @Override
    String searchText(Item item) {
        return item.label() + " " + item.line().name() + " " + item.line().text();
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter i", "inspect", "inspect the object", this::inspect)
                .disabledWhen(this::whyNothingSelected));
        if (needsGraph) {
            bindings.add(desk.graph().binding());
        }
        bindings.addAll(treeBindings());
        return bindings;
    }

    private @Nullable String whyNothingSelected() {
        return selected() == null ? "there is no object here" : null;
    }

    private void inspect() {
        Item item = selected();
        if (item != null) {
            desk.inspect(item.line().id());
        }
    }
}
