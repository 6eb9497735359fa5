package jpm.tui;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jpm.tui.Debuggee.CommandSummary;
import jpm.tui.Pane.Direction;
import jpm.tui.ScreenLayout.Place;
import jpm.tui.term.Key;
import jpm.tui.term.Picture;
import jpm.tui.term.Size;
import org.jspecify.annotations.Nullable;

/** The panes, which of them has the keyboard, and what each key does. */
final class Workbench {
    private static final String STILL_OPENING = "the dump is still being opened";
    private final Worker worker;
    private final Runnable quit;
    private final Runnable redraw;
    private final Explorer explorer;
    private final CommandLine commandLine;
    private final LineEditor searchLine = new LineEditor();
    private final Map<Place, Pane> panes = new EnumMap<>(Place.class);
    private List<CommandSummary> commands = List.of();
    private HelpPane help = new HelpPane();
    private Place focus = Place.STACK;
    private Place focusBeforeOutput = Place.STACK;
    private Mode mode = Mode.PANES;
    private boolean zoomed;
    private String headline = "";
    private String message = "";
    private String searched = "";

    /** Who gets the keys. */
    enum Mode {
        PANES,
        COMMAND,
        SEARCH,
        HELP
    }

    /**
     * @param quit leaves the interface
     * @param redraw makes the display send everything anew
     */
    Workbench(Worker worker, History history, Runnable quit, Runnable redraw) {
        this.worker = worker;
        this.quit = quit;
        this.redraw = redraw;
        explorer = new Explorer(worker, quit, () -> focus(Place.LOCALS), this::showLongOutput);
        commandLine = new CommandLine(
                history, explorer::complete, explorer::execute, text -> message = text, () -> mode = Mode.PANES);
        panes.put(Place.THREADS, explorer.threads);
        panes.put(Place.STACK, explorer.stack);
        panes.put(Place.SOURCE, explorer.source);
        panes.put(Place.LOCALS, explorer.locals);
        panes.put(Place.OUTPUT, explorer.output);
    }

    /** Says how far the opening has come. */
    void opening(String text) {
        if (!explorer.isOpen()) {
            headline = text;
        }
    }

    void opened(Debuggee debuggee) {
        explorer.opened(debuggee);
        worker.run(debuggee::headline, text -> headline = text, reason -> message = reason.toString());
        worker.run(debuggee::commands, list -> commands = list, reason -> message = reason.toString());
    }

    void close() {
        explorer.close();
    }

    /** Does what a key is bound to; a key that is bound to nothing types itself where something can be typed. */
    void press(Key key) {
        message = "";
        Optional<Binding> bound =
                bindings().stream().filter(binding -> binding.isFor(key)).findFirst();
        if (bound.isPresent()) {
            run(bound.get());
        } else if (key.isText()) {
            type(key);
        }
    }

    /** Whether a key acts on rows that are still being read. */
    boolean isWaitedForBy(Key key) {
        Pane pane = focusedPane();
        return mode == Mode.PANES
                && explorer.isOpen()
                && pane.isLoading()
                && pane.bindings().stream().anyMatch(binding -> binding.isFor(key));
    }

    private void run(Binding binding) {
        String reason = binding.disabledReason().get();
        if (reason == null) {
            binding.handler().run();
        } else {
            message = explorer.isOpen() ? reason : STILL_OPENING;
        }
    }

    private void type(Key key) {
        switch (mode) {
            case COMMAND -> commandLine.type(key);
            case SEARCH -> search(key);
            case PANES -> message = "no such key: " + key.name() + " (: for a command, ? for help)";
            case HELP -> message = "";
        }
    }

