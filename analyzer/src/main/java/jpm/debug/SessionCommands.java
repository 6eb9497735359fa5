package jpm.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.value.PrintLimits;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Settings, information and help. */
final class SessionCommands {
    private static final String GROUP = "session";

    private static final String MAX_RESULTS = "max-results";
    private static final Pattern VARIABLE = Pattern.compile("(\\$[A-Za-z]\\w*)\\s*=(?!=)\\s*(.+)", Pattern.DOTALL);
    private static final int SHOWN_VALUES = 10;

    private final DebugSession session;
    private final Supplier<CommandLookup> commands;
    private final Map<String, Subject> subjects = new LinkedHashMap<>();

    /** Something that {@code info} tells about. */
    private record Subject(String summary, Function<String, String> answer) {}

    SessionCommands(DebugSession session, Supplier<CommandLookup> commands) {
        this.session = session;
        this.commands = commands;
    }

    void addSubjects(StackCommands stack, ThreadCommands threads, ExceptionCommands exceptions) {
        addSubject("locals", "the frame's local variables", a -> stack.variables("Locals", List.of(Local.Kind.LOCAL)));
        addSubject(
                "args",
                "this and the frame's arguments",
                a -> stack.variables("Arguments", List.of(Local.Kind.THIS, Local.Kind.ARGUMENT)));
        addSubject("frame", "the frame, and where its source is", a -> stack.information());
        addSubject("source", "the frame, and where its source is", a -> stack.information());
        addSubject("threads", "all threads", threads::threadList);
        addSubject("exception", "the exception with its causes", a -> exceptions.chain());
        addSubject("breakpoint", "what the breakpoint asked that was hit", a -> breakpoint());
        addSubject("dump", "what is known of the dump", a -> dump());
    }

    /** @param answer gets what follows the subject's name */
    void addSubject(String name, String summary, Function<String, String> answer) {
        subjects.put(name, new Subject(summary, answer));
    }

    void addTo(List<DebugCommand> all) {
        add(
                all,
                "info",
                List.of("i"),
                "info SUBJECT",
                "information about frames, threads, locks, classes and the dump",
                "SUBJECT is one of" + subjectList(),
                List.of(
                        "info classes ^com\\.acme\\.  classes by a regular expression",
                        "info statics Config  a class's static fields"),
                this::info);
        add(
                all,
                "set",
                List.of(),
                "set LIMIT N | $NAME = EXPRESSION",
                "how much is printed, or keep a value",
                "LIMIT is one of " + String.join(", ", limits().keySet())
                        + ": the characters of one value, the elements of its collections, how deep objects are shown within objects, and how many "
                        + "objects or classes a command lists. \"set $name = EXPRESSION\" keeps a value, which expressions name $name.",
                List.of("set max-chars 10000  longer values", "set $o = order.lines[0]  then p $o.price"),
                this::set);
        add(
                all,
                "show",
                List.of(),
                "show [LIMIT | values]",
                "the limits that set changes, or the values printed last",
                "Shows one limit or all. \"show values\" shows the last ten values printed, with the numbers by which expressions name them.",
                List.of(),
                this::show);
        add(
                all,
                "help",
                List.of("h"),
                "help [COMMAND]",
                "the commands, or one of them",
                "Names may be shortened as long as only one command begins so. An answer can be filtered and kept: \"COMMAND | grep PATTERN\" (-i "
                        + "ignores case, -v takes the other lines, -c counts), \"| head N\", \"| tail N\", \"| sort\", \"| count\", "
                        + "\"COMMAND > FILE\", \">> FILE\" to its end; behind an expression FILE is written with a slash.",
                List.of("bt full | grep -i order  lines about orders", "threads > threads.txt  to a file"),
                this::help);
        add(all, "quit", List.of("q", "exit"), "quit", "leave", "Leaves the debugger.", List.of(), arguments -> "");
    }

    private static void add(
            List<DebugCommand> all,
            String name,
            List<String> aliases,
            String usage,
            String summary,
            String help,
            List<String> examples,
            Function<String, String> answer) {
        all.add(DebugCommand.saying(new CommandHelp(name, aliases, GROUP, usage, summary, help, examples), answer));
    }

    private String subjectList() {
        StringBuilder list = new StringBuilder();
        subjects.forEach((name, subject) -> list.append(String.format("\n  %-12s %s", name, subject.summary)));
        return list.toString();
    }

    List<String> subjectNames() {
        return List.copyOf(subjects.keySet());
    }

    List<String> limitNames() {
        return List.copyOf(limits().keySet());
    }

    private String info(String arguments) {
        Arguments.required(arguments, "a subject, one of " + String.join(", ", subjects.keySet()));
        String name = arguments.split("\\s", 2)[0];
        Subject subject = subjects.get(oneOf(name, subjectNames()));
        return subject == null
                ? ""
                : subject.answer.apply(arguments.substring(name.length()).strip());
    }

    private String breakpoint() {
        if (!"breakpoint".equals(session.header().reason())) {
            throw new CommandException("No breakpoint: this dump is about none.");
        }
        StringBuilder out = new StringBuilder(
                        FrameText.clean(String.valueOf(session.header().message())))
                .append('\n');
        session.hit().lines().forEach(line -> out.append(FrameText.clean(line)).append('\n'));
        return out.toString();
    }

