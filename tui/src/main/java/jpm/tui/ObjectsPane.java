package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.debug.ObjectLine;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** Objects with their sizes; each opens in the inspector. */
class ObjectsPane extends TreePane<ObjectsPane.Item> {
    private static final Table.Column SHALLOW = new Table.Column("shallow", 9);
    private static final Table.Column RETAINED = new Table.Column("retained", 10);
    private static final Table WITHOUT_RETAINED = new Table(List.of(SHALLOW));
    private static final Table WHOLE = new Table(List.of(SHALLOW, RETAINED));

    /** Where an object has less room than its name and this, its package is left out. */
    private static final int TEXT_COLUMNS = 24;

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
        return table().heading("object", -1, false, columns());
    }

    @Override
    StyledLine line(Item item, StyledLine indent) {
        ObjectLine object = item.line();
        Table table = table();
        int room = table.textColumns(columns()) - indent.width() - item.label().length();
        StyledLine text = StyledLine.builder()
                .add(indent)
                .add(item.label().isEmpty() ? "" : item.label() + " ← ", Style.NAME)
                .add(shownName(object, room), Style.TEXT)
                .add(" " + object.text(), VariablesPane.previewStyle(object.text()))
                .build();
        List<String> numbers = List.of(Amount.bytes(object.shallowBytes()), Amount.bytes(object.retainedBytes()));
        return table.row(text, numbers, Style.NUMBER, columns());
    }

    Table table() {
        return desk.graph().isKnown() ? WHOLE : WITHOUT_RETAINED;
    }

    private static String shownName(ObjectLine object, int room) {
        String name = object.name();
        int text = Math.min(TEXT_COLUMNS, object.text().length());
        boolean fits = name.length() + text <= room || name.indexOf(' ') >= 0;
        return fits ? name : name.substring(name.lastIndexOf('.') + 1);
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
