package jpm.debug;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import jpm.analysis.DominatorReport;
import jpm.analysis.NamedReference;
import jpm.analysis.RootPaths;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapObject;
import jpm.graph.HeapThread;
import jpm.value.LogicalViews;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The objects of the heap: which there are, what holds them, and what they hold. */
final class ObjectCommands {
    private static final String GROUP = "heap";
    private static final Pattern FIND = Pattern.compile("(-exact\\s+)?(\\S+)(?:\\s+where\\s+(.+))?");
    private static final int LINE_CHARS = 200;
    private static final int USUAL_PATHS = 3;
    private static final int MAX_END_STEPS = 100;
    private static final int USUAL_ROWS = 20;

    private final DebugSession session;

    ObjectCommands(DebugSession session) {
        this.session = session;
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(new DebugCommand(
                help(
                        "find",
                        "find [-exact] CLASS [where EXPR]",
                        "the instances of a class",
                        "All instances of CLASS and its subclasses, or with -exact of it alone, for which EXPR is true. CLASS is a full or simple name, "
                                + "in which * stands for any characters. In EXPR names are the object's fields, and this is the object. What is "
                                + "out of reach and not yet collected is found, too.",
                        "find Order where lines.size() > 100 && !paid  orders with many lines",
                        "find *Exception  all exceptions",
                        "find -exact java.util.HashMap where size > 1000 | count  how many"),
                this::find));
        commands.add(new DebugCommand(
                help(
                        "refs",
                        "refs EXPRESSION [in|out] [N]",
                        "what refers to an object, or what it refers to",
                        "The objects that refer to the object, and how; with \"out\" those to which it refers.",
                        "refs order  who holds it",
                        "refs order out  what it holds"),
                this::refs));
        commands.add(new DebugCommand(
                help(
                        "path",
                        "path EXPRESSION [N]",
                        "why an object is alive",
                        "The shortest chains of references from roots of garbage collection to the object, each from another root, at most N. Weak, soft and "
                                + "phantom references do not count.",
                        "path cache.entries[0]  what keeps it",
                        "path order 10  more chains"),
                this::path));
        commands.add(new DebugCommand(
                help(
                        "retained",
                        "retained EXPRESSION",
                        "how many bytes an object keeps alive",
                        "The bytes of the object itself and those that would be freed with it.",
                        "retained this.cache  the cache with what only it holds"),
                this::retained));
        commands.add(new DebugCommand(
                help(
                        "dominators",
                        "dominators [EXPRESSION] [N]",
                        "the objects that keep most alive",
                        "The objects that retain most of the heap, or of what the object retains.",
                        "dominators  the largest of the heap",
                        "dominators this.cache 5  what fills the cache"),
                this::dominators));
    }

    private static CommandHelp help(String name, String usage, String summary, String help, String... examples) {
        return new CommandHelp(name, List.of(), GROUP, usage, summary, help, List.of(examples));
    }

    private Heap heap() {
        Heap heap = session.heap();
        if (heap == null) {
            throw new CommandException(
                    "No heap: this dump has the frames and the objects near them only. The agent's option heap=always keeps it.");
        }
        return heap;
    }

    private HeapGraph graph() {
        return heap().graph(session.progress(), session.cancellation());
    }

    private void find(String arguments, CommandOutput out) {
        Matcher matcher = FIND.matcher(Arguments.required(arguments, "a class"));
        if (!matcher.matches()) {
            throw new CommandException("Usage: find [-exact] CLASS [where EXPRESSION].");
        }
        heap();
        List<HeapClass> classes = classes(matcher.group(2), matcher.group(1) != null);
        new Search(matcher.group(3), out).run(classes);
    }

    private List<HeapClass> classes(String written, boolean isExact) {
        List<HeapClass> named = new ArrayList<>();
        if (written.contains("*")) {
            String regex = "\\Q" + written.replace("*", "\\E.*\\Q") + "\\E";
            heap().classes().stream()
                    .filter(each -> each.name().matches(regex)
                            || LogicalViews.simpleName(each.name()).matches(regex))
                    .forEach(named::add);
        } else {
            session.classesNamed(written).forEach(name -> named.addAll(heap().findClasses(name)));
        }
        if (named.isEmpty()) {
            throw new CommandException("No class \"" + written + "\" in the dump.");
        }
        return isExact
                ? named
                : heap().classes().stream()
                        .filter(each -> each.lineage().stream().anyMatch(named::contains))
                        .toList();
    }

