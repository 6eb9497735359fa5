package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.debug.Local;
import jpm.debug.Provenance;
import jpm.graph.Heap;
import jpm.graph.HeapModel;
import jpm.graph.HeapOptions;
import jpm.testdata.oracle.Spoken;

/** Compares what a program said of its frames with what the debugger shows of them. */
final class LocalsComparison {
    private static final String PRESENT = "?";

    private final String packagePrefix;
    /** A pattern of fields, with their values, that the heap has and reflection does not show. */
    private final String hiddenFields;

    /** Frames of classes whose names begin so must all have spoken, bridges apart. */
    LocalsComparison(String packagePrefix) {
        this(packagePrefix, "(?!)");
    }

    /** The same for a program that does not see all of its objects' fields. */
    LocalsComparison(String packagePrefix, String hiddenFields) {
        this.packagePrefix = packagePrefix;
        this.hiddenFields = hiddenFields;
    }

    void compare(CaseRun run) {
        Path dump = run.dump();
        List<Spoken.Frame> said = run.spoken();
        try (DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT);
                Heap heap = Heap.open(dump.resolve("heap.hprof"), HeapOptions.defaults())) {
            DumpText text = new DumpText(new HeapModel(heap), session);
            List<DebugFrame> frames = ownFrames(session);
            assertThat(frames.stream().map(DebugFrame::qualifiedMethod))
                    .as("frames")
                    .containsExactlyElementsOf(said.stream()
                            .map(frame -> frame.className() + "." + frame.method())
                            .toList());
            for (int i = 0; i < frames.size(); i++) {
                Spoken.Frame spoken = said.get(i);
                compare(
                        "#" + i + " " + spoken.method(),
                        said(spoken),
                        shown(session.locals(frames.get(i)), spoken, text));
            }
        }
    }

    /** Names what differs and nothing else: a frame can have many variables and long values. */
    private static void compare(String frame, List<String> said, List<String> shown) {
        List<String> missing = new ArrayList<>(said);
        missing.removeAll(shown);
        List<String> unexpected = new ArrayList<>(shown);
        unexpected.removeAll(said);
        assertThat(unexpected).as(frame).containsExactlyElementsOf(missing);
        assertThat(shown).as(frame).hasSameSizeAs(said);
    }

    private List<DebugFrame> ownFrames(DebugSession session) {
        List<DebugFrame> frames = new ArrayList<>();
        for (DebugFrame frame : session.frames()) {
            if (frame.className().startsWith(packagePrefix) && !isBridge(frame, frames)) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** The compiler's bridges cannot speak; each has called the method of its own name that stands before it. */
    private static boolean isBridge(DebugFrame frame, List<DebugFrame> deeper) {
        if (deeper.isEmpty() || !deeper.get(deeper.size() - 1).qualifiedMethod().equals(frame.qualifiedMethod())) {
            return false;
        }
        try {
            Class<?> type = Class.forName(frame.className(), false, LocalsComparison.class.getClassLoader());
            return Stream.of(type.getDeclaredMethods())
                    .anyMatch(method -> method.isBridge() && method.getName().equals(frame.methodName()));
        } catch (ClassNotFoundException notHere) {
            return false;
        }
    }

    private static List<String> said(Spoken.Frame frame) {
        return frame.variables().values().stream()
                .map(variable -> line(variable.name(), variable.type(), variable.canonical()))
                .sorted()
                .toList();
    }

    private List<String> shown(List<Local> locals, Spoken.Frame spoken, DumpText text) {
        Map<String, Spoken.Variable> said = spoken.variables();
        return locals.stream()
                .map(local -> {
                    Spoken.Variable variable = said.get(local.name());
                    boolean presentOnly =
                            variable != null && variable.canonical().equals(PRESENT);
                    String value =
                            presentOnly ? PRESENT : text.of(local.value()).replaceAll(hiddenFields, "");
                    return line(local.name(), local.type(), value)
                            + (local.provenance() == Provenance.CAPTURED ? "" : " " + local.provenance());
                })
                .sorted()
                .toList();
    }

    private static String line(String name, String type, String value) {
        return "  " + type + " " + name + " = " + value;
    }
}
