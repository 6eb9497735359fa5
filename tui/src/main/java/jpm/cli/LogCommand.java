package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.live.BreakpointRequest;

/** {@code jpm log}: lines in the log of running JVMs. */
final class LogCommand {
    static final Command COMMAND = new Command(
            "log",
            List.of("logpoint"),
            "add FILE:LINE TEXT | list | show ID… | rm ID…",
            "have a running JVM log a line's variables when it passes it",
            "Sets a logpoint: when the line is passed, the text is written to the program's own log, by SLF4J, Log4j or java.util.logging, whichever it has "
                    + "loaded, else to stderr. {EXPR} in the text stands for an expression's value; {{ is a brace. At most twelve lines and 20 KiB a second are "
                    + "logged; what is above waits half a second, and the log says so. A logpoint lives until its time is over or it is removed.",
            CommonFlags.ofListing(List.of(
                    LiveArgument.PID,
                    Breakpoints.IF,
                    Flag.choosing("level", "LEVEL", "log as info, warning or error", "info", "warning", "error"),
                    Breakpoints.TTL,
                    Breakpoints.ALL)),
            List.of(
                    new Command.Example(
                            "jpm log add com/acme/Shop.java:42 'total={total} of {order.customer.name}'", "two values"),
                    new Command.Example(
                            "jpm log add com.acme.Shop:42 'big: {total}' --if 'total > 1000' --level warning",
                            "now and then"),
                    new Command.Example("jpm log rm --all", "take all away")),
            LogCommand::run);

    private LogCommand() {}

    private static int run(Invocation invocation) throws java.io.IOException {
        return Breakpoints.run(invocation, true, LogCommand::add);
    }

    private static int add(Invocation invocation) {
        List<String> words = invocation.words();
        if (words.size() != 3) {
            throw new UsageException(
                    "cannot set a logpoint: a FILE:LINE and a text are needed",
                    "jpm log add com/acme/Shop.java:42 'total={total}'");
        }
        Breakpoints.Place place = Breakpoints.Place.parse(words.get(1));
        LogFormat format = LogFormat.parse(words.get(2));
        String life = invocation.option("ttl");
        String level = invocation.option("level");
        return Breakpoints.add(
                invocation,
                new BreakpointRequest(
                        place.path(),
                        place.line(),
                        invocation.option("if"),
                        format.expressions(),
                        1,
                        life == null ? null : TimeSpan.parse("ttl", life),
                        false,
                        format.text(),
                        level == null ? "INFO" : level.toUpperCase(Locale.ROOT)));
    }

    /**
     * A text with its expressions taken out: {@code $0} stands for the first of them.
     *
     * @param text in which a dollar sign is doubled
     */
    record LogFormat(String text, List<String> expressions) {
        /** Throws {@link UsageException} where a brace has no end. */
        static LogFormat parse(String format) {
            StringBuilder text = new StringBuilder();
            List<String> expressions = new ArrayList<>();
            int i = 0;
            while (i < format.length()) {
                char c = format.charAt(i);
                if (format.startsWith("{{", i)) {
                    text.append('{');
                    i += 2;
                } else if (c == '{') {
                    int end = endOf(format, i);
                    addExpression(format.substring(i + 1, end).trim(), text, expressions);
                    i = end + 1;
                    text.append(i < format.length() && Character.isDigit(format.charAt(i)) ? " " : "");
                } else {
                    text.append(c == '$' ? "$$" : String.valueOf(c));
                    i++;
                }
            }
            return new LogFormat(text.toString(), expressions);
        }

        private static void addExpression(String expression, StringBuilder text, List<String> expressions) {
            int index = expressions.indexOf(expression);
            if (index < 0) {
                index = expressions.size();
                expressions.add(expression);
            }
            text.append('$').append(index);
        }

        /** The brace that closes the one at {@code start}: braces within and texts in quotes do not count. */
        private static int endOf(String format, int start) {
            int depth = 0;
            char quote = 0;
            for (int i = start; i < format.length(); i++) {
                char c = format.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '{') {
                    depth++;
                } else if (c == '}' && --depth == 0) {
                    return i;
                }
            }
            throw new UsageException(
                    "cannot use the text " + Plain.line(format, 100) + ": a { has no end", "write {{ for a brace");
        }
    }
}
