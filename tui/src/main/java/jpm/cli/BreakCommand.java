package jpm.cli;

import java.util.List;
import jpm.live.BreakpointRequest;

/** {@code jpm break}: breakpoints in running JVMs, which stop nothing and leave dumps. */
final class BreakCommand {
    private static final int MAX_HITS = 1000;

    static final Command COMMAND = new Command(
            "break",
            List.of("breakpoint"),
            "add FILE:LINE | list | show ID… | rm ID…",
            "dump a line's variables when a running JVM passes it",
            "Sets a breakpoint in a JVM that runs with the agent, or into which jpm attach has loaded it. The program is not stopped: when the line is passed, the "
                    + "thread's stack with the variables of its frames becomes a dump with the reason breakpoint, which jpm list shows and jpm open opens "
                    + "at the line. FILE is the source with its package's folders, as com/acme/Shop.java, or the class's name.\n\n"
                    + "A line without code moves to the next that has some; a class that is not loaded yet is waited for. Conditions and expressions are those "
                    + "of the debugger's print: they change nothing, and end when they cost too much. A breakpoint is done after its hits, when its time is "
                    + "over, or when it is removed; the code of the class is then as it was.",
            CommonFlags.ofListing(List.of(
                    LiveArgument.PID,
                    Breakpoints.IF,
                    Flag.taking("e", "expression", "EXPR", "evaluate it at each hit; may be given several times"),
                    Flag.taking(null, "hits", "N", "take N hits instead of 1"),
                    Breakpoints.TTL,
                    Flag.of(null, "heap", "dump the heap, too, which stops the program for as long as that takes"),
                    Breakpoints.ALL)),
            List.of(
                    new Command.Example("jpm break add com/acme/Shop.java:42", "the next time the line is passed"),
                    new Command.Example(
                            "jpm break add -p 4242 com.acme.Shop:42 --if 'order.total > 1000' -e 'order.lines.size()'",
                            "when a condition holds"),
                    new Command.Example("jpm break list", "what is set, and what it has dumped"),
                    new Command.Example("jpm break rm b1", "take it away")),
            BreakCommand::run);

    private BreakCommand() {}

    private static int run(Invocation invocation) throws java.io.IOException {
        return Breakpoints.run(invocation, false, BreakCommand::add);
    }

    private static int add(Invocation invocation) {
        List<String> words = invocation.words();
        if (words.size() != 2) {
            throw new UsageException(
                    "cannot set a breakpoint: one FILE:LINE is needed", "jpm break add com/acme/Shop.java:42");
        }
        Breakpoints.Place place = Breakpoints.Place.parse(words.get(1));
        String life = invocation.option("ttl");
        return Breakpoints.add(
                invocation,
                new BreakpointRequest(
                        place.path(),
                        place.line(),
                        invocation.option("if"),
                        invocation.options("expression"),
                        hits(invocation.option("hits")),
                        life == null ? null : TimeSpan.parse("ttl", life),
                        invocation.has("heap"),
                        null,
                        null));
    }

    private static int hits(@org.jspecify.annotations.Nullable String text) {
        if (text == null) {
            return 1;
        }
        int hits = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (hits < 1 || hits > MAX_HITS) {
            throw new UsageException(
                    "cannot use --hits=" + Plain.line(text, 40) + ": it is no number from 1 to " + MAX_HITS,
                    "--hits=5");
        }
        return hits;
    }
}
