package jpm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.io.JpmException;
import jpm.live.AgentConnection;
import jpm.live.BreakpointRequest;
import jpm.live.LiveBreakpoint;
import jpm.live.RunningJvm;
import org.jspecify.annotations.Nullable;

/** What {@code jpm break} and {@code jpm log} have in common: breakpoints and logpoints in running JVMs. */
final class Breakpoints {
    static final Flag IF = Flag.taking(null, "if", "EXPR", "only when the expression is true");
    static final Flag TTL = Flag.taking(null, "ttl", "TIME", "for how long, as 30min or 2h; 24h if not given");
    static final Flag ALL = Flag.of(null, "all", "of rm: all of them");

    private static final Listing<LiveBreakpoint> LISTING = new Listing<>(List.of(
            ListingColumn.text("pid", "PID", each -> each.jvm().pid()),
            ListingColumn.text("main", "MAIN", each -> each.jvm().name()),
            ListingColumn.text("id", "ID", LiveBreakpoint::id),
            ListingColumn.text("place", "PLACE", LiveBreakpoint::place),
            ListingColumn.text("state", "STATE", LiveBreakpoint::state),
            ListingColumn.count("hits", "HITS", LiveBreakpoint::hits),
            ListingColumn.text("condition", "CONDITION", LiveBreakpoint::condition),
            ListingColumn.text("format", "LOGS", LiveBreakpoint::format),
            ListingColumn.text("dump", "DUMP", Breakpoints::lastDump),
            ListingColumn.text("message", "REMARK", LiveBreakpoint::message)));

    private final Invocation invocation;
    private final boolean logs;

    private Breakpoints(Invocation invocation, boolean logs) {
        this.invocation = invocation;
        this.logs = logs;
    }

    private static @Nullable String lastDump(LiveBreakpoint breakpoint) {
        List<String> dumps = breakpoint.dumps();
        return dumps.isEmpty() ? null : dumps.get(dumps.size() - 1);
    }

    /** Runs a subcommand, {@code list} if none is named; {@code add} is the caller's own. */
    static int run(Invocation invocation, boolean logs, Command.Action add) throws java.io.IOException {
        Breakpoints self = new Breakpoints(invocation, logs);
        List<String> words = invocation.words();
        String command = words.isEmpty() ? "list" : words.get(0);
        return switch (command) {
            case "add" -> add.run(invocation);
            case "list", "ls" -> LISTING.print(self.all(), invocation);
            case "show", "info" -> self.show(words.subList(1, words.size()));
            case "rm", "remove", "delete" -> self.remove(words.subList(1, words.size()));
            default ->
                throw new UsageException(
                        "unknown subcommand: jpm " + invocation.command().name() + " has no " + Plain.line(command, 40),
                        "jpm help " + invocation.command().name());
        };
    }

    private List<LiveBreakpoint> all() {
        List<LiveBreakpoint> all = new ArrayList<>();
        List<RunningJvm> jvms = LiveArgument.listening(invocation);
        for (RunningJvm jvm : jvms) {
            try {
                AgentConnection.to(jvm).list().stream()
                        .filter(each -> each.isLog() == logs)
                        .forEach(all::add);
            } catch (JpmException unreachable) {
                if (jvms.size() == 1) {
                    throw unreachable;
                }
                if (jvm.isRunning()) {
                    invocation.console().message("-- Notice: " + unreachable.getMessage() + ".");
                }
            }
        }
        return all;
    }