    /** Going over instances. */
    private final class Search {
        private final @Nullable String condition;
        private final CommandOutput out;
        private final ObjectScope scope;
        private final @Nullable Supplier<Value> test;
        private long looked;
        private long failed;
        private int shown;
        private @Nullable ExpressionException failure;

        Search(@Nullable String condition, CommandOutput out) {
            this.condition = condition;
            this.out = out;
            this.scope = new ObjectScope(session.scope());
            this.test = condition == null ? null : parsed(condition).in(scope);
        }

        private static Expression parsed(String condition) {
            try {
                return Expression.parse(condition);
            } catch (ExpressionException e) {
                throw new ExpressionFailure(condition, e);
            }
        }

        void run(List<HeapClass> classes) {
            try {
                heap().forEachInstance(classes, session.progress(), session.cancellation(), this::look);
            } catch (LineFilter.Enough enough) {
                if (shown < session.maxResults()) {
                    throw enough;
                }
                out.write("... more; set max-results shows more\n");
            }
            tellFailures();
        }

        private void look(HeapObject object) {
            looked++;
            if (!fits(object)) {
                return;
            }
            if (shown == session.maxResults()) {
                throw new LineFilter.Enough();
            }
            shown++;
            out.write(line(object.id()) + "\n");
        }

        private boolean fits(HeapObject object) {
            if (test == null) {
                return true;
            }
            scope.object(new Value.Reference(object.id()), object.heapClass().name());
            try {
                return session.isTrue(test.get());
            } catch (ExpressionException e) {
                failed++;
                failure = failure == null ? e : failure;
                return false;
            }
        }

        private void tellFailures() {
            ExpressionException first = failure;
            if (first != null && failed == looked) {
                throw new ExpressionFailure(String.valueOf(condition), first);
            }
            if (shown == 0) {
                out.write("None of " + looked + (looked == 1 ? " object.\n" : " objects.\n"));
            }
            if (first != null) {
                out.write("(of " + failed + " objects it is not known: "
                        + FrameText.clean(String.valueOf(first.getMessage())) + ")\n");
            }
        }
    }

    /** An object in one line. */
    private String line(long id) {
        return session.texts()
                .printedWithAddress(new Value.Reference(id), session.limits().withMaxChars(LINE_CHARS));
    }

    /** An expression with words behind it that say more. */
    private record Target(String expression, List<String> words) {
        static Target of(String arguments, String wordPattern) {
            List<String> words = new ArrayList<>();
            String rest = arguments;
            int blank = rest.lastIndexOf(' ');
            while (blank > 0 && rest.substring(blank + 1).matches(wordPattern)) {
                words.add(0, rest.substring(blank + 1));
                rest = rest.substring(0, blank).strip();
                blank = rest.lastIndexOf(' ');
            }
            return new Target(rest, words);
        }

        int count(int otherwise) {
            return words.stream()
                    .filter(word -> Character.isDigit(word.charAt(0)))
                    .map(Arguments::number)
                    .findFirst()
                    .orElse(otherwise);
        }
    }

    private HeapObject object(String expression) {
        Value value = ValueCommands.evaluate(session, expression);
        HeapObject object = value instanceof Value.Reference reference ? heap().findObject(reference.id()) : null;
        if (object == null) {
            throw new CommandException(
                    value instanceof Value.Reference
                            ? "The dump lacks this object."
                            : "Not an object of the dump: " + session.render(value) + ".");
        }
        return object;
    }

    private void refs(String arguments, CommandOutput out) {
        heap();
        Target target = Target.of(arguments, "in|out|\\d+");
        HeapObject object = object(target.expression);
        int most = target.count(session.maxResults());
        if (target.words.contains("out")) {
            List<NamedReference> all = NamedReference.of(object);
            write(all, most, reference -> reference.name() + " = " + line(reference.toId()), out);
            return;
        }
        List<Integer> all =
                IntStream.of(graph().referrers((int) object.index())).boxed().toList();
        write(all, most, index -> referrer(index, object), out);
        if (all.isEmpty()) {
            out.write("Nothing that is reachable refers to it.\n");
        }
    }

