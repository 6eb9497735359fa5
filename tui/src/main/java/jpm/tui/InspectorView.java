package jpm.tui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.debug.Child;
import jpm.debug.HeapBrowser;
import jpm.debug.ObjectFacts;
import jpm.debug.ObjectLine;
import jpm.tui.Debuggee.Variable;
import jpm.tui.LinesPane.Line;
import jpm.tui.ScreenLayout.Area;
import jpm.tui.Tree.Page;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** One object: what it is, its fields and content, who refers to it, why it is alive, what it keeps alive. */
final class InspectorView extends View {
    private static final int OBJECT = 0;
    private static final int FIELDS = 1;
    private static final int REFERRERS = 2;
    private static final int PATH = 3;
    private static final int DOMINATES = 4;
    private static final int LABEL_COLUMNS = 11;

    private final Desk desk;
    private final HeapBrowser heap;
    private final long id;
    private final Facts facts;
    private final Fields fields;
    private final ObjectsPane referrers;
    private final PathPane path;
    private final DominatorsPane dominates;

    InspectorView(Desk desk, HeapBrowser heap, long id) {
        super("Object");
        this.desk = desk;
        this.heap = heap;
        this.id = id;
        this.facts = new Facts(desk);
        this.fields = new Fields(desk);
        this.referrers = new ObjectsPane("Referrers", "no reachable object refers to it", desk, true);
        this.path = new PathPane(desk);
        this.dominates = new DominatorsPane("it keeps nothing else alive", desk);
        fields.show(new Tree<>(this::fields));
        readFacts();
        desk.graph().whenKnown(this::graphKnown);
        focus(FIELDS);
    }

    private void readFacts() {
        facts.loading = "reading…";
        desk.reader().run(() -> lines(heap.facts(id), heap.longText(id)), facts::show, desk::complain);
    }

    private void graphKnown() {
        readFacts();
        int index = heap.indexOf(id);
        if (index >= 0 && heap.graph() != null) {
            referrers.show(new Tree<>(this::referrers));
            path.find(heap, id);
            dominates.show(heap, index);
        }
    }

    private Page<ObjectsPane.Item> referrers(ObjectsPane.@Nullable Item parent, int from, int count) {
        long to = parent == null ? id : parent.line().id();
        int[] all = heap.referrers(heap.indexOf(to));
        List<ObjectsPane.Item> items = new ArrayList<>();
        for (int at = from; at < Math.min(all.length, from + count); at++) {
            items.add(new ObjectsPane.Item(heap.referenceName(all[at], to), heap.line(all[at]), true));
        }
        return new Page<>(all.length, items);
    }

    /** At the top the fields as the class declares them, below each what it means. */
    private Page<Variable> fields(@Nullable Variable parent, int from, int count) {
        if (parent != null) {
            return new Page<>(parent.childCount(), variables(heap.parts(parent.value(), from, count)));
        }
        int content = heap.hasContent(id) ? 1 : 0;
        List<Variable> top = new ArrayList<>();
        if (content > 0 && from == 0) {
            top.add(variable(new Child("content", new Value.Reference(id))));
        }
        int first = Math.max(0, from - content);
        top.addAll(variables(heap.fields(id, first, count - top.size())));
        return new Page<>(heap.fieldCount(id) + content, top);
    }

    private List<Variable> variables(List<Child> children) {
        return children.stream().map(this::variable).toList();
    }

    private Variable variable(Child child) {
        Value value = child.value();
        boolean known = !(value instanceof Value.Unavailable);
        return new Variable(child.label(), "", heap.render(value), known ? heap.partCount(value) : 0, value);
    }

    private static List<Line> lines(ObjectFacts of, String text) {
        List<Line> lines = new ArrayList<>();
        ObjectLine line = of.line();
        lines.add(new Line(StyledLine.of(line.name(), Style.HEADER), null));
        lines.add(line("class", of.className(), of.classId() == 0 ? null : of.classId()));
        ObjectLine loader = of.loader();
        lines.add(line("loader", loader == null ? "boot loader" : loader.name(), loader == null ? null : loader.id()));
        if (of.length() >= 0) {
            lines.add(line("length", Amount.count(of.length()), null));
        }
        lines.add(line("shallow", size(line.shallowBytes()), null));
        lines.add(
                line("retained", of.graphKnown() ? size(line.retainedBytes()) : "needs the index; x builds it", null));
        addDominator(of, lines);
        of.roots().forEach(root -> lines.add(line("root", root, null)));
        lines.add(line("value", text, null));
        return lines;
    }

    private static void addDominator(ObjectFacts of, List<Line> lines) {
        ObjectLine dominator = of.dominator();
        if (dominator != null) {
            lines.add(line("dominator", dominator.name(), dominator.id()));
        } else if (of.graphKnown()) {
            lines.add(line("dominator", of.reachable() ? "none: at the top" : "none: out of reach", null));
        }
    }

    private static String size(long bytes) {
        return Amount.count(bytes) + " bytes" + (bytes < 1024 ? "" : " (" + Amount.bytes(bytes) + ")");
    }

    private static Line line(String label, String value, @Nullable Long objectId) {
        StyledLine text = StyledLine.builder()
                .add(label + " ".repeat(Math.max(1, LABEL_COLUMNS - label.length())), Style.DIM)
                .add(value, objectId == null ? Style.TEXT : Style.NAME)
                .build();
        return new Line(text, objectId);
    }

    @Override
    List<Pane> panes() {
        return List.of(facts, fields, referrers, path, dominates);
    }

    @Override
    Map<Integer, Area> split(Area body, int active) {
        int left = body.columns() / 2;
        Area leftArea = new Area(0, body.row(), left, body.rows());
        Area rightArea = new Area(left + 1, body.row(), body.columns() - left - 1, body.rows());
        int object = active == OBJECT ? body.rows() * 3 / 5 : Math.min(9, body.rows() * 2 / 5);
        int third = body.rows() / 4;
        int half = body.rows() - 2 * third;
        Map<Integer, Area> areas = new LinkedHashMap<>();
        areas.putAll(stacked(leftArea, OBJECT, object, FIELDS, body.rows()));
        areas.putAll(stacked(
                rightArea,
                REFERRERS,
                active == REFERRERS ? half : third,
                PATH,
                active == PATH || active < REFERRERS ? half : third,
                DOMINATES,
                body.rows()));
        return areas;
    }

    /** What the object is. */
    private static final class Facts extends LinesPane {
        private String loading = "";

        Facts(Desk desk) {
            super("Object", desk);
        }

        @Override
        String emptyText() {
            return loading;
        }

        @Override
        public boolean isLoading() {
            return isEmpty();
        }
    }

    /** The fields, and for a collection what it holds. */
    private static final class Fields extends VariablesPane {
        Fields(Desk desk) {
            super("Fields", "it has no fields", desk, desk.reader(), desk.newJob(), desk::complain);
        }

        @Override
        public List<Binding> bindings() {
            return variableBindings();
        }
    }
}
