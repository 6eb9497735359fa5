package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.analysis.DumpedThread;
import jpm.analysis.ThreadReport;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapFrame;
import jpm.graph.HeapObject;
import jpm.hprof.RootKind;
import org.jspecify.annotations.Nullable;

/** {@code jpm threads}: the threads of a heap dump and their stacks. */
final class ThreadsCommand {
    static final Command COMMAND = new Command(
            "threads",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "print the threads of a heap dump with their stacks",
            "Prints every thread that lived when the heap was dumped, with its state and stack. Threads with the same stack are printed together. "
                    + "With --roots each frame is followed by the objects to which it refers; heap dumps do not tell which variable does.\n\n"
                    + "JSON has a row for each thread with its frames and their objects; threads with the same stack have the same number in stack. "
                    + "CSV has the same without the frames. Virtual threads are listed as far as the JVM dumped them (JDK 21 and later).",
            HeapCommand.flags(
                    Flag.of(null, "roots", "show the objects to which frames refer"),
                    Flag.of(null, "retained", "show what each thread keeps alive; takes the index")),
            List.of(
                    new Command.Example("jpm threads", "of the newest dump in the store"),
                    new Command.Example("jpm threads heap.hprof --roots", "with the objects in the frames"),
                    new Command.Example("jpm threads heap.hprof --json", "for a script")),
            ThreadsCommand::run);

    private static final long SHOWN_NAMELESS = 3;

    private ThreadsCommand() {}

    private static int run(Invocation invocation) {
        Path file = HeapArgument.onlyHeap(invocation);
        HeapCommand.HeapWork work = heap -> print(ThreadReport.of(heap), heap, invocation);
        return invocation.has("retained")
                ? HeapCommand.withGraph(file, invocation, work)
                : HeapCommand.withHeap(file, invocation, work);
    }

    private static int print(ThreadReport report, Heap heap, Invocation invocation) {
        OutputFormat format = OutputFormat.of(invocation);
        if (format == OutputFormat.TEXT) {
            Pager.print(lines(report, heap, invocation), invocation);
        } else {
            boolean retained = invocation.has("retained");
            Listing<DumpedThread> listing = new Listing<>(columns(format, heap, retained));
            (retained ? listing.ofRetained(report.coverage()) : listing.of(report.coverage()))
                    .print(report.threads(), invocation);
        }
        HeapNotice.print(report.coverage(), invocation);
        return report.threads().isEmpty() ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
    }

    private static List<ListingColumn<DumpedThread>> columns(OutputFormat format, Heap heap, boolean retained) {
        List<ListingColumn<DumpedThread>> columns = new ArrayList<>(List.of(
                ListingColumn.address("object", "OBJECT", t -> t.thread().id()),
                ListingColumn.text("name", "NAME", t -> t.thread().name()),
                ListingColumn.text("class", "CLASS", DumpedThread::className),
                ListingColumn.count("id", "ID", t -> t.javaId() < 0 ? null : t.javaId()),
                ListingColumn.text("state", "STATE", DumpedThread::state),
                ListingColumn.text("daemon", "DAEMON", DumpedThread::isDaemon),
                ListingColumn.text("virtual", "VIRTUAL", DumpedThread::isVirtual),
                ListingColumn.count("stack", "STACK", DumpedThread::stackNumber),
                ListingColumn.count("depth", "DEPTH", t -> t.frames().size()),
                ListingColumn.count("frameRoots", "ROOTS", DumpedThread::frameRoots)));
        if (retained) {
            columns.add(ListingColumn.bytes("retainedBytes", "RETAINED", t -> retainedBytes(t, heap)));
        }
        if (format == OutputFormat.JSON) {
            columns.add(ListingColumn.text(
                    "frames",
                    "FRAMES",
                    t -> t.frames().stream()
                            .map(frame -> frameFields(frame, heap))
                            .toList()));
        }
        return columns;
    }

    /** Null where the dump lacks the thread's object. */
    private static @Nullable Long retainedBytes(DumpedThread thread, Heap heap) {
        HeapObject object = heap.findObject(thread.thread().id());
        return object == null ? null : (Long) heap.graph().retainedBytes((int) object.index());
    }

