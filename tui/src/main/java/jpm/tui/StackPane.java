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
                .add(frame.method(), index == cursor() ? Style.CURRENT : Style.TEXT)
                .add(frame.location(), Style.DIM)
                .build();
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "locals", "go to this frame's locals", showLocals)
                .disabledWhen(() -> size() == 0 ? "there are no frames" : null));
        bindings.addAll(movementBindings());
        bindings.addAll(sidewaysBindings());
        return bindings;
    }
}