    private String referrer(int index, HeapObject to) {
        HeapObject from = heap().objectAt(index);
        return NamedReference.nameOf(from, to.id()) + " of " + line(from.id());
    }

    private <T> void write(List<T> all, int most, java.util.function.Function<T, String> text, CommandOutput out) {
        for (T each : all.subList(0, Math.min(most, all.size()))) {
            session.cancellation().check();
            out.write(FrameText.clean(text.apply(each)) + "\n");
        }
        if (all.size() > most) {
            out.write("... " + (all.size() - most) + " more\n");
        }
    }

    private void path(String arguments, CommandOutput out) {
        heap();
        Target target = Target.of(arguments, "\\d+");
        HeapObject object = object(target.expression);
        graph();
        List<RootPaths.RootPath> paths =
                new RootPaths(heap(), false, session.cancellation()).to(object, target.count(USUAL_PATHS));
        if (paths.isEmpty()) {
            out.write(
                    "No root leads to it: it was garbage when the heap was written, or only weak references hold it.\n");
        }
        for (int i = 0; i < paths.size(); i++) {
            out.write((i == 0 ? "" : "\n") + text(paths.get(i)));
        }
    }

    private String text(RootPaths.RootPath path) {
        StringBuilder out = new StringBuilder();
        out.append(path.roots().stream().findFirst().map(this::root).orElse("root"))
                .append('\n');
        String indent = "  ";
        int steps = path.steps().size();
        int hidden = steps > 2 * MAX_END_STEPS ? steps - 2 * MAX_END_STEPS : 0;
        for (int i = 0; i < steps; i++) {
            if (hidden > 0 && i == MAX_END_STEPS) {
                out.append(indent).append("… ").append(hidden).append(" more …\n");
                i += hidden;
            }
            RootPaths.Step step = path.steps().get(i);
            out.append(indent).append(line(step.object().id()));
            out.append(step.reference().isEmpty() ? "" : "  " + FrameText.clean(step.reference()))
                    .append('\n');
        }
        return out.toString();
    }

    private String root(GcRoot root) {
        for (HeapThread thread : root.threadSerial() == 0 ? List.<HeapThread>of() : heap().threads()) {
            if (thread.serial() == root.threadSerial()) {
                return root.kind().label + " of thread " + FrameText.clean(thread.name());
            }
        }
        return root.kind().label;
    }

    private void retained(String arguments, CommandOutput out) {
        heap();
        HeapObject object = object(arguments);
        HeapGraph graph = graph();
        int index = (int) object.index();
        long bytes = graph.retainedBytes(index);
        out.write(line(object.id()) + "\n");
        out.write(String.format(Locale.ROOT, "shallow   %,15d bytes%n", object.shallowBytes())
                .replace("\r\n", "\n"));
        out.write(String.format(
                        Locale.ROOT,
                        "retained  %,15d bytes, %.1f %% of what is reachable%n",
                        bytes,
                        100.0 * bytes / Math.max(1, graph.reachableBytes()))
                .replace("\r\n", "\n"));
        if (!graph.isReachable(index)) {
            out.write("It was garbage when the heap was written.\n");
        }
    }

    private void dominators(String arguments, CommandOutput out) {
        heap();
        boolean isHeap = arguments.isEmpty() || arguments.matches("\\d+");
        Target target = isHeap ? new Target("", Arguments.words(arguments)) : Target.of(arguments, "\\d+");
        int most = target.count(USUAL_ROWS);
        if (isHeap) {
            graph();
            new DominatorReport(heap())
                    .largest(most)
                    .forEach(row -> out.write(row(row.object().id(), row.retainedBytes())));
            return;
        }
        HeapObject object = object(target.expression);
        HeapGraph graph = graph();
        List<Integer> children = IntStream.of(graph.dominatedBy((int) object.index()))
                .boxed()
                .sorted(Comparator.comparingLong((Integer index) -> graph.retainedBytes(index))
                        .reversed())
                .toList();
        write(
                children,
                most,
                index -> row(heap().objectAt(index).id(), graph.retainedBytes(index))
                        .stripTrailing(),
                out);
        if (children.isEmpty()) {
            out.write("It keeps nothing alive but itself.\n");
        }
    }

    private String row(long id, long bytes) {
        return String.format(Locale.ROOT, "%,15d  ", bytes) + line(id) + "\n";
    }
}
