package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import jpm.debug.CommandHelp;
import jpm.debug.CommandInterpreter;
import jpm.debug.CommandResult;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.debug.DebugThread;
import jpm.debug.DumpHeader;
import jpm.debug.HeapBrowser;
import jpm.debug.Local;
import jpm.debug.Provenance;
import jpm.debug.SourceView;
import jpm.graph.Heap;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A {@link DebugSession} and its command interpreter in the words of the interface. */
final class DumpDebuggee implements Debuggee {
    private final DebugSession session;
    private final CommandInterpreter interpreter;

    private final List<String> description;

    /** @param description what is known of the dump besides; where there is nothing, its header says what it can */
    DumpDebuggee(DebugSession session, List<String> description) {
        this.session = session;
        this.description = description;
        this.interpreter = new CommandInterpreter(session);
    }

    @Override
    public String headline() {
        DumpHeader header = session.header();
        List<String> parts = new ArrayList<>();
        parts.add(header.main() == null ? header.name() : header.main());
        if (header.pid() != null) {
            parts.add("pid " + header.pid());
        }
        if (header.reason() != null) {
            parts.add(header.reason());
        }
        if (header.exception() != null) {
            parts.add(simpleName(header.exception()) + (header.message() == null ? "" : ": " + header.message()));
        } else if (header.message() != null) {
            parts.add(header.message());
        }
        return String.join(" · ", parts);
    }

    @Override
    public String greeting() {
        return interpreter.greeting();
    }

    @Override
    public List<ThreadRow> threads() {
        return session.threads().stream().map(DumpDebuggee::row).toList();
    }

    private static ThreadRow row(DebugThread thread) {
        String state = Objects.requireNonNullElse(thread.state(), "");
        return new ThreadRow(thread.number(), thread.name(), state, thread.crashed());
    }

    @Override
    public int currentThread() {
        return session.currentThread().number();
    }

    @Override
    public void selectThread(int number) {
        session.selectThread(number);
    }

    @Override
    public List<FrameRow> frames() {
        return session.frames().stream().map(DumpDebuggee::row).toList();
    }

    private static FrameRow row(DebugFrame frame) {
        String method = frame.className().isEmpty()
                ? frame.methodName()
                : frame.readableMethod().substring(frame.className().lastIndexOf('.') + 1);
        return new FrameRow(frame.index(), method, lineOf(frame));
    }

    /** The source file's name is left out: the class tells it, and the room is small. */
    private static String lineOf(DebugFrame frame) {
        String place = frame.place();
        return frame.line() > 0 ? place.substring(place.lastIndexOf(':')) : " " + place;
    }

    @Override
    public int currentFrame() {
        return session.frames().isEmpty() ? 0 : session.currentFrame().index();
    }

    @Override
    public void selectFrame(int index) {
        session.selectFrame(index);
    }

    @Override
    public SourceText source() {
        if (session.frames().isEmpty()) {
            return SourceText.none("", List.of("no frame, no source"));
        }
        DebugFrame frame = session.currentFrame();
        SourceView view = session.source(frame);
        if (!view.found()) {
            return SourceText.none(view.title(), problem(view));
        }
        List<Integer> numbers = IntStream.range(0, view.lines().size())
                .map(row -> row == view.currentRow() ? view.currentLine() : view.number(row))
                .boxed()
                .toList();
        int nearest = view.nearestRow(frame.methodName());
        return new SourceText(view.title(), view.lines(), numbers, view.currentRow(), nearest, List.of());
    }

    private List<String> problem(SourceView view) {
        List<String> lines = new ArrayList<>();
        lines.add("no source of " + session.currentFrame().className());
        lines.add(view.lookedIn().isEmpty() ? "--source-path and --classpath say where to look" : "looked in");
        view.lookedIn().forEach(place -> lines.add("  " + place));
        return lines;
    }

    @Override
    public Locals locals() {
        if (session.frames().isEmpty()) {
            return new Locals(List.of(), "");
        }
        DebugFrame frame = session.currentFrame();
        List<Variable> variables =
                session.locals(frame).stream().map(this::variable).toList();
        return new Locals(variables, Objects.requireNonNullElse(session.whyNoLocals(frame), ""));
    }

    private Variable variable(Local local) {
        String note = switch (local.provenance()) {
            case CAPTURED, UNAVAILABLE -> "";
            case INFERRED, ROOT -> local.provenance().name().toLowerCase(Locale.ROOT);
        };
        boolean known = local.provenance() != Provenance.UNAVAILABLE;
        return variable(local.name(), note, local.value(), known);
    }

    private Variable variable(String label, String note, Value value, boolean known) {
        return new Variable(label, note, session.render(value), known ? session.childCount(value) : 0, value);
    }

    @Override
    public List<Variable> children(Variable parent, int from, int count) {
        return session.children(parent.value(), from, count).stream()
                .map(child -> variable(child.label(), "", child.value(), true))
                .toList();
    }

    @Override
    public List<String> description() {
        return description.isEmpty() ? interpreter.greeting().lines().toList() : description;
    }

    @Override
    public @Nullable HeapBrowser heap() {
        Heap heap = session.heap();
        return heap == null ? null : new HeapBrowser(heap);
    }

    @Override
    public Reply execute(String command) {
        CommandResult result = interpreter.execute(command);
        return new Reply(result.text(), result.error(), result.quit());
    }

    @Override
    public List<String> complete(String line, int cursor) {
        return interpreter.complete(line, cursor);
    }

    @Override
    public List<CommandSummary> commands() {
        return interpreter.commands().stream().map(DumpDebuggee::summary).toList();
    }

    private static CommandSummary summary(CommandHelp help) {
        return new CommandSummary(help.usage(), help.summary());
    }

    @Override
    public void close() {
        session.close();
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