    /** The bindings that hold now, the more special first. */
    private List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        switch (mode) {
            case PANES -> {
                bindings.addAll(focusedPane().bindings());
                bindings.addAll(globalBindings());
            }
            case COMMAND -> {
                bindings.addAll(commandLine.bindings());
                bindings.addAll(outputScrolling());
            }
            case SEARCH -> bindings.addAll(searchBindings());
            case HELP -> {
                bindings.addAll(helpBindings());
                bindings.addAll(help.bindings());
            }
        }
        bindings.add(Binding.of("Ctrl-L", "", "draw the screen anew", redraw));
        return bindings;
    }

    private List<Binding> globalBindings() {
        return List.of(
                Binding.of(":", "command", "type a debugger command", () -> command(""))
                        .disabledWhen(this::whyNotOpen),
                Binding.of("/", "search", "search in this pane", this::startSearch),
                Binding.of("n", "", "next match", () -> searchAgain(Direction.FORWARD)),
                Binding.of("N", "", "previous match", () -> searchAgain(Direction.BACKWARD)),
                Binding.of("u", "up", "up to the caller's frame", () -> step(1, "this is the outermost frame")),
                Binding.of("d", "down", "down to the callee's frame", () -> step(-1, "this is the innermost frame")),
                Binding.of("e", "exception", "print the exception with its causes", () -> explorer.execute("exception"))
                        .disabledWhen(this::whyNotOpen),
                Binding.of("z", "zoom", "give this pane the whole screen, or take it back", () -> zoomed = !zoomed),
                Binding.of("Tab", "next pane", "next pane", () -> focusBy(1)),
                Binding.of("Shift-Tab", "", "previous pane", () -> focusBy(-1)),
                Binding.of("1", "", "threads", () -> focus(Place.THREADS)),
                Binding.of("2", "", "stack", () -> focus(Place.STACK)),
                Binding.of("3", "", "source", () -> focus(Place.SOURCE)),
                Binding.of("4", "", "locals", () -> focus(Place.LOCALS)),
                Binding.of("5", "", "output", () -> focus(Place.OUTPUT)),
                Binding.of("Esc", "", "forget the search, leave the zoom and the output", this::escape),
                Binding.of("? F1", "help", "this help", this::showHelp),
                Binding.of("q Ctrl-C", "quit", "leave jpm", quit));
    }

    private List<Binding> searchBindings() {
        return List.of(
                Binding.of("Enter", "accept", "stay at the match; n and N go on", () -> mode = Mode.PANES),
                Binding.of("Down Ctrl-N", "next", "next match", () -> searchAgain(Direction.FORWARD)),
                Binding.of("Up Ctrl-P", "previous", "previous match", () -> searchAgain(Direction.BACKWARD)),
                Binding.of("Esc Ctrl-C", "cancel", "forget the search", this::escape),
                Binding.of("Backspace", "", "delete the last character", this::shortenSearch));
    }

    private List<Binding> helpBindings() {
        return List.of(Binding.of("Esc q ? F1 Enter Ctrl-C", "close", "close the help", () -> mode = Mode.PANES));
    }

    /** While a command is typed, the pages of the output can be turned. */
    private List<Binding> outputScrolling() {
        return explorer.output.bindings().stream()
                .filter(binding -> binding.firstKey().startsWith("Pg"))
                .toList();
    }

    private @Nullable String whyNotOpen() {
        return explorer.isOpen() ? null : STILL_OPENING;
    }

    private void command(String prefilled) {
        mode = Mode.COMMAND;
        commandLine.start(prefilled);
    }

    private void step(int frames, String atEnd) {
        if (!explorer.stepFrames(frames)) {
            message = atEnd;
        }
    }

    private void focus(Place place) {
        if (place == Place.OUTPUT && focus != Place.OUTPUT) {
            focusBeforeOutput = focus;
        }
        focus = place;
    }

    private void focusBy(int step) {
        focus(focus.step(step));
    }

    /** What a key of another pane printed gets the keyboard when it has no room; Esc goes back. */
    private void showLongOutput() {
        if (mode == Mode.PANES) {
            focus(Place.OUTPUT);
        }
    }

    private Pane focusedPane() {
        return pane(focus);
    }

    private Pane pane(Place place) {
        return panes.getOrDefault(place, explorer.stack);
    }

    private void startSearch() {
        mode = Mode.SEARCH;
        searchLine.set("");
    }

    private void search(Key key) {
        searchLine.insert(key.name());
        searchFor(searchLine.text());
    }

    private void shortenSearch() {
        if (searchLine.text().isEmpty()) {
            mode = Mode.PANES;
        }
        searchLine.backspace();
        searchFor(searchLine.text());
    }

    private void searchFor(String text) {
        searched = text;
        panes.values().forEach(pane -> pane.highlight(""));
        focusedPane().highlight(text);
        if (!text.isEmpty() && !focusedPane().find(text, Direction.FORWARD, true)) {
            message = "not found: " + text;
        }
    }

    private void searchAgain(Direction direction) {
        if (searched.isEmpty()) {
            message = "nothing was searched yet; / searches";
        } else if (!focusedPane().find(searched, direction, false)) {
            message = "not found: " + searched;
        }
    }

    private void escape() {
        if (mode == Mode.PANES && focus == Place.OUTPUT) {
            focus = focusBeforeOutput;
        }
        mode = Mode.PANES;
        zoomed = false;
        searched = "";
        panes.values().forEach(pane -> pane.highlight(""));
    }

    private void showHelp() {
        help = new HelpPane();
        help.addBindings(focusedPane().name() + " pane", focusedPane().bindings());
        help.addBindings("Everywhere", globalBindings());
        help.addBindings("Command line, after :", commandLine.bindings());
        help.addCommands("Commands", commands);
        mode = Mode.HELP;
    }

    /** The screen as it is now. */
    Picture picture(Size size) {
        Place active = mode == Mode.COMMAND ? Place.OUTPUT : focus;
        ScreenPainter painter = new ScreenPainter(size, headline);
        if (mode == Mode.HELP) {
            painter.onePane(help);
        } else {
            painter.panes(panes, ScreenLayout.of(size, active, zoomed), active);
        }
        painter.footer(bindings());
        return switch (mode) {
            case COMMAND -> painter.input("(jpm) ", commandLine.text(), commandLine.beforeCursor(), message);
            case SEARCH -> painter.input("/", searchLine.text(), searchLine.text(), message);
            case PANES, HELP -> painter.message(message.isEmpty() ? running() : message);
        };
    }

    private String running() {
        return explorer.running().isEmpty() ? "" : "running " + explorer.running() + " …";
    }
}