    private String dump() {
        DumpHeader header = session.header();
        Map<String, @Nullable Object> rows = new LinkedHashMap<>();
        rows.put("dump", header.name());
        rows.put("time", header.time());
        rows.put("reason", header.reason());
        rows.put("exception", header.exception());
        rows.put("message", header.message());
        rows.put("thread", header.thread());
        rows.put("main", header.main());
        rows.put("pid", header.pid());
        rows.put("host", header.host());
        rows.put("jvm", header.jvm());
        rows.put("note", header.note());
        StringBuilder out = new StringBuilder();
        rows.forEach((name, value) -> {
            if (value != null) {
                out.append(String.format("%-10s", name))
                        .append(FrameText.clean(value.toString()))
                        .append('\n');
            }
        });
        return out.toString();
    }

    private Map<String, Integer> limits() {
        PrintLimits limits = session.limits();
        Map<String, Integer> values = new LinkedHashMap<>();
        values.put("max-chars", limits.maxChars());
        values.put("max-elements", limits.maxElements());
        values.put("max-depth", limits.maxDepth());
        values.put(MAX_RESULTS, session.resultLimit());
        return values;
    }

    private String set(String arguments) {
        Matcher variable = VARIABLE.matcher(arguments);
        if (variable.matches()) {
            session.history()
                    .name(
                            variable.group(1),
                            ValueCommands.evaluate(session, variable.group(2).strip()));
            return "";
        }
        List<String> words = Arguments.words(arguments);
        if (words.size() != 2) {
            throw new CommandException("Usage: set LIMIT N or set $NAME = EXPRESSION, where LIMIT is one of "
                    + String.join(", ", limitNames()) + ".");
        }
        String limit = oneOf(words.get(0), limitNames());
        int value = Arguments.number(words.get(1));
        if (value < 1) {
            throw new CommandException("A limit is at least 1.");
        }
        if (limit.equals(MAX_RESULTS)) {
            session.maxResults(value);
            return "";
        }
        PrintLimits limits = session.limits();
        session.limits(
                switch (limit) {
                    case "max-chars" -> limits.withMaxChars(value);
                    case "max-elements" -> limits.withMaxElements(value);
                    default -> limits.withMaxDepth(Math.min(value, PrintLimits.WIDE.maxDepth()));
                });
        return "";
    }

    private String show(String arguments) {
        Map<String, Integer> limits = limits();
        if (arguments.equals("values")) {
            return values();
        }
        if (!arguments.isEmpty()) {
            String name = oneOf(arguments, limitNames());
            return name + " " + limits.get(name) + "\n";
        }
        StringBuilder out = new StringBuilder();
        limits.forEach(
                (name, value) -> out.append(name).append(' ').append(value).append('\n'));
        return out.toString();
    }

    private String values() {
        StringBuilder out = new StringBuilder();
        ValueHistory history = session.history();
        for (int i = Math.max(1, history.count() - SHOWN_VALUES + 1); i <= history.count(); i++) {
            Value value = history.find(i);
            out.append("$")
                    .append(i)
                    .append(" = ")
                    .append(value == null ? "?" : session.render(value))
                    .append('\n');
        }
        return out.length() == 0 ? "No values yet.\n" : out.toString();
    }

    /** The name that is meant: whole, or by a beginning that only it has. */
    private static String oneOf(String typed, List<String> names) {
        List<String> fitting = new ArrayList<>();
        for (String name : names) {
            if (name.equals(typed)) {
                return name;
            }
            if (name.startsWith(typed)) {
                fitting.add(name);
            }
        }
        if (fitting.size() != 1) {
            throw new CommandException("\"" + typed + "\" is none of " + String.join(", ", names) + ".");
        }
        return fitting.get(0);
    }

    private String help(String arguments) {
        if (arguments.isEmpty()) {
            return overview();
        }
        DebugCommand command = commands.get().find(arguments);
        if (command == null) {
            throw commands.get().unknown(arguments);
        }
        CommandHelp help = command.help();
        String aliases = help.aliases().isEmpty() ? "" : "Also: " + String.join(", ", help.aliases()) + "\n";
        return help.usage() + "\n" + help.help() + "\n" + aliases + examples(help);
    }

    private static String examples(CommandHelp help) {
        StringBuilder out = new StringBuilder();
        for (String example : help.examples()) {
            String[] parts = example.split("  ", 2);
            String line = parts.length == 1 ? parts[0] : String.format("%-44s  %s", parts[0], parts[1]);
            out.append(out.length() == 0 ? "\n" : "").append("  ").append(line).append('\n');
        }
        return out.toString();
    }

    private String overview() {
        StringBuilder out = new StringBuilder();
        String group = "";
        for (DebugCommand command : commands.get().all()) {
            CommandHelp help = command.help();
            if (!help.group().equals(group)) {
                group = help.group();
                out.append(out.length() == 0 ? "" : "\n").append(group).append(":\n");
            }
            out.append(String.format("  %-34s %s", help.usage(), help.summary()))
                    .append('\n');
        }
        return out.toString();
    }
}
