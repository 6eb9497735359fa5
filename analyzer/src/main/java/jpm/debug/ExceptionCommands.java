package jpm.debug;

import java.util.List;

/** The exception, its causes and what it suppressed. */
final class ExceptionCommands {
    private final DebugSession session;
    private final FrameText text;

    ExceptionCommands(DebugSession session, FrameText text) {
        this.session = session;
        this.text = text;
    }

    void addTo(List<DebugCommand> commands) {
        CommandHelp help = new CommandHelp(
                "exception",
                List.of("exc"),
                "stack",
                "exception [N]",
                "the exception with its causes, or go to the stack of one",
                "Shows the chain, numbered from 0, the exception that was not caught. \"exception N\" makes the stack on which number N was thrown "
                        + "the current one; \"thread N\" leads back.");
        commands.add(DebugCommand.saying(help, this::exception));
    }

    private String exception(String arguments) {
        List<ThrownException> chain = session.exceptions();
        if (chain.isEmpty()) {
            throw new CommandException("No exception: this dump is about none.");
        }
        return arguments.isEmpty() ? chain() : select(Arguments.number(arguments), chain.size());
    }

    private String select(int index, int count) {
        if (index < 0 || index >= count) {
            throw new CommandException("No exception " + index + ": they are 0 to " + (count - 1) + ".");
        }
        session.selectException(index);
        String heading = index + "  " + session.exceptions().get(index).description();
        return FrameText.clean(heading) + "\n"
                + (session.frames().isEmpty()
                        ? "It has no stack.\n"
                        : text.lineWithSourceAtHand(session.currentFrame()));
    }

    /** The chain as {@code printStackTrace} would print it, numbered. */
    String chain() {
        StringBuilder out = new StringBuilder();
        List<StackTraceElement> enclosing = List.of();
        List<ThrownException> chain = session.exceptions();
        for (int i = 0; i < chain.size(); i++) {
            String caption = i + "  " + (i == 0 ? "" : "caused by ");
            append(out, chain.get(i), caption, "", enclosing);
            enclosing = chain.get(i).stack();
        }
        return out.toString();
    }

    private static void append(
            StringBuilder out,
            ThrownException exception,
            String caption,
            String indent,
            List<StackTraceElement> enclosing) {
        out.append(indent)
                .append(caption)
                .append(FrameText.clean(exception.description()))
                .append('\n');
        List<StackTraceElement> stack = exception.stack();
        int common = commonTail(stack, enclosing);
        for (StackTraceElement element : stack.subList(0, stack.size() - common)) {
            out.append(indent)
                    .append("     at ")
                    .append(FrameText.clean(element.toString()))
                    .append('\n');
        }
        if (common > 0) {
            out.append(indent).append("     ... ").append(common).append(" more\n");
        }
        for (ThrownException suppressed : exception.suppressed()) {
            append(out, suppressed, "suppressed ", indent + "     ", stack);
        }
        List<StackTraceElement> inner = stack;
        for (ThrownException cause : exception.causes()) {
            append(out, cause, "caused by ", indent, inner);
            inner = cause.stack();
        }
    }

    private static int commonTail(List<StackTraceElement> stack, List<StackTraceElement> enclosing) {
        int common = 0;
        int most = Math.min(stack.size(), enclosing.size());
        while (common < most
                && stack.get(stack.size() - 1 - common).equals(enclosing.get(enclosing.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
