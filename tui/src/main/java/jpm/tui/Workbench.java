package jpm.tui;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import jpm.debug.HeapBrowser;
import jpm.tui.Debuggee.CommandSummary;
import jpm.tui.Pane.Direction;
import jpm.tui.Pane.Found;
import jpm.tui.term.Display;
import jpm.tui.term.Key;
import jpm.tui.term.Picture;
import jpm.tui.term.Size;

/** The views, which of them is shown, and what each key does. */
final class Workbench {
    private static final int INSPECTORS_KEPT = 50;
    private static final int WHEEL_ROWS = 3;
    private final Worker worker;
    private final Worker reader;
    private final Runnable quit;
    private final Display display;
    private final Desk desk;
    private final Explorer explorer;
    private final DebuggerView debugger;
    private final QueryView queries;
    private final InfoView info;
    private final List<View> tabs;
    private final Map<Long, InspectorView> inspectors = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, InspectorView> eldest) {
            return size() > INSPECTORS_KEPT;
        }
    };
    private final Places places = new Places();
    private final CommandLine commandLine;
    private final CommandLine queryLine;
    private final LineEditor searchLine = new LineEditor();
    private View view;
    private List<CommandSummary> commands = List.of();
    private HelpPane help = new HelpPane();
    private Mode mode = Mode.PANES;
    private boolean zoomed;
    private boolean capturesMouse;
    private Size shownSize = new Size(0, 0);
    private String headline = "";
    private String message = "";
    private String searched = "";

    /** Who gets the keys. */
    enum Mode {
        PANES,
        COMMAND,
        QUERY,
        SEARCH,
        HELP
    }

    /**
     * @param interfaceThread runs something on the thread of the caller of all methods here
     * @param quit leaves the interface
     */
    Workbench(
            Consumer<Runnable> interfaceThread,
            Worker worker,
            Worker reader,
            History commands,
            History typedQueries,
            Display display,
            Runnable quit) {
        this.worker = worker;
        this.reader = reader;
        this.quit = quit;
        this.display = display;
        desk = new Desk(interfaceThread, reader, new Ways());
        explorer = new Explorer(desk, worker, quit, () -> focus(DebuggerView.LOCALS), this::showLongOutput);
        debugger = new DebuggerView(explorer, text -> message = text);
        queries = new QueryView(desk, this::editQuery);
        info = new InfoView(desk);
        tabs = List.of(debugger, new HeapView(desk), queries, new StringsView(desk, this::query), info);
        view = debugger;
        places.visit(view);
        commandLine = new CommandLine(
                commands, explorer::complete, explorer::execute, text -> message = text, () -> mode = Mode.PANES);
        queryLine = new CommandLine(
                typedQueries,
                new QueryWords(desk)::complete,
                this::query,
                text -> message = text,
                () -> mode = Mode.PANES);
    }

    /** What panes ask for. */
    private final class Ways implements Desk.Guide {
        @Override
        public void say(String text) {
            message = text;
        }

        @Override
        public void inspect(long id) {
            HeapBrowser heap = desk.heap();
            if (heap != null) {
                go(inspectors.computeIfAbsent(id, of -> new InspectorView(desk, heap, of)));
            }
        }

        @Override
        public void wentOn(View within, int focusBefore) {
            places.visitPane(within, focusBefore);
        }
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
        worker.run(debuggee::description, info::opened, reason -> message = reason.toString());
        desk.opened(debuggee.heap());
        view.shown();
    }

    void close() {
        reader.close();
        explorer.close();
    }

    /** Does what a key is bound to; a key that is bound to nothing types itself where something can be typed. */
    void press(Key key) {
        message = "";
        Optional<Binding> bound =
                bindings().stream().filter(binding -> binding.isFor(key)).findFirst();
        if (key.column() >= 0) {
            point(key);
        } else if (bound.isPresent()) {
            run(bound.get());
        } else if (key.isText()) {
            type(key);
        }
    }

    /** Whether a key acts on rows that are still being read. */
    boolean isWaitedForBy(Key key) {
        Pane pane = view.focused();
        return explorer.isOpen()
                && (mode == Mode.PANES && pane.makesWait(key) || mode == Mode.SEARCH && pane.isLoading());
    }

    private void run(Binding binding) {
        String reason = binding.disabledReason().get();
        if (reason == null) {
            binding.handler().run();
        } else {
            String stillOpening = explorer.whyNotOpen();
            message = stillOpening == null ? reason : stillOpening;
        }
    }

    private void type(Key key) {
        switch (mode) {
            case COMMAND -> commandLine.type(key);
            case QUERY -> queryLine.type(key);
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
                bindings.addAll(view.focused().bindings());
                bindings.addAll(view.bindings());
                bindings.addAll(globalBindings());
            }
            case COMMAND -> {
                bindings.addAll(commandLine.bindings());
                bindings.addAll(outputScrolling());
            }
            case QUERY -> bindings.addAll(queryLine.bindings());
            case SEARCH -> bindings.addAll(searchBindings());
            case HELP -> {
                bindings.addAll(helpBindings());
                bindings.addAll(help.bindings());
            }
        }
        bindings.add(Binding.of("Ctrl-L", "", "draw the screen anew", display::forget));
        bindings.add(Binding.of("Ctrl-Z", "", "stop jpm; the shell's fg goes on", display::suspend));
        return bindings;
    }

    private List<Binding> globalBindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of(":", "command", "type a debugger command", () -> command(""))
                .disabledWhen(explorer::whyNotOpen));
        bindings.add(Binding.of("/", "search", "search in this pane", this::startSearch));
        bindings.add(Binding.of("n", "", "next match", () -> searchAgain(Direction.FORWARD)));
        bindings.add(Binding.of("N", "", "previous match", () -> searchAgain(Direction.BACKWARD)));
        bindings.add(Binding.of("b Backspace", "back", "back to where you were", () -> step(-1))
                .disabledWhen(() -> places.hasStep(-1) ? null : "this is where you began"));
        bindings.add(Binding.of("f", "", "forward again", () -> step(1))
                .disabledWhen(() -> places.hasStep(1) ? null : "there is nothing ahead"));
        bindings.add(desk.graph().binding());
        bindings.add(
                Binding.of("z", "zoom", "give this pane the whole screen, or take it back", () -> zoomed = !zoomed));
        bindings.add(Binding.of("y", "", "copy the selected row, whole, to the terminal's clipboard", this::copy));
        bindings.add(Binding.of("m", "", "let the mouse click and scroll, or select text as usual", this::switchMouse));
        bindings.add(Binding.of("Tab", "next pane", "next pane", () -> focus(view.focus() + 1)));
        bindings.add(Binding.of("Shift-Tab", "", "previous pane", () -> focus(view.focus() - 1)));
        List<Pane> panes = view.panes();
        for (int place = 0; place < panes.size(); place++) {
            int chosen = place;
            String name = panes.get(place).name().toLowerCase(Locale.ROOT);
            bindings.add(Binding.of("" + (place + 1), "", name, () -> focus(chosen)));
        }
        for (View tab : tabs) {
            bindings.add(Binding.of(tab.name().substring(0, 1), "", "the tab " + tab.name(), () -> go(tab)));
        }
        bindings.add(Binding.of(
                "Esc",
                "",
                "stop what is running; forget the search, leave the zoom, the output, the object",
                this::escape));
        bindings.add(Binding.of("? F1", "help", "this help", this::showHelp));
        bindings.add(Binding.of("q Ctrl-C", "quit", "leave jpm", quit));
        return bindings;
    }

    private List<Binding> searchBindings() {
        return List.of(
                Binding.of("Enter", "accept", "stay at the match; n and N go on", () -> mode = Mode.PANES),
                Binding.of("Down Ctrl-N", "next", "next match", () -> searchAgain(Direction.FORWARD)),
                Binding.of("Up Ctrl-P", "previous", "previous match", () -> searchAgain(Direction.BACKWARD)),
                Binding.of("Esc Ctrl-C", "cancel", "forget the search", this::forgetSearch),
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

    private void command(String prefilled) {
        go(debugger);
        mode = Mode.COMMAND;
        commandLine.start(prefilled);
    }

    private void go(View to) {
        if (to != view) {
            view = to;
            places.visit(to);
            arrived();
        }
    }

    private void step(int steps) {
        View to = places.step(steps);
        if (to != null) {
            view = to;
            arrived();
        }
    }

    private void arrived() {
        zoomed = false;
        view.shown();
    }

    private void editQuery() {
        mode = Mode.QUERY;
        queryLine.start(queries.query());
    }

    /** Shows what a query finds. */
    private void query(String text) {
        mode = Mode.PANES;
        go(queries);
        queries.run(text);
    }

    private void copy() {
        String text = view.focused().copyText();
        if (!text.isEmpty()) {
            display.copy(text);
            message = "copied: " + text;
        }
    }

    private void switchMouse() {
        capturesMouse = !capturesMouse;
        display.captureMouse(capturesMouse);
        message = capturesMouse
                ? "the mouse clicks and scrolls; with Shift it selects text, m lets it go"
                : "the mouse is the terminal's again";
    }

    /** A click or a turn of the wheel. */
    private void point(Key mouse) {
        if (mode != Mode.PANES) {
            return;
        }
        List<String> names = tabs.stream().map(View::name).toList();
        int tab = mouse.row() == 0
                ? ScreenPainter.tabAt(mouse.column(), names, tabs.indexOf(view), shownSize.columns())
                : -1;
        if (tab >= 0 && mouse.name().equals("Click")) {
            go(tabs.get(tab));
        }
        ScreenLayout.of(view, shownSize, view.focus(), zoomed).areas().forEach((place, area) -> {
            if (area.holds(mouse.column(), mouse.row())) {
                pointAt(place, mouse.row() - area.row() - 1, mouse.name());
            }
        });
    }

    private void pointAt(int place, int row, String what) {
        Pane pane = view.panes().get(place);
        switch (what) {
            case "WheelUp" -> pane.scroll(-WHEEL_ROWS);
            case "WheelDown" -> pane.scroll(WHEEL_ROWS);
            case "Click" -> {
                view.focus(place);
                pane.click(row);
            }
            default -> message = "";
        }
    }

    private void focus(int pane) {
        view.focus(pane);
    }

    /** What a key of another pane printed gets the keyboard when it has no room; Esc goes back. */
    private void showLongOutput() {
        if (mode == Mode.PANES && view == debugger) {
            focus(DebuggerView.OUTPUT);
        }
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
        highlight("");
        view.focused().highlight(text);
        if (text.isEmpty()) {
            view.focused().stop();
        } else {
            find(Direction.FORWARD, true);
        }
    }

    private void searchAgain(Direction direction) {
        if (searched.isEmpty()) {
            message = "nothing was searched yet; / searches";
        } else {
            find(direction, false);
        }
    }

    private void find(Direction direction, boolean includingCurrent) {
        if (view.focused().find(searched, direction, includingCurrent) == Found.NO) {
            message = "not found: " + searched;
        }
    }

    private void forgetSearch() {
        view.focused().stop();
        mode = Mode.PANES;
        searched = "";
        highlight("");
    }

    private void highlight(String text) {
        view.panes().forEach(pane -> pane.highlight(text));
    }

    /** Stops what is running; where nothing is, leaves what was entered last. */
    private void escape() {
        if (view.stop()) {
            message = "stopped";
            return;
        }
        boolean hadSearch = !searched.isEmpty();
        boolean wasZoomed = zoomed;
        forgetSearch();
        zoomed = false;
        debugger.leaveOutput();
        if (!hadSearch && !wasZoomed && !tabs.contains(view)) {
            step(-1);
        }
    }

    private void showHelp() {
        help = new HelpPane();
        help.addBindings(view.focused().name() + " pane", view.focused().bindings());
        if (!view.bindings().isEmpty()) {
            help.addBindings(view.name(), view.bindings());
        }
        help.addBindings("Everywhere", globalBindings());
        help.addBindings("Command line, after :, and query line", commandLine.bindings());
        help.addCommands("Commands", commands);
        mode = Mode.HELP;
    }

    /** The screen as it is now. */
    Picture picture(Size size) {
        shownSize = size;
        int active = mode == Mode.COMMAND ? DebuggerView.OUTPUT : view.focus();
        List<String> names = tabs.stream().map(View::name).toList();
        ScreenPainter painter = new ScreenPainter(size, names, tabs.indexOf(view), headline);
        if (mode == Mode.HELP) {
            painter.onePane(help);
        } else {
            painter.panes(view.panes(), ScreenLayout.of(view, size, active, zoomed), active);
        }
        painter.footer(bindings());
        return switch (mode) {
            case COMMAND -> painter.input("(jpm) ", commandLine.text(), commandLine.beforeCursor(), message);
            case QUERY -> painter.input("query> ", queryLine.text(), queryLine.beforeCursor(), message);
            case SEARCH -> painter.input("/", searchLine.text(), searchLine.text(), message);
            case PANES, HELP -> painter.message(message.isEmpty() ? running() : message);
        };
    }

    private String running() {
        return explorer.running().isEmpty() ? "" : "running " + explorer.running() + " …";
    }
}
