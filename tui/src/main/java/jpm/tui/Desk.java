package jpm.tui;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import jpm.debug.HeapBrowser;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/** What the panes share: the heap, who reads it, and the ways to tell the user something or to lead him elsewhere. */
final class Desk {
    private final Consumer<Runnable> interfaceThread;
    private final Worker reader;
    private final Guide guide;
    private final GraphState graph;
    private @Nullable HeapBrowser heap;
    private String whyNoHeap = "the dump is still being opened";

    /** Tells the user something, or leads him elsewhere. */
    interface Guide {
        /** Shows a message until the next key. */
        void say(String message);

        /** Shows the object at an address. */
        void inspect(long id);

        /** Notes that a key went on from one pane of a view to another, with the one before. */
        void wentOn(View within, int focusBefore);
    }

    /** @param reader answers short questions about the heap */
    Desk(Consumer<Runnable> interfaceThread, Worker reader, Guide guide) {
        this.interfaceThread = interfaceThread;
        this.reader = reader;
        this.guide = guide;
        this.graph = new GraphState(this);
    }

    /** The dump is open; it may have no heap. */
    void opened(@Nullable HeapBrowser newHeap) {
        heap = newHeap;
        whyNoHeap = "this dump has no heap";
        graph.look();
    }

    Consumer<Runnable> interfaceThread() {
        return interfaceThread;
    }

    Worker reader() {
        return reader;
    }

    BackgroundJob newJob() {
        return BackgroundJob.onOwnThread(interfaceThread);
    }

    @Nullable
    HeapBrowser heap() {
        return heap;
    }

    /** Why there is no heap to ask, or null when there is. */
    @Nullable
    String whyNoHeap() {
        return heap == null ? whyNoHeap : null;
    }

    /** References, dominators and retained sizes. */
    GraphState graph() {
        return graph;
    }

    void say(String message) {
        guide.say(message);
    }

    void inspect(long id) {
        guide.inspect(id);
    }

    void wentOn(View within, int focusBefore) {
        guide.wentOn(within, focusBefore);
    }

    /** Says why something could not be done. */
    void complain(Throwable reason) {
        guide.say(explain(reason));
    }

    /** A failure in one line. */
    static String explain(Throwable reason) {
        if (reason instanceof OutOfMemoryError) {
            return "jpm: not enough memory; JPM_JAVA_OPTS=-Xmx8g gives it more";
        }
        if (reason instanceof CancellationException) {
            return "stopped";
        }
        return "jpm: " + (reason instanceof JpmException ? reason.getMessage() : "it cannot be read here: " + reason);
    }
}
