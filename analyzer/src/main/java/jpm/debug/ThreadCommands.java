package jpm.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.value.Value;

/** Going from thread to thread. */
final class ThreadCommands {
    private static final String GROUP = "threads";
    private static final int MAX_GROUPED_NAMES = 10;
    private static final int MAX_NAME_WIDTH = 40;

    private final DebugSession session;
    private final FrameText text;
    private final BiConsumer<String, CommandOutput> runner;

    /** @param runner runs a whole command line */
    ThreadCommands(DebugSession session, FrameText text, BiConsumer<String, CommandOutput> runner) {
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
                        "threads [OPTION…]",
                        "all threads, or some",
                        "Number, name, state and innermost frame of each thread; the current one is marked by *. Options:\n"
                                + "  -state STATE      those in a state, as BLOCKED\n"
                                + "  -name REGEX       those with such a name\n"
                                + "  -at REGEX         those with a frame whose method or place matches\n"
                                + "  -with EXPRESSION  those for one of whose frames the rest of the line is true\n"
                                + "  -group            threads with the same stack once",
                        List.of(
                                "threads -state BLOCKED  who waits for a monitor",
                                "threads -group -at com\\.acme  stacks with the program's code",
                                "threads -with order.id == 17  who works on that order")),
                this::threads));
        commands.add(new DebugCommand(
                new CommandHelp(
                        "thread",
                        List.of("t"),
                        GROUP,
                        "thread [N | apply all|N… COMMAND]",
                        "go to thread N, or run a command in several",
                        "Without argument the current thread. \"thread apply all bt\" shows every stack, \"thread apply 1 3-5 locals\" some.",
                        List.of("thread 3  go to it", "thread apply 2-4 bt 5  the tops of some stacks")),
                this::thread));
    }

    /** Which threads are listed, and how. */
    private static final class Choice {
        private Predicate<DebugThread> wanted = thread -> true;
        private boolean isGrouped;
    }

    private Choice choice(String arguments) {
        Choice choice = new Choice();
        String rest = arguments;
        while (!rest.isEmpty()) {
            String option = rest.split("\\s", 2)[0];
            rest = rest.substring(option.length()).strip();
            if (option.equals("-group")) {
                choice.isGrouped = true;
                continue;
            }
            boolean takesRest = option.equals("-with");
            String value = Arguments.required(takesRest ? rest : rest.split("\\s", 2)[0], "a value of " + option);
            rest = rest.substring(value.length()).strip();
            choice.wanted = choice.wanted.and(predicate(option, value));
        }
        return choice;
    }

    private Predicate<DebugThread> predicate(String option, String value) {
        return switch (option) {
            case "-state" -> thread -> value.equalsIgnoreCase(thread.state());
            case "-name" -> {
                Pattern name = LineFilter.pattern(value, false);
                yield thread -> name.matcher(thread.name()).find();
            }
            case "-at" -> {
                Pattern place = LineFilter.pattern(value, false);
                yield thread -> session.framesOf(thread).stream()
                        .anyMatch(frame -> place.matcher(frame.description()).find());
            }
            case "-with" -> with(value);
            default ->
                throw new CommandException(
                        "No option \"" + option + "\": options are -group, -state, -name, -at and -with.");
        };
    }

    /** Threads that have a frame in which the expression is true; where it has no value it is not. */
    private Predicate<DebugThread> with(String written) {
        Expression expression;
        try {
            expression = Expression.parse(written);
        } catch (ExpressionException e) {
            throw new ExpressionFailure(written, e);
        }
        return thread -> session.keepingPlace(() -> {
            session.selectThread(thread.number());
            for (DebugFrame frame : session.frames()) {
                session.selectFrame(frame.index());
                if (isTrue(() -> expression.evaluate(session.scope()))) {
                    return true;
                }
            }
            return false;
        });
    }

    private boolean isTrue(Supplier<Value> condition) {
        session.cancellation().check();
        try {
            return session.isTrue(condition.get());
        } catch (ExpressionException notHere) {
            return false;
        }
    }

    private void threads(String arguments, CommandOutput out) {
        Choice choice = choice(arguments);
        List<DebugThread> listed = new ArrayList<>();
        int width = width();
        for (DebugThread thread : session.threads()) {
            session.cancellation().check();
            if (choice.wanted.test(thread)) {
                listed.add(thread);
                if (!choice.isGrouped) {
                    out.write(line(thread, width));
                }
            }
        }
        if (listed.isEmpty()) {
            out.write("No such thread.\n");
        }
        if (choice.isGrouped) {
            grouped(listed, out);
        }
    }

    /** The list of all threads, or as the options say. */
    String threadList(String arguments) {
        StringBuilder list = new StringBuilder();
        threads(arguments, list::append);
        return list.toString();
    }

    private int width() {
        int width = 1;
        for (DebugThread thread : session.threads()) {
            width = Math.max(width, Math.min(MAX_NAME_WIDTH, thread.name().length()));
        }
        return width;
    }

    private String line(DebugThread thread, int width) {
        String mark = thread.equals(session.currentThread()) ? "* " : "  ";
        String line =
                mark + String.format("%-4d%-" + width + "s  %-13s  ", thread.number(), thread.name(), state(thread));
        return FrameText.clean((line + innermost(thread)).stripTrailing()) + "\n";
    }

    private void grouped(List<DebugThread> threads, CommandOutput out) {
        Map<List<String>, List<DebugThread>> groups = new LinkedHashMap<>();
        for (DebugThread thread : threads) {
            session.cancellation().check();
            List<String> stack = session.framesOf(thread).stream()
                    .map(DebugFrame::description)
                    .toList();
            groups.computeIfAbsent(stack, key -> new ArrayList<>()).add(thread);
        }
        List<Map.Entry<List<String>, List<DebugThread>>> largestFirst = new ArrayList<>(groups.entrySet());
        largestFirst.sort((a, b) -> b.getValue().size() - a.getValue().size());
        for (Map.Entry<List<String>, List<DebugThread>> group : largestFirst) {
            out.write(heading(group.getValue()));
            for (int i = 0; i < group.getKey().size(); i++) {
                out.write(String.format(
                                "    #%-3d%s", i, FrameText.clean(group.getKey().get(i))) + "\n");
            }
        }
    }

    private static String heading(List<DebugThread> threads) {
        List<String> names = threads.stream()
                .limit(MAX_GROUPED_NAMES)
                .map(thread -> thread.number() + " " + thread.name())
                .toList();
        String more = threads.size() > names.size() ? ", … " + (threads.size() - names.size()) + " more" : "";
        String count = threads.size() == 1 ? "1 thread: " : threads.size() + " threads: ";
        return FrameText.clean(count + String.join(", ", names) + more) + "\n";
    }

    private static String state(DebugThread thread) {
        String state = thread.state() == null ? "" : thread.state();
        return thread.crashed() ? "crashed" : state;
    }

    private String innermost(DebugThread thread) {
        List<DebugFrame> frames = session.framesOf(thread);
        return frames.isEmpty() ? "" : frames.get(0).description();
    }

    private void thread(String arguments, CommandOutput out) {
        if (arguments.isEmpty()) {
            DebugThread thread = session.currentThread();
            out.write("Thread " + thread.number() + " (" + FrameText.clean(thread.name()) + ")\n");
            return;
        }
        List<String> words = Arguments.words(arguments);
        if (words.get(0).equals("apply")) {
            apply(words.subList(1, words.size()), arguments, out);
        } else {
            out.write(select(Arguments.number(arguments)));
        }
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

    private void apply(List<String> words, String arguments, CommandOutput out) {
        List<Integer> numbers = new ArrayList<>();
        int at = 0;
        while (at < words.size() && addNumbers(words.get(at), numbers)) {
            at++;
        }
        if (numbers.isEmpty()) {
            throw new CommandException(
                    "Missing: which threads, as in \"thread apply all bt\" or \"thread apply 1 2 bt\".");
        }
        String command =
                at == words.size() ? "" : arguments.substring(arguments.indexOf(words.get(at), "apply".length()));
        Arguments.required(command, "the command to apply");
        session.keepingPlace(() -> {
            applyTo(numbers, command, out);
            return numbers;
        });
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

    private void applyTo(List<Integer> numbers, String command, CommandOutput out) {
        String blank = "";
        for (int number : numbers) {
            session.cancellation().check();
            session.selectThread(number);
            String name = FrameText.clean(session.currentThread().name());
            out.write(String.format(Locale.ROOT, "%sThread %d (%s):\n", blank, number, name));
            StackCommands.quietly(() -> runner.accept(command, out), out);
            blank = "\n";
        }
    }
}
