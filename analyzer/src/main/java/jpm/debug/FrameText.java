package jpm.debug;

import java.util.List;
import java.util.stream.Collectors;
import jpm.value.PrintLimits;

/** Frames, variables and source lines as text. */
final class FrameText {
    private static final int ARGUMENT_CHARS = 80;
    private static final int LINES_AROUND = 5;
    private static final int LINES_LISTED = 11;

    private final DebugSession session;

    FrameText(DebugSession session) {
        this.session = session;
    }

    /** {@code #0  com.acme.Shop.price(item=Item@1f {…}, qty=3) at Shop.java:17}. */
    String line(DebugFrame frame) {
        String name = frame.className().isEmpty() ? frame.methodName() : frame.qualifiedMethod();
        String place = frame.className().isEmpty() ? "" : "(" + arguments(frame) + ") at " + frame.place();
        return String.format("#%-3d%s%s%n", frame.index(), clean(name), clean(place))
                .replace("\r\n", "\n");
    }

    private String arguments(DebugFrame frame) {
        PrintLimits limits = session.limits()
                .withMaxChars(Math.min(ARGUMENT_CHARS, session.limits().maxChars()));
        return session.locals(frame).stream()
                .filter(local -> local.kind() == Local.Kind.ARGUMENT)
                .map(local -> local.name() + "=" + session.render(local.value(), limits))
                .collect(Collectors.joining(", "));
    }

    /** The frame's line, then its source line as {@link #listing} shows it where there is source. */
    String lineWithSource(DebugFrame frame) {
        SourceView source = session.source(frame);
        String text = source.line(frame.line());
        return line(frame) + (text == null ? "" : sourceLine(frame.line(), true, text));
    }

    /** The frame's line, then its source line without indentation. */
    String lineWithStrippedSource(DebugFrame frame) {
        String text = frame.line() > 0 ? session.source(frame).line(frame.line()) : null;
        return line(frame) + (text == null ? "" : "    " + clean(text.strip()) + "\n");
    }

    private static String sourceLine(int number, boolean current, String text) {
        return String.format("%4s    ", (current ? ">" : "") + number)
                + clean(text).stripTrailing() + "\n";
    }

    /** Eleven lines around the frame's line. */
    String listing(DebugFrame frame) {
        int middle = Math.max(1, frame.line());
        int first = Math.max(1, middle - LINES_AROUND);
        return listing(frame, first, middle + LINES_AROUND);
    }

    /** Eleven lines from a line on. */
    String listingFrom(DebugFrame frame, int first) {
        return listing(frame, first, first + LINES_LISTED - 1);
    }

    /** The lines of a closed interval. */
    String listing(DebugFrame frame, int first, int last) {
        SourceView source = session.source(frame);
        if (!source.found()) {
            throw new CommandException(notFound(frame, source));
        }
        StringBuilder text = new StringBuilder();
        for (int number = Math.max(1, first); number <= last; number++) {
            String line = source.line(number);
            if (line != null) {
                text.append(sourceLine(number, number == source.currentLine(), line));
            }
        }
        if (text.length() == 0) {
            throw new CommandException(source.origin() + " has "
                    + source.lines().size() + " lines, none from " + first + " to " + last + ".");
        }
        return text.toString();
    }

    private static String notFound(DebugFrame frame, SourceView source) {
        String what = frame.sourceFile() == null ? "the source of " + frame.className() : frame.sourceFile();
        if (source.lookedIn().isEmpty()) {
            return "No source: nothing says where " + what + " could be. Name a folder or jar with --source-path.";
        }
        return "No source: " + what + " is in none of\n  " + String.join("\n  ", source.lookedIn())
                + "\nName a folder or jar with --source-path.";
    }

    /** The variables of some kinds as {@code name = value}, one a line, and why there are not more of them. */
    String variables(DebugFrame frame, List<Local.Kind> kinds, String indent) {
        StringBuilder text = new StringBuilder();
        for (Local local : session.locals(frame)) {
            if (kinds.contains(local.kind())) {
                text.append(indent)
                        .append(clean(local.name()))
                        .append(" = ")
                        .append(session.render(local.value()))
                        .append(local.provenance() == Provenance.INFERRED ? "  (inferred)" : "")
                        .append('\n');
            }
        }
        String why = frame.whyNoLocals();
        if (text.length() == 0) {
            return indent + (why == null ? "No variables.\n" : "No variables: " + why + ".\n");
        }
        return why == null ? text.toString() : text + indent + "(" + why + ")\n";
    }

    /** Text of the dump without characters that would act on a terminal. */
    static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean acts = c != '\t' && (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
            out.append(acts ? '?' : c);
        }
        return out.toString();
    }
}
