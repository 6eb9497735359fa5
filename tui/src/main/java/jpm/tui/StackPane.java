package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.Debuggee.FrameRow;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** The current thread's frames, the innermost first. The selected frame is the one whose source and locals are shown. */
final class StackPane extends LoadingPane {
    private final Runnable frameSelected;
    private final Runnable showLocals;
    private List<FrameRow> frames = List.of();
    private int columns;

    /**
     * @param frameSelected called after another frame was selected by key
     * @param showLocals goes on to the frame's locals
     */
    StackPane(Runnable frameSelected, Runnable showLocals) {
        super("Stack", "this thread has no frames");
        this.frameSelected = frameSelected;
        this.showLocals = showLocals;
    }

    void show(List<FrameRow> newFrames, int current) {
        loaded();
        if (!newFrames.equals(frames)) {
            frames = newFrames;
            resetScroll();
        }
        reveal(current);
    }

    @Override
    void moved() {
        frameSelected.run();
    }

    @Override
    int size() {
        return frames.size();
    }

    @Override
    StyledLine row(int index) {
        FrameRow frame = frames.get(index);
        return StyledLine.builder()
                .add("#" + frame.index() + " ", index == cursor() ? Style.CURRENT : Style.DIM)
                .add(shortened(frame), index == cursor() ? Style.CURRENT : Style.TEXT)
                .add(frame.location(), Style.DIM)
                .build();
    }

    /** The method and its line matter most, so a name that has no room loses the beginning of its class. */
    private String shortened(FrameRow frame) {
        String method = frame.method();
        int taken = ("#" + frame.index() + " ").length() + frame.location().length();
        int excess = method.length() + taken - columns;
        int spare = method.lastIndexOf('.') - 1;
        return excess <= 0 || spare <= 0 ? method : "…" + method.substring(Math.min(excess + 1, spare));
    }

    @Override
    public List<StyledLine> render(int newColumns, int rows, boolean focused) {
        columns = newColumns;
        return super.render(newColumns, rows, focused);
    }

    @Override
    String searchText(int index) {
        FrameRow frame = frames.get(index);
        return "#" + frame.index() + " " + frame.method() + frame.location();
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "locals", "go to this frame's locals", showLocals)
                .disabledWhen(() -> size() == 0 ? "there are no frames" : null));
        bindings.addAll(movementBindings());
        return bindings;
    }
}
