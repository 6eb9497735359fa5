package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jpm.tui.Debuggee.Locals;
import jpm.tui.Debuggee.Variable;
import jpm.tui.Tree.Branch;
import jpm.tui.Tree.Page;
import jpm.tui.Tree.Spot;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** The selected frame's variables as a tree. */
final class LocalsPane extends VariablesPane {
    private static final Tree<Variable> NONE = Tree.of(List.of(), (parent, from, count) -> new Page<>(0, List.of()));
    private final Consumer<String> execute;
    private String problem = "";
    private List<StyledLine> problemLines = List.of();
    private Contents shown = new Contents(NONE, "");

    /** @param execute runs a debugger command */
    LocalsPane(Desk desk, Worker worker, Consumer<Throwable> complain, Consumer<String> execute) {
        super("Locals", "no locals in this frame", desk, worker, searchBehind(worker, desk), complain);
        this.execute = execute;
    }

    /** A session answers one thread only, so that a search waits its turn there. */
    private static BackgroundJob searchBehind(Worker worker, Desk desk) {
        return new BackgroundJob(
                desk.interfaceThread(),
                work -> worker.run(
                        () -> {
                            work.run();
                            return worker;
                        },
                        done -> {},
                        failed -> {}));
    }

    /** One frame's variables with what is unfolded of them, and where the cursor was when they were shown last. */
    static final class Contents {
        private final Tree<Variable> tree;
        private final String problem;
        private int cursor;

        private Contents(Tree<Variable> tree, String problem) {
            this.tree = tree;
            this.problem = problem;
        }

        static Contents of(Locals locals, Tree.Source<Variable> children) {
            List<Variable> top = locals.variables();
            Tree<Variable> tree = Tree.of(
                    top,
                    (parent, from, count) -> parent == null
                            ? new Page<>(top.size(), top.subList(from, Math.min(top.size(), from + count)))
                            : children.children(parent, from, count));
            return new Contents(tree, locals.problem());
        }
    }

    void show(Contents contents) {
        shown.cursor = cursor();
        shown = contents;
        problem = contents.problem;
        problemLines = List.of();
        show(contents.tree);
        reveal(contents.cursor);
    }

    void clear(String what) {
        show(new Contents(NONE, ""));
        loading(what);
    }

    @Override
    public List<StyledLine> render(int columns, int rows, boolean focused) {
        problemLines = problem.isEmpty()
                ? List.of()
                : StyledLine.of(problem, Style.DIM).wrap(columns);
        return super.render(columns, rows, focused);
    }

    @Override
    int size() {
        return super.size() + problemLines.size();
    }

    @Override
    StyledLine row(int index) {
        return index < super.size() ? super.row(index) : problemLines.get(index - super.size());
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>(variableBindings());
        bindings.add(
                2,
                Binding.of("p", "print", "print the whole value to the output", this::print)
                        .disabledWhen(this::whyNothingSelected));
        return bindings;
    }

    @Override
    @Nullable
    String whyNothingSelected() {
        if (super.size() == 0) {
            return "there are no locals";
        }
        return cursor() < super.size() ? super.whyNothingSelected() : "this row is no variable";
    }

    private void print() {
        Variable variable = selected();
        Spot<Variable> spot = selectedSpot();
        if (variable != null && spot != null) {
            execute.accept("print " + path(spot.branch(), variable));
        }
    }

    /** The expression that leads to a variable from the frame. */
    private static String path(Branch<Variable> branch, Variable variable) {
        Branch<Variable> above = branch.parent();
        Variable parent = branch.item();
        if (above == null || parent == null) {
            return variable.label();
        }
        String dot = variable.label().startsWith("[") ? "" : ".";
        return path(above, parent) + dot + variable.label();
    }
}