    private LiveBreakpoint one(String id) {
        List<LiveBreakpoint> found =
                all().stream().filter(each -> each.id().equals(id)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new JpmException(
                found.isEmpty()
                        ? "cannot find " + Plain.line(id, 40) + ": there is none of that name"
                        : "cannot choose: several JVMs have a " + Plain.line(id, 40),
                found.isEmpty()
                        ? "jpm " + invocation.command().name() + " list shows all"
                        : "name the JVM: --pid " + found.get(0).jvm().pid());
    }

    private int show(List<String> ids) {
        if (ids.isEmpty()) {
            throw new UsageException(
                    "cannot show: none is named", "jpm " + invocation.command().name() + " list");
        }
        for (String id : ids) {
            LiveBreakpoint breakpoint = one(id);
            if (OutputFormat.of(invocation) == OutputFormat.JSON) {
                invocation.console().out().println(JsonText.of(data(breakpoint)));
            } else {
                text(breakpoint).forEach(invocation.console().out()::println);
            }
        }
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> data(LiveBreakpoint breakpoint) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("pid", breakpoint.jvm().pid());
        data.put("main", breakpoint.jvm().name());
        breakpoint.fields().forEach((name, value) -> data.put(String.valueOf(name), value));
        return data;
    }

    private static List<String> text(LiveBreakpoint breakpoint) {
        List<String> lines = new ArrayList<>();
        data(breakpoint).forEach((name, value) -> {
            boolean isNothing = value == null || (value instanceof List<?> list && list.isEmpty());
            if (!isNothing) {
                lines.add(Plain.line(String.format(java.util.Locale.ROOT, "%11s: %s", name, value)));
            }
        });
        return lines;
    }

    private int remove(List<String> ids) {
        boolean every = invocation.has("all");
        if (ids.isEmpty() && !every) {
            throw new UsageException(
                    "cannot remove: none is named",
                    "jpm " + invocation.command().name() + " rm ID, or --all");
        }
        List<LiveBreakpoint> meant = every ? all() : ids.stream().map(this::one).toList();
        for (LiveBreakpoint each : meant) {
            AgentConnection.to(each.jvm()).remove(each.id());
        }
        return meant.isEmpty() ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
    }

    /** A place on the command line: {@code com/acme/Shop.java:42}, or the class's name in place of the file. */
    record Place(String path, int line) {
        /** Throws {@link UsageException} for text that is none. */
        static Place parse(String text) {
            int colon = text.lastIndexOf(':');
            String line = text.substring(colon + 1);
            if (colon < 1 || !line.matches("[0-9]{1,9}")) {
                throw new UsageException(
                        "cannot use " + Plain.line(text, 100) + ": it is no FILE:LINE", "as com/acme/Shop.java:42");
            }
            String file = text.substring(0, colon);
            boolean isClass = file.indexOf('/') < 0 && !file.matches(".*\\.(java|kt|kts|scala|groovy|clj)");
            String outer = file.indexOf('$') > 0 ? file.substring(0, file.indexOf('$')) : file;
            return new Place(isClass ? outer.replace('.', '/') : file, Integer.parseInt(line));
        }
    }

    /** Sets it, and says what came of it. */
    static int add(Invocation invocation, BreakpointRequest request) {
        AgentConnection agent = LiveArgument.one(invocation);
        LiveBreakpoint made = agent.add(request);
        Console console = invocation.console();
        if (made.isFailed()) {
            agent.remove(made.id());
            throw new JpmException(
                    "cannot set it at " + request.path() + ":" + request.line() + ": " + made.message(),
                    "jpm help " + invocation.command().name());
        }
        if (OutputFormat.of(invocation) == OutputFormat.JSON) {
            console.out().println(JsonText.of(data(made)));
            return ExitCode.DONE;
        }
        console.out().println(Plain.line(made.id() + " at " + made.place() + " in " + LiveArgument.name(agent.jvm())));
        if (made.actualLine() != made.line()) {
            console.message(
                    "-- Notice: line " + made.line() + " has no code, the next that has is " + made.actualLine() + ".");
        }
        if (made.state().equals("pending")) {
            String namesakes = Plain.line(String.join(", ", made.namesakes()), 300);
            console.message("-- Notice: it waits until a class of that file is loaded"
                    + (namesakes.isEmpty() ? "." : "; loaded is " + namesakes + "."));
        }
        return ExitCode.DONE;
    }
}
