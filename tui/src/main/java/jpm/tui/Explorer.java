package jpm.tui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import jpm.io.JpmException;
import jpm.tui.Debuggee.FrameRow;
import jpm.tui.Debuggee.Reply;
import jpm.tui.Debuggee.SourceText;
import jpm.tui.Debuggee.ThreadRow;
import jpm.tui.Debuggee.Variable;
import jpm.tui.LocalsPane.Contents;
import jpm.tui.Tree.Page;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the panes in step with the dump: asks the {@link Debuggee} on the worker's thread and shows the answers. An answer that comes after
 * the user went elsewhere is dropped.
 */
final class Explorer {
    private static final int MOST_REMEMBERED_FRAMES = 200;

    final ThreadsPane threads = new ThreadsPane(this::selectThread);
    final StackPane stack;
    final SourcePane source = new SourcePane();
    final LocalsPane locals;
    final OutputPane output = new OutputPane();

    private final Worker worker;
    private final Runnable quit;
    private final Runnable showOutput;
    private final Map<Integer, Contents> treesOfStack = new LinkedHashMap<>();
    private @Nullable Debuggee debuggee;
    private List<FrameRow> frames = List.of();
    private int shownThread = -1;
    private int shownFrame = -1;
    private String running = "";

    /** The frame the user wants to see, counted up with each change; read by the worker to skip what nobody waits for. */
    private final AtomicInteger visit = new AtomicInteger();

    /**
     * @param quit leaves the interface
     * @param showLocals gives the keyboard to the locals
     * @param showOutput is told when a command printed more than the output has room for
     */
    Explorer(Desk desk, Worker worker, Runnable quit, Runnable showLocals, Runnable showOutput) {
        this.worker = worker;
        this.quit = quit;
        this.showOutput = showOutput;
        this.locals = new LocalsPane(desk, worker, this::complain, this::execute);
        this.stack = new StackPane(this::frameSelected, showLocals);
        List.of(threads, stack, source, locals).forEach(pane -> pane.loading("opening"));
    }

    /** Whether there is a dump to ask. */
    boolean isOpen() {
        return debuggee != null;
    }

    @Nullable
    String whyNotOpen() {
        return isOpen() ? null : "the dump is still being opened";
    }

    /** The command that is being run, or nothing. */
    String running() {
        return running;
    }

    void opened(Debuggee opened) {
        debuggee = opened;
        worker.run(opened::greeting, greeting -> output.append("", greeting, false), this::complain);
        worker.run(() -> Position.of(opened), this::show, this::complain);
    }

    /** Goes to the caller (1) or the callee (-1) of the selected frame; false at the stack's end. */
    boolean stepFrames(int step) {
        int wanted = stack.cursor() + step;
        if (wanted < 0 || wanted >= stack.size()) {
            return false;
        }
        stack.reveal(wanted);
        frameSelected();
        return true;
    }

    void execute(String command) {
        Debuggee asked = debuggee;
        if (asked == null) {
            return;
        }
        running = command;
        worker.run(() -> new Outcome(asked.execute(command), Position.of(asked)), this::executed, reason -> {
            running = "";
            complain(reason);
        });
    }

    private void executed(Outcome outcome) {
        if (outcome.reply().quit()) {
            quit.run();
            return;
        }
        output.append(running, outcome.reply().text(), outcome.reply().failed());
        running = "";
        if (!output.endIsVisible()) {
            showOutput.run();
        }
        show(outcome.position());
    }

    private void selectThread(int number) {
        Debuggee asked = debuggee;
        if (asked == null) {
            return;
        }
        stack.loading("reading stack");
        worker.run(
                () -> {
                    asked.selectThread(number);
                    return Position.of(asked);
                },
                this::show,
                this::complain);
    }

    private void show(Position position) {
        threads.show(position.threads(), position.thread());
        boolean otherStack =
                position.thread() != shownThread || !position.frames().equals(frames);
        if (otherStack) {
            treesOfStack.clear();
            frames = position.frames();
            shownThread = position.thread();
            stack.resetScroll();
        }
        stack.show(position.frames(), position.frame());
        if (otherStack || position.frame() != shownFrame) {
            showFrame(position.frame());
        }
    }

    private void frameSelected() {
        showFrame(stack.cursor());
    }

    private void showFrame(int index) {
        Debuggee asked = debuggee;
        if (asked == null) {
            return;
        }
        shownFrame = index;
        int thisVisit = visit.incrementAndGet();
        source.clear("reading source");
        askAbout(thisVisit, () -> sourceOf(asked, index), source::show);
        Contents known = treesOfStack.get(index);
        if (known == null) {
            locals.clear("reading locals");
            askAbout(thisVisit, () -> contents(asked), found -> remember(index, found));
        } else {
            locals.show(known);
        }
    }

    private static SourceText sourceOf(Debuggee asked, int index) {
        if (!asked.frames().isEmpty()) {
            asked.selectFrame(index);
        }
        return asked.source();
    }

    private static Contents contents(Debuggee asked) {
        return Contents.of(asked.locals(), (parent, from, count) -> children(asked, parent, from, count));
    }

    private static Page<Variable> children(Debuggee asked, @Nullable Variable parent, int from, int count) {
        return parent == null
                ? new Page<>(0, List.of())
                : new Page<>(parent.childCount(), asked.children(parent, from, count));
    }

    private void remember(int frameIndex, Contents tree) {
        if (treesOfStack.size() >= MOST_REMEMBERED_FRAMES) {
            treesOfStack.clear();
        }
        treesOfStack.put(frameIndex, tree);
        locals.show(tree);
    }

    /** Asks unless the user has gone on before the worker comes to it, and shows unless he has gone on before the answer. */
    private <T> void askAbout(int thisVisit, Question<T> question, Consumer<T> show) {
        worker.<@Nullable T>run(
                () -> visit.get() == thisVisit ? question.ask() : null,
                answer -> {
                    if (visit.get() == thisVisit && answer != null) {
                        show.accept(answer);
                    }
                },
                this::complain);
    }

    /** Offers what could stand at the cursor of a command line. */
    void complete(String line, int cursor, Consumer<List<String>> words) {
        Debuggee asked = debuggee;
        if (asked != null) {
            worker.run(() -> asked.complete(line, cursor), words, this::complain);
        }
    }

    private void complain(Throwable reason) {
        List.of(threads, stack, source, locals).forEach(LoadingPane::loaded);
        String why = reason instanceof JpmException ? reason.getMessage() : reason.toString();
        output.append("", "jpm: the dump could not be read here: " + why, true);
    }

    /** Releases the dump once what is under way has ended. */
    void close() {
        Debuggee opened = debuggee;
        if (opened == null) {
            worker.close();
        } else {
            worker.closeAfter(opened::close);
        }
    }

    /** Something asked of the dump about one frame. */
    private interface Question<T> {
        T ask();
    }

    /** A command's reply and where it left the session. */
    private record Outcome(Reply reply, Position position) {}

    /** Where a session stands. */
    private record Position(List<ThreadRow> threads, int thread, List<FrameRow> frames, int frame) {
        static Position of(Debuggee debuggee) {
            return new Position(
                    debuggee.threads(), debuggee.currentThread(), debuggee.frames(), debuggee.currentFrame());
        }
    }
}
