package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.expr.ExpressionException;

/** Walking the current stack. */
final class StackCommands {
    private static final String GROUP = "stack";
    private static final Pattern RANGE = Pattern.compile("(\\d+)\\s*,\\s*(\\d+)");

    private static final Map<String, List<String>> EXAMPLES = Map.of(
            "bt", List.of("bt full 3  the three innermost frames with their variables", "bt -2  the two outermost"),
            "up", List.of("up 2  two callers up"),
            "list", List.of("list 10,20  lines 10 to 20"));

    private final DebugSession session;
    private final FrameText text;
    private final BiConsumer<String, CommandOutput> runner;

    /** @param runner runs a whole command line */
    StackCommands(DebugSession session, FrameText text, BiConsumer<String, CommandOutput> runner) {
        this.session = session;
        this.text = text;
        this.runner = runner;
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(command(
                "bt",
                List.of("backtrace", "where"),
                "bt [full] [N|-N]",
                "the stack, innermost frame first",
                "Each frame with its arguments and its source line. \"bt full\" adds all variables. N shows the N innermost frames, -N the N outermost.",
                this::backtrace));
        commands.add(command(
                "up",
                List.of(),
                "up [N]",
                "go to the caller",
                "Makes the frame that called the current one current, or the one N frames further out.",
                arguments -> move(Arguments.count(arguments, 1))));
        commands.add(command(
                "down",
                List.of(),
                "down [N]",
                "go to the frame that was called",
                "Makes the frame that the current one called current, or the one N frames further in.",
                arguments -> move(-Arguments.count(arguments, 1))));
        commands.add(new DebugCommand(
                new CommandHelp(
                        "frame",
                        List.of("f"),
                        GROUP,
                        "frame [N | apply all|N|-N COMMAND]",
                        "go to frame N, show the current one, or run a command in several",
                        "Frames count from 0, the innermost, as bt numbers them. \"frame apply all p x\" runs a command in every frame, \"frame apply "
                                + "3\" in the three innermost, \"frame apply -3\" in the three outermost.",
                        List.of("frame 2  the third", "frame apply all p this  every frame's object")),
                this::frame));
        commands.add(command(
                "list",
                List.of("l"),
                "list [N | A,B]",
                "the source around the current line",
                "What the source is and where it was found, then eleven lines around the current line, from line N on, or from line A to line B. The current line "
                        + "is marked by >. Lines of a decompiled class have the numbers of the file that was compiled, where these are known.",
                this::list));
    }

    private static DebugCommand command(
            String name,
            List<String> aliases,
            String usage,
            String summary,
            String help,
            Function<String, String> action) {
        return DebugCommand.saying(
                new CommandHelp(name, aliases, GROUP, usage, summary, help, EXAMPLES.getOrDefault(name, List.of())),
                action);
    }

    private DebugFrame current() {
        if (session.frames().isEmpty()) {
            throw new CommandException("No stack: the dump holds no frames of this thread.");
        }
        return session.currentFrame();
    }

    private String backtrace(String arguments) {
        current();
        List<String> words = Arguments.words(arguments);
        boolean full = words.remove("full") | words.remove("-full");
        StringBuilder out = new StringBuilder();
        for (DebugFrame frame : shown(words)) {
            out.append(text.lineWithStrippedSource(frame));
            if (full) {
                out.append(text.variables(frame, List.of(Local.Kind.values()), "        "));
            }
        }
        return out.toString();
    }

    private List<DebugFrame> shown(List<String> words) {
        List<DebugFrame> frames = session.frames();
        if (words.isEmpty()) {
            return frames;
        }
        int count = Arguments.number(words.get(0));
        return count >= 0
                ? frames.subList(0, Math.min(count, frames.size()))
                : frames.subList((int) Math.max(0, (long) frames.size() + count), frames.size());
    }

    private String move(int outward) {
        int at = current().index();
        int last = session.frames().size() - 1;
        if (outward > 0 && at == last) {
            throw new CommandException("No caller: the thread began here.");
        }
        if (outward < 0 && at == 0) {
            throw new CommandException("No frame further in: this is the innermost.");
        }
        session.selectFrame((int) Math.max(0, Math.min(last, (long) at + outward)));
        return text.lineWithSource(session.currentFrame());
    }

    private void frame(String arguments, CommandOutput out) {
        DebugFrame frame = current();
        List<String> words = Arguments.words(arguments);
        if (!words.isEmpty() && words.get(0).equals("apply")) {
            apply(words.subList(1, words.size()), out);
            return;
        }
        if (!arguments.isEmpty()) {
            int index = Arguments.number(arguments);
            if (index < 0 || index >= session.frames().size()) {
                throw new CommandException("No frame " + index + ": frames are 0 to "
                        + (session.frames().size() - 1) + ".");
            }
            session.selectFrame(index);
            frame = session.currentFrame();
        }
        out.write(text.lineWithSource(frame));
    }

    private void apply(List<String> words, CommandOutput out) {
        if (words.size() < 2) {
            throw new CommandException("Usage: frame apply all|N|-N COMMAND.");
        }
        List<DebugFrame> frames = shown(words.get(0).equals("all") ? List.of() : words.subList(0, 1));
        String command = String.join(" ", words.subList(1, words.size()));
        session.keepingPlace(() -> {
            for (DebugFrame frame : frames) {
                session.cancellation().check();
                session.selectFrame(frame.index());
                out.write(text.line(frame));
                quietly(() -> runner.accept(command, out), out);
            }
            return frames;
        });
    }

    /** One frame's or thread's failure does not keep the others from being shown. */
    static void quietly(Runnable work, CommandOutput out) {
        try {
            work.run();
        } catch (CommandException | ExpressionException e) {
            out.write(FrameText.clean(String.valueOf(e.getMessage())) + "\n");
        }
    }

    private String list(String arguments) {
        DebugFrame frame = current();
        if (arguments.isEmpty()) {
            return text.listing(frame);
        }
        Matcher range = RANGE.matcher(arguments);
        if (range.matches()) {
            return text.listing(frame, Arguments.number(range.group(1)), Arguments.number(range.group(2)));
        }
        return text.listingFrom(frame, Arguments.number(arguments));
    }

    /** The current frame's variables of some kinds; the heading names the method. */
    String variables(String heading, List<Local.Kind> kinds) {
        DebugFrame frame = current();
        return heading + " of " + FrameText.clean(frame.qualifiedMethod()) + "\n" + text.variables(frame, kinds, "");
    }

    /** One line on the current frame, with where its source was found. */
    String information() {
        DebugFrame frame = current();
        SourceView source = session.source(frame);
        List<String> lines = new ArrayList<>();
        lines.add(text.line(frame).stripTrailing());
        lines.add("source " + (source.found() ? FrameText.clean(source.title()) : "not found"));
        String why = session.whyNoLocals(frame);
        if (why != null) {
            lines.add("variables: " + FrameText.clean(why));
        }
        return String.join("\n", lines) + "\n";
    }
}