    private static Map<String, @Nullable Object> frameFields(HeapFrame frame, Heap heap) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("class", frame.className());
        fields.put("method", frame.methodName());
        fields.put("signature", frame.signature());
        fields.put("file", frame.sourceFile());
        fields.put("line", frame.line() > 0 ? frame.line() : null);
        fields.put("roots", frame.roots().stream().map(r -> rootFields(r, heap)).toList());
        return fields;
    }

    private static Map<String, @Nullable Object> rootFields(GcRoot root, Heap heap) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("object", ListingColumn.address(root.objectId()));
        fields.put("class", className(root, heap));
        fields.put("kind", root.kind().label);
        return fields;
    }

    private static String className(GcRoot root, Heap heap) {
        HeapObject object = heap.findObject(root.objectId());
        return object == null
                ? "(object missing in the dump)"
                : object.heapClass().name();
    }

    private static List<String> lines(ThreadReport report, Heap heap, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        boolean withRoots = invocation.has("roots");
        for (List<DumpedThread> group : report.groups()) {
            lines.add(title(group, heap, invocation));
            if (withRoots) {
                group.forEach(thread -> appendFrames(lines, thread, group.size() > 1, heap));
            } else {
                appendStack(lines, group.get(0).frames());
            }
            lines.add("");
        }
        lines.add(count(report));
        return lines;
    }

    private static String title(List<DumpedThread> group, Heap heap, Invocation invocation) {
        Palette palette = invocation.palette();
        StringBuilder title = new StringBuilder();
        long nameless = group.stream().filter(ThreadsCommand::isNamelessVirtual).count();
        long left = SHOWN_NAMELESS;
        for (DumpedThread thread : group) {
            if (isNamelessVirtual(thread) && left-- <= 0) {
                continue;
            }
            title.append(title.length() == 0 ? "" : "\n");
            title.append(palette.styled(Palette.Style.BOLD, '"' + Plain.line(thread.shownName(), 200) + '"'));
            title.append(facts(thread));
            Long retained = invocation.has("retained") ? retainedBytes(thread, heap) : null;
            title.append(
                    retained == null
                            ? ""
                            : " retains " + (heap.coverage().isPartial() ? "at least " : "") + Quantity.size(retained));
        }
        if (nameless > SHOWN_NAMELESS) {
            title.append("\n… ").append(Quantity.of(nameless - SHOWN_NAMELESS, "more virtual thread"));
        }
        return title.toString();
    }

    /** There may be a million of these, and nothing tells one from the other; JSON and CSV have all. */
    private static boolean isNamelessVirtual(DumpedThread thread) {
        return thread.isVirtual() && thread.thread().name().isEmpty();
    }

    private static String facts(DumpedThread thread) {
        StringBuilder facts = new StringBuilder();
        facts.append(thread.javaId() < 0 ? "" : " #" + thread.javaId());
        facts.append(thread.isVirtual() ? " virtual" : thread.isDaemon() ? " daemon" : "");
        facts.append(thread.state() == null ? "" : " " + thread.state());
        facts.append(' ').append(ListingColumn.address(thread.thread().id()));
        return facts + (thread.frames().isEmpty() ? " (no stack)" : "");
    }

    /** A deep recursion is one line with the number of its frames. */
    private static void appendStack(List<String> lines, List<HeapFrame> frames) {
        for (int i = 0; i < frames.size(); ) {
            String place = place(frames.get(i));
            int same = i + 1;
            while (same < frames.size() && place(frames.get(same)).equals(place)) {
                same++;
            }
            lines.add("    at " + place + (same - i > 1 ? "  (" + Quantity.count(same - i) + " times)" : ""));
            i = same;
        }
    }

    /** Identical stacks refer to different objects, so that with objects each is printed. */
    private static void appendFrames(List<String> lines, DumpedThread thread, boolean named, Heap heap) {
        if (named) {
            lines.add("  " + Plain.line(thread.shownName(), 200) + ":");
        }
        for (HeapFrame frame : thread.frames()) {
            lines.add("    at " + place(frame));
            for (GcRoot root : frame.roots()) {
                lines.add("        " + ListingColumn.address(root.objectId()) + " " + Plain.line(className(root, heap))
                        + (root.kind() == RootKind.JAVA_FRAME ? "" : " (" + root.kind().label + ")"));
            }
        }
    }

    /** As stack traces write it. */
    static String place(HeapFrame frame) {
        String file = frame.sourceFile();
        String where = frame.isNative()
                ? "Native Method"
                : file == null ? "Unknown Source" : frame.line() > 0 ? file + ":" + frame.line() : file;
        return Plain.line(frame.className() + "." + frame.methodName() + "(" + where + ")");
    }

    private static String count(ThreadReport report) {
        long virtual = report.threads().stream().filter(DumpedThread::isVirtual).count();
        String threads = Quantity.of(report.threads().size(), "thread");
        String ofThem = virtual == 0 ? "" : " (" + Quantity.count(virtual) + " virtual)";
        return threads + ofThem + " with " + Quantity.of(report.groups().size(), "stack");
    }
}
