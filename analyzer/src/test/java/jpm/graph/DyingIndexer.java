package jpm.graph;

import java.nio.file.Path;
import jpm.io.Progress;

/** Indexes a dump and dies without any farewell when a phase is first reported. Arguments: the dump, the cache, the phase. */
final class DyingIndexer {
    private DyingIndexer() {}

    public static void main(String[] arguments) {
        Progress deadly = (phase, done, total) -> {
            if (phase.equals(arguments[2])) {
                Runtime.getRuntime().halt(137);
            }
        };
        HeapOptions options =
                HeapOptions.defaults().withCacheDirectory(Path.of(arguments[1])).withProgress(deadly);
        try (Heap heap = Heap.open(Path.of(arguments[0]), options)) {
            heap.graph();
        }
    }
}
