package jpm.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jpm.value.PrintLimits;
import org.jspecify.annotations.Nullable;

/** Settings, information and help. */
final class SessionCommands {
    private static final String GROUP = "session";

    private final DebugSession session;
    private final Supplier<CommandLookup> commands;
    private final Map<String, Supplier<String>> subjects = new LinkedHashMap<>();

    SessionCommands(
            DebugSession session,
            StackCommands stack,
            ThreadCommands threads,
            ExceptionCommands exceptions,
            Supplier<CommandLookup> commands) {
        this.session = session;
        this.commands = commands;
        subjects.put("locals", () -> stack.variables("Locals", List.of(Local.Kind.LOCAL)));
        subjects.put("args", () -> stack.variables("Arguments", List.of(Local.Kind.THIS, Local.Kind.ARGUMENT)));
        subjects.put("frame", stack::information);
        subjects.put("source", stack::information);
        subjects.put("threads", threads::threads);
        subjects.put("exception", exceptions::chain);
        subjects.put("dump", this::dump);
    }

    void addTo(List<DebugCommand> all) {
        add(
                all,
                "info",
                List.of("i"),
                "info SUBJECT",
                "information about " + String.join(", ", subjects.keySet()),
                "SUBJECT is one of " + String.join(", ", subjects.keySet()) + ".",
                this::info);
        add(
                all,
                "set",
                List.of(),
                "set LIMIT N",
                "how much of a value is printed",
                "LIMIT is one of " + String.join(", ", limits().keySet())
                        + ": the characters of one value, the elements of its collections, "
                        + "and how deep objects are shown within objects.",
                this::set);
        add(
                all,
                "show",
                List.of(),
                "show [LIMIT]",
                "the limits that set changes",
                "Shows one limit or all.",
                this::show);
        add(
                all,
                "help",
                List.of("h"),
                "help [COMMAND]",
                "the commands, or one of them",
                "Names may be shortened as long as only one command begins so.",
                this::help);
        add(all, "quit", List.of("q", "exit"), "quit", "leave", "Leaves the debugger.", arguments -> "");
    }

    private static void add(
            List<DebugCommand> all,
            String name,
            List<String> aliases,
            String usage,
            String summary,
            String help,
            DebugCommand.Action action) {
        all.add(new DebugCommand(new CommandHelp(name, aliases, GROUP, usage, summary, help), action));
    }

    List<String> subjectNames() {
        return List.copyOf(subjects.keySet());
    }

    List<String> limitNames() {
        return List.copyOf(limits().keySet());
    }

    private String info(String arguments) {
        Supplier<String> subject = subjects.get(oneOf(
                Arguments.required(arguments, "a subject, one of " + String.join(", ", subjects.keySet())),
                subjectNames()));
        return subject == null ? "" : subject.get();
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
        return values;
    }

    private String set(String arguments) {
        List<String> words = Arguments.words(arguments);
        if (words.size() != 2) {
            throw new CommandException(
                    "Usage: set LIMIT N, where LIMIT is one of " + String.join(", ", limitNames()) + ".");
        }
        String limit = oneOf(words.get(0), limitNames());
        int value = Arguments.number(words.get(1));
        if (value < 1) {
            throw new CommandException("A limit is at least 1.");
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
        if (!arguments.isEmpty()) {
            String name = oneOf(arguments, limitNames());
            return name + " " + limits.get(name) + "\n";
        }
        StringBuilder out = new StringBuilder();
        limits.forEach(
                (name, value) -> out.append(name).append(' ').append(value).append('\n'));
        return out.toString();
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
        return help.usage() + "\n" + help.help() + "\n" + aliases;
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
