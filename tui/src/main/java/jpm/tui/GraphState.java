package jpm.tui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.debug.HeapBrowser;
import jpm.graph.Heap;
import org.jspecify.annotations.Nullable;

/** Whether references, dominators and retained sizes are known: found on disk when the dump is opened, computed when the user asks. */
final class GraphState {
    /** Measured on a machine with two cores. */
    private static final double OBJECTS_PER_SECOND = 3.5e6;

    /** Resolving references and what follows takes so many times what counting the objects takes. */
    private static final double TIMES_OF_COUNTING = 5;

    private static final int INDEX_BYTES_PER_OBJECT = 28;

    private final Desk desk;
    private final BackgroundJob job;
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean known;
    private double countingSeconds;
    private String failure = "";

    GraphState(Desk desk) {
        this.desk = desk;
        this.job = desk.newJob();
    }

    /** Called once the graph is known, or at once when it is. */
    void whenKnown(Runnable listener) {
        if (known) {
            listener.run();
        } else {
            listeners.add(listener);
        }
    }

    boolean isKnown() {
        return known;
    }

    /** Takes the graph from disk if it is there. */
    void look() {
        HeapBrowser heap = desk.heap();
        if (heap != null) {
            desk.reader().run(heap::findGraph, found -> found(found), desk::complain);
        }
    }

    private void found(boolean found) {
        if (found && !known) {
            known = true;
            listeners.forEach(Runnable::run);
            listeners.clear();
        }
    }

    /** How long a pass over all objects took here, which tells how long the graph will take. */
    void counted(double seconds) {
        countingSeconds = seconds;
    }

    /** Computes the graph in the background. */
    void build() {
        HeapBrowser heap = desk.heap();
        if (heap == null || known || job.isRunning()) {
            return;
        }
        failure = "";
        job.start(
                "indexing",
                heap.heap().objectCount(),
                "objects",
                heap::buildGraph,
                graph -> {
                    found(true);
                    desk.say(
                            graph.indexProblem().isEmpty()
                                    ? "references, dominators and retained sizes are known now"
                                    : "the index could not be kept on disk: " + graph.indexProblem());
                },
                reason -> failure = Desk.explain(reason));
    }

    boolean stop() {
        return job.stop();
    }

    /** How far the work is; empty when there is none. */
    String status() {
        return job.status();
    }

    /** What stands where the graph is needed and not known. */
    String explanation() {
        HeapBrowser browser = desk.heap();
        if (browser == null) {
            return String.valueOf(desk.whyNoHeap());
        }
        if (job.isRunning()) {
            return job.status() + "\n\nYou can go on meanwhile.";
        }
        Heap heap = browser.heap();
        return (failure.isEmpty() ? "" : failure + "\n\n")
                + String.format(
                        Locale.ROOT,
                        "This needs an index: x builds it, in about %s.%n%n"
                                + "The index holds who refers to whom, dominators and retained sizes of all %,d objects%s. "
                                + "You can go on while it is built, and Esc stops it.",
                        Amount.seconds(expectedSeconds(heap)),
                        heap.objectCount(),
                        kept(heap));
    }

    private double expectedSeconds(Heap heap) {
        return countingSeconds > 0 ? countingSeconds * TIMES_OF_COUNTING : heap.objectCount() / OBJECTS_PER_SECOND;
    }

    private static String kept(Heap heap) {
        Path folder = heap.indexFolder();
        String size = Amount.bytes(heap.objectCount() * INDEX_BYTES_PER_OBJECT);
        return folder == null
                ? "; it is not kept"
                : ". It takes " + size + " in " + folder + " and is found there the next time";
    }

    /** The key that builds the index, as long as there is something to build. */
    Binding binding() {
        return Binding.of("x", "index", "build the index: references, dominators, retained sizes", this::build)
                .disabledWhen(this::whyNot);
    }

    private @Nullable String whyNot() {
        String noHeap = desk.whyNoHeap();
        return noHeap != null ? noHeap : known ? "the index is there already" : null;
    }
}
