package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import jpm.tui.Debuggee.Locals;
import jpm.tui.Debuggee.Variable;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** The selected frame's variables as a tree; an object's children are fetched when it is unfolded, a page at a time. */
final class LocalsPane extends LoadingPane {
    private static final Locals NONE = new Locals(List.of(), "");
    private final Consumer<Node> loadMore;
    private final Consumer<String> execute;
    private Tree tree = new Tree(NONE);
    private List<StyledLine> problemLines = List.of();

    /**
     * @param loadMore fetches the next page of a node's children and hands it to {@link #addChildren}
     * @param execute runs a debugger command
     */
    LocalsPane(Consumer<Node> loadMore, Consumer<String> execute) {
        super("Locals", "no locals in this frame");
        this.loadMore = loadMore;
        this.execute = execute;
    }

    void show(Tree newTree) {
        loaded();
        tree.cursor = cursor();
        tree = newTree;
        problemLines = List.of();
        resetScroll();
        reveal(newTree.cursor);
    }

    void clear(String what) {
        show(new Tree(NONE));
        loading(what);
    }

    /** Appends children that were fetched for a node of any tree, whether it is the shown one or not. */
    void addChildren(Node parent, List<Variable> children) {
        parent.loading = false;
        children.forEach(child -> parent.children.add(new Node(parent, child)));
        parent.complete = children.isEmpty();
        tree.flatten();
    }

    /** A fetch that failed: the node folds again. */
    void childrenFailed(Node parent) {
        parent.loading = false;
        parent.unfolded = false;
        tree.flatten();
    }

    @Override
    public List<StyledLine> render(int columns, int rows, boolean focused) {
        problemLines = tree.problem.isEmpty()
                ? List.of()
                : StyledLine.of(tree.problem, Style.DIM).wrap(columns);
        return super.render(columns, rows, focused);
    }

    @Override
    int size() {
        return tree.rows.size() + problemLines.size();
    }

    @Override
    StyledLine row(int index) {
        if (index >= tree.rows.size()) {
            return problemLines.get(index - tree.rows.size());
        }
        Row row = tree.rows.get(index);
        String indent = "  ".repeat(row.node.depth + (row.more ? 1 : 0));
        return row.more ? moreRow(indent, row.node) : variableRow(indent, row.node);
    }

    private static StyledLine moreRow(String indent, Node node) {
        String text = node.loading ? "reading…" : String.format(Locale.ROOT, "… %,d more", node.missing());
        return StyledLine.of(indent + "  " + text, Style.DIM);
    }

    private static StyledLine variableRow(String indent, Node node) {
        Variable variable = node.variable;
        String marker = !node.canUnfold() ? "  " : node.unfolded ? "▾ " : "▸ ";
        return StyledLine.builder()
                .add(indent + marker, Style.DIM)
                .add(variable.label(), Style.NAME)
                .add(variable.note().isEmpty() ? "" : " (" + variable.note() + ")", Style.CAUTION)
                .add(" = ", Style.DIM)
                .add(variable.preview(), previewStyle(variable.preview()))
                .build();
    }

    private static Style previewStyle(String preview) {
        if (preview.startsWith("\"") || preview.startsWith("'")) {
            return Style.STRING;
        }
        boolean number = !preview.isEmpty() && (Character.isDigit(preview.charAt(0)) || preview.charAt(0) == '-');
        return number ? Style.NUMBER : preview.equals("null") ? Style.KEYWORD : Style.TEXT;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of(
                        "Enter", "unfold", "unfold or fold the value; on \"… more\" fetch the next rows", this::toggle)
                .disabledWhen(this::whyNothingSelected));
        bindings.add(Binding.of("Right l", "", "unfold the value", this::unfold));
        bindings.add(Binding.of("Left h", "", "fold the value, or go to its parent", this::fold));
        bindings.add(Binding.of("p", "print", "print the whole value to the output", this::print)
                .disabledWhen(this::whyNothingSelected));
        bindings.addAll(movementBindings());
        return bindings;
    }

    private @Nullable String whyNothingSelected() {
        if (tree.rows.isEmpty()) {
            return "there are no locals";
        }
        return cursor() < tree.rows.size() ? null : "this row is no variable";
    }

    private void toggle() {
        Row row = tree.rows.get(cursor());
        if (row.more) {
            fetch(row.node);
        } else if (row.node.unfolded) {
            fold(row.node);
        } else {
            unfold(row.node);
        }
    }

    private void unfold() {
        if (whyNothingSelected() != null) {
            return;
        }
        Row row = tree.rows.get(cursor());
        if (row.more) {
            fetch(row.node);
        } else if (!row.node.unfolded) {
            unfold(row.node);
        }
    }

    private void unfold(Node node) {
        if (!node.canUnfold()) {
            return;
        }
        node.unfolded = true;
        if (node.children.isEmpty()) {
            fetch(node);
        }
        tree.flatten();
    }

    private void fetch(Node node) {
        if (!node.loading) {
            node.loading = true;
            loadMore.accept(node);
        }
    }

    private void fold() {
        if (whyNothingSelected() != null) {
            return;
        }
        Row row = tree.rows.get(cursor());
        Node node = row.more || row.node.unfolded ? row.node : row.node.parent;
        if (node != null) {
            fold(node);
        }
    }

    private void fold(Node node) {
        node.unfolded = false;
        tree.flatten();
        reveal(tree.indexOf(node));
    }

    private void print() {
        execute.accept("print " + tree.rows.get(cursor()).node.path());
    }

    /** One frame's variables with what is unfolded of them. */
    static final class Tree {
        private final List<Node> roots = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private final String problem;
        private int cursor;

        Tree(Locals locals) {
            this.problem = locals.problem();
            locals.variables().forEach(variable -> roots.add(new Node(null, variable)));
            flatten();
        }

        private void flatten() {
            rows.clear();
            roots.forEach(this::flatten);
        }

        private void flatten(Node node) {
            rows.add(new Row(node, false));
            if (!node.unfolded) {
                return;
            }
            node.children.forEach(this::flatten);
            if (node.loading || node.missing() > 0) {
                rows.add(new Row(node, true));
            }
        }

        private int indexOf(Node node) {
            for (int index = 0; index < rows.size(); index++) {
                if (rows.get(index).node == node && !rows.get(index).more) {
                    return index;
                }
            }
            return 0;
        }
    }

    /** A row of the tree: a variable, or what stands for the children not yet fetched. */
    private record Row(Node node, boolean more) {}

    /** A variable in the tree. */
    static final class Node {
        private final @Nullable Node parent;
        private final Variable variable;
        private final int depth;
        private final List<Node> children = new ArrayList<>();
        private boolean unfolded;
        private boolean loading;
        private boolean complete;

        private Node(@Nullable Node parent, Variable variable) {
            this.parent = parent;
            this.variable = variable;
            this.depth = parent == null ? 0 : parent.depth + 1;
        }

        Variable variable() {
            return variable;
        }

        /** How many children have been fetched. */
        int fetched() {
            return children.size();
        }

        private int missing() {
            return complete ? 0 : variable.childCount() - children.size();
        }

        private boolean canUnfold() {
            return variable.childCount() > 0;
        }

        /** The expression that leads here from the frame. */
        String path() {
            if (parent == null) {
                return variable.label();
            }
            return variable.label().startsWith("[")
                    ? parent.path() + variable.label()
                    : parent.path() + "." + variable.label();
        }
    }
}
