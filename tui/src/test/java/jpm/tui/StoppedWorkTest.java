package jpm.tui;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import jpm.analysis.query.HeapQuery;
import jpm.debug.HeapBrowser;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.io.Cancellation;
import jpm.io.Progress;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All long work on a heap that Esc stops asks its token, so that it ends and not only its result is dropped. */
class StoppedWorkTest {
    private static final Map<String, BiConsumer<HeapBrowser, Cancellation>> WORK = Map.of(
            "histogram", (heap, stop) -> heap.histogram(Progress.NONE, stop),
            "retained histogram", HeapBrowser::retainedHistogram,
            "leaks", HeapBrowser::leaks,
            "strings", (heap, stop) -> heap.strings(10, Progress.NONE, stop),
            "objects of a class", (heap, stop) -> heap.instances("com.acme.Entry", Progress.NONE, stop),
            "query",
                    (heap, stop) ->
                            heap.query(HeapQuery.parse("SELECT * FROM com.acme.Entry"), row -> {}, Progress.NONE, stop),
            "paths", StoppedWorkTest::paths,
            "order of the dominated", (heap, stop) -> heap.dominated(-1, stop));

    @TempDir
    private static Path folder;

    static Stream<String> work() {
        return WORK.keySet().stream();
    }

    private static void paths(HeapBrowser heap, Cancellation stop) {
        heap.paths(heap.heap().objectAt(5).id(), 3, stop);
    }

    @ParameterizedTest
    @MethodSource("work")
    void ends(String name) {
        SmallHeap small = SmallHeap.in(folder);
        try (Heap opened = Heap.open(small.file(), HeapOptions.defaults())) {
            HeapBrowser heap = new HeapBrowser(opened);
            heap.buildGraph(Progress.NONE, new Cancellation());
            Cancellation stop = new Cancellation();
            stop.cancel();

            assertThatThrownBy(() -> WORK.get(name).accept(heap, stop)).isInstanceOf(CancellationException.class);
        }
    }
}
