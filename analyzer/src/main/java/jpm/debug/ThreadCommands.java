package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import jpm.expr.ExpressionException;

/** Going from thread to thread. */
final class ThreadCommands {
    private static final String GROUP = "threads";

    private final DebugSession session;
    private final FrameText text;
    private final Function<String, String> runner;

    /** @param runner runs a whole command line and gives its output */
    ThreadCommands(DebugSession session, FrameText text, Function<String, String> runner) {
        this.session = session;
        this.text = text;
        this.runner = runner;
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(new DebugCommand(
                new CommandHelp(
                        "threads",
                        List.of(),
                        GROUP,
                        "threads",
                        "all threads",
                        "Number, name, state and innermost frame of each thread; the current one is marked by *."),
                arguments -> threads()));
        commands.add(new DebugCommand(
                new CommandHelp(
                        "thread",
                        List.of("t"),
                        GROUP,
                        "thread [N | apply all|N… COMMAND]",
                        "go to thread N, or run a command in several",
                        "Without argument the current thread. \"thread apply all bt\" shows every stack, \"thread apply 1 3-5 locals\" some."),
                this::thread));
    }

    String threads() {
        int width = 0;
        for (DebugThread thread : session.threads()) {
            width = Math.max(width, Math.min(40, thread.name().length()));
        }
        StringBuilder out = new StringBuilder();
        for (DebugThread thread : session.threads()) {
            String mark = thread.equals(session.currentThread()) ? "* " : "  ";
            String line = mark
                    + String.format(
                            "%-4d%-" + Math.max(1, width) + "s  %-13s  ",
                            thread.number(),
                            thread.name(),
                            state(thread));
            out.append(FrameText.clean((line + innermost(thread)).stripTrailing()))
                    .append('\n');
        }
        return out.toString();
    }

    private static String state(DebugThread thread) {
        String state = thread.state() == null ? "" : thread.state();
        return thread.crashed() ? "crashed" : state;
    }

    private String innermost(DebugThread thread) {
        List<DebugFrame> frames = session.framesOf(thread);
        return frames.isEmpty() ? "" : frames.get(0).description();
    }

    private String thread(String arguments) {
        if (arguments.isEmpty()) {
            DebugThread thread = session.currentThread();
            return "Thread " + thread.number() + " (" + FrameText.clean(thread.name()) + ")\n";
        }
        List<String> words = Arguments.words(arguments);
        return words.get(0).equals("apply")
                ? apply(words.subList(1, words.size()))
                : select(Arguments.number(arguments));
    }

    private String select(int number) {
        int count = session.threads().size();
        if (number < 1 || number > count) {
            throw new CommandException("No thread " + number + ": threads are 1 to " + count + ".");
        }
        session.selectThread(number);
        DebugThread thread = session.currentThread();
        String heading = "Thread " + number + " (" + FrameText.clean(thread.name()) + ")\n";
        return session.frames().isEmpty()
                ? heading + "The dump holds no frames of it.\n"
                : heading + text.lineWithSourceAtHand(session.currentFrame());
    }

    private String apply(List<String> words) {
        List<Integer> numbers = new ArrayList<>();
        int at = 0;
        while (at < words.size() && addNumbers(words.get(at), numbers)) {
            at++;
        }
        if (numbers.isEmpty()) {
            throw new CommandException(
                    "Missing: which threads, as in \"thread apply all bt\" or \"thread apply 1 2 bt\".");
        }
        String command = Arguments.required(String.join(" ", words.subList(at, words.size())), "the command to apply");
        return session.keepingPlace(() -> applyTo(numbers, command));
    }

    private boolean addNumbers(String word, List<Integer> numbers) {
        if (word.equals("all")) {
            session.threads().forEach(thread -> numbers.add(thread.number()));
            return true;
        }
        int dash = word.indexOf('-', 1);
        if (!Character.isDigit(word.charAt(0))) {
            return false;
        }
        int first = Arguments.number(dash < 0 ? word : word.substring(0, dash));
        int last = dash < 0 ? first : Arguments.number(word.substring(dash + 1));
        int count = session.threads().size();
        if (first < 1 || last > count) {
            throw new CommandException("No thread " + (first < 1 ? first : last) + ": threads are 1 to " + count + ".");
        }
        for (int number = first; number <= last; number++) {
            numbers.add(number);
        }
        return true;
    }

    private String applyTo(List<Integer> numbers, String command) {
        StringBuilder out = new StringBuilder();
        for (int number : numbers) {
            session.selectThread(number);
            out.append(out.length() == 0 ? "" : "\n")
                    .append("Thread ")
                    .append(number)
                    .append(" (")
                    .append(FrameText.clean(session.currentThread().name()))
                    .append("):\n")
                    .append(quietly(() -> runner.apply(command)));
        }
        return out.toString();
    }

    /** One thread's failure does not keep the others from being shown. */
    private static String quietly(Supplier<String> output) {
        try {
            return output.get();
        } catch (CommandException | ExpressionException e) {
            return e.getMessage() + "\n";
        }
    }
}
