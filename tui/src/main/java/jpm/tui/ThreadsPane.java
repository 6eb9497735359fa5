package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import jpm.tui.Debuggee.ThreadRow;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** All threads of the dead process; one of them is the current one. */
final class ThreadsPane extends LoadingPane {
    private final IntConsumer selectThread;
    private List<ThreadRow> threads = List.of();
    private int current;

    /** @param selectThread called with the number of the thread to show */
    ThreadsPane(IntConsumer selectThread) {
        super("Threads", "no threads in this dump");
        this.selectThread = selectThread;
    }

    void show(List<ThreadRow> newThreads, int currentNumber) {
        loaded();
        threads = newThreads;
        if (current != currentNumber) {
            current = currentNumber;
            reveal(indexOf(currentNumber));
        }
    }

    private int indexOf(int number) {
        for (int index = 0; index < threads.size(); index++) {
            if (threads.get(index).number() == number) {
                return index;
            }
        }
        return 0;
    }

    @Override
    int size() {
        return threads.size();
    }

    @Override
    StyledLine row(int index) {
        ThreadRow thread = threads.get(index);
        boolean isCurrent = thread.number() == current;
        return StyledLine.builder()
                .add((isCurrent ? ">" : " ") + thread.number() + " ", isCurrent ? Style.CURRENT : Style.DIM)
                .add(thread.name(), thread.crashed() ? Style.ERROR : isCurrent ? Style.CURRENT : Style.TEXT)
                .add(thread.note().isEmpty() ? "" : "  " + thread.note(), Style.DIM)
                .build();
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "select", "show this thread's stack", this::choose)
                .disabledWhen(() -> size() == 0 ? "there are no threads" : null));
        bindings.addAll(movementBindings());
        bindings.addAll(sidewaysBindings());
        return bindings;
    }

    private void choose() {
        selectThread.accept(threads.get(cursor()).number());
    }
}
