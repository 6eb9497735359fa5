package jpm.debug;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jpm.value.PrintLimits;

/** Frames, variables and source lines as text. */
final class FrameText {
    private static final Map<Provenance, String> PROVENANCES =
            Map.of(Provenance.INFERRED, "  (inferred)", Provenance.ROOT, "  (root)");
    private static final int ARGUMENT_CHARS = 80;
    private static final int LINES_AROUND = 5;
    private static final int LINES_LISTED = 11;

    private static final String NAME_A_PLACE =
            "Name a folder or jar with sources with --source-path, or one with classes with --classpath.";

    private final DebugSession session;

    FrameText(DebugSession session) {
        this.session = session;
    }

    /** {@code #0  com.acme.Shop.price(item=Item@1f {…}, qty=3) at Shop.java:17}. */
    String line(DebugFrame frame) {
        String name = frame.className().isEmpty() ? frame.methodName() : frame.readableMethod();
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
        return lineWithSource(frame, session.source(frame));
    }

    /** As {@link #lineWithSource}, without decompiling for it: for what is shown unasked. */
    String lineWithSourceAtHand(DebugFrame frame) {
        return lineWithSource(frame, session.sourceAtHand(frame));
    }

    private String lineWithSource(DebugFrame frame, SourceView source) {
        String text = source.line(source.currentLine());
        return line(frame) + (text == null ? "" : sourceLine(source.currentLine(), true, text));
    }

    /** The frame's line, then its source line without indentation; nothing is decompiled for it. */
    String lineWithStrippedSource(DebugFrame frame) {
        SourceView source = session.sourceAtHand(frame);
        String text = source.line(source.currentLine());
        return line(frame) + (text == null ? "" : "    " + clean(text.strip()) + "\n");
    }

    private static String sourceLine(int number, boolean current, String text) {
        return String.format("%4s    ", number <= 0 ? "" : (current ? ">" : "") + number)
                + clean(text).stripTrailing() + "\n";
    }

    /** What the source is, then eleven lines around the frame's line. */
    String listing(DebugFrame frame) {
        SourceView source = source(frame);
        int middle = source.nearestRow(frame.methodName());
        int first = Math.max(0, middle - LINES_AROUND);
        return listing(source, first, Math.min(source.lines().size() - 1, middle + LINES_AROUND));
    }

    private SourceView source(DebugFrame frame) {
        SourceView source = session.source(frame);
        if (!source.found()) {
            throw new CommandException(notFound(frame, source));
        }
        return source;
    }

    /** Eleven lines from a line on. */
    String listingFrom(DebugFrame frame, int first) {
        return listing(frame, first, first + LINES_LISTED - 1);
    }

    /** The lines of a closed interval. A decompiled text leaves some out, and has others in between. */
    String listing(DebugFrame frame, int first, int last) {
        SourceView source = source(frame);
        int lowest = Integer.MAX_VALUE;
        int highest = -1;
        for (int row = 0; row < source.lines().size(); row++) {
            int number = source.number(row);
            if (number >= Math.max(1, first) && number <= last) {
                lowest = Math.min(lowest, row);
                highest = row;
            }
        }
        if (highest < 0) {
            throw new CommandException(
                    clean(source.title()) + ", shows none of the lines " + first + " to " + last + ".");
        }
        return listing(source, lowest, highest);
    }

    private static String listing(SourceView source, int firstRow, int lastRow) {
        StringBuilder text = new StringBuilder(clean(source.title())).append('\n');
        for (int row = firstRow; row <= lastRow; row++) {
            boolean current = row == source.currentRow();
            int number = current ? source.currentLine() : source.number(row);
            text.append(sourceLine(number, current, source.lines().get(row)));
        }
        return text.toString();
    }

    private static String notFound(DebugFrame frame, SourceView source) {
        String what = frame.sourceFile() == null ? "the source of " + frame.className() : frame.sourceFile();
        if (source.lookedIn().isEmpty()) {
            return "No source: nothing says where " + what + " could be. " + NAME_A_PLACE;
        }
        return "No source: " + what + " is in none of\n  " + String.join("\n  ", source.lookedIn()) + "\n"
                + NAME_A_PLACE;
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
                        .append(PROVENANCES.getOrDefault(local.provenance(), ""))
                        .append('\n');
            }
        }
        String why = session.whyNoLocals(frame);
        if (text.length() == 0) {
            return indent + (why == null ? "No variables.\n" : "No variables: " + clean(why) + ".\n");
        }
        return why == null ? text.toString() : text + indent + "(" + clean(why) + ")\n";
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
