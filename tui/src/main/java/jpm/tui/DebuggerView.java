package jpm.tui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jpm.tui.ScreenLayout.Area;

/** What the dead process was doing: threads over the stack on the left, source over locals on the right, the output below. */
final class DebuggerView extends View {
    static final int THREADS = 0;
    static final int STACK = 1;
    static final int SOURCE = 2;
    static final int LOCALS = 3;
    static final int OUTPUT = 4;
    private static final int MOST_LEFT_COLUMNS = 64;

    private final Explorer explorer;
    private final Consumer<String> say;
    private int focusBeforeOutput = STACK;

    DebuggerView(Explorer explorer, Consumer<String> say) {
        super("Threads");
        this.explorer = explorer;
        this.say = say;
        focus(STACK);
    }

    @Override
    List<Pane> panes() {
        return List.of(explorer.threads, explorer.stack, explorer.source, explorer.locals, explorer.output);
    }

    @Override
    List<Binding> bindings() {
        return List.of(
                Binding.of("u", "up", "up to the caller's frame", () -> step(1, "this is the outermost frame")),
                Binding.of("d", "down", "down to the callee's frame", () -> step(-1, "this is the innermost frame")),
                Binding.of("e", "exception", "print the exception with its causes", () -> explorer.execute("exception"))
                        .disabledWhen(explorer::whyNotOpen));
    }

    private void step(int frames, String atEnd) {
        if (!explorer.stepFrames(frames)) {
            say.accept(atEnd);
        }
    }

    @Override
    void focus(int pane) {
        if (pane == OUTPUT && focus() != OUTPUT) {
            focusBeforeOutput = focus();
        }
        super.focus(pane);
    }

    /** Gives the keyboard back from the output to where it was. */
    void leaveOutput() {
        if (focus() == OUTPUT) {
            focus(focusBeforeOutput);
        }
    }

    /** The output takes more room while it is active. */
    @Override
    Map<Integer, Area> split(Area body, int active) {
        int output = active == OUTPUT ? body.rows() * 3 / 5 : Math.max(4, body.rows() / 4);
        int top = body.rows() - output;
        int left = Math.min(MOST_LEFT_COLUMNS, body.columns() * 7 / 20);
        Area leftArea = new Area(0, body.row(), left, top);
        Area rightArea = new Area(left + 1, body.row(), body.columns() - left - 1, top);
        Map<Integer, Area> areas = new LinkedHashMap<>();
        areas.putAll(stacked(leftArea, THREADS, active == THREADS ? top / 2 : Math.max(2, top / 3), STACK, top));
        areas.putAll(stacked(rightArea, SOURCE, top / 2, LOCALS, top));
        areas.put(OUTPUT, new Area(0, body.row() + top, body.columns(), output));
        return areas;
    }
}
