package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.io.JpmException;
import jpm.io.MalformedDumpException;
import jpm.io.UnsupportedDumpException;
import org.jspecify.annotations.Nullable;

/** What the commands over a heap have in common: options and progress. */
final class HeapCommand {
    private HeapCommand() {}

    /** A command's own options and those of every command over a heap. */
    static List<Flag> flags(Flag... own) {
        List<Flag> flags = new ArrayList<>(List.of(own));
        flags.addAll(OutputFormat.FLAGS);
        return CommonFlags.with(flags, CommonFlags.STORE, CommonFlags.QUIET, CommonFlags.NO_PAGER, CommonFlags.COLOR);
    }

    /** What is computed of a heap. */
    @FunctionalInterface
    interface Work<T> {
        T of(Path file, HeapOptions options);
    }

    /** Computes while showing progress. */
    static <T> T compute(Path file, Invocation invocation, Work<T> work) {
        try (OpeningProgress progress = new OpeningProgress(invocation.console())) {
            return work.of(file, HeapOptions.defaults().withProgress(progress));
        } catch (MalformedDumpException | UnsupportedDumpException unreadable) {
            throw naming(file, unreadable);
        }
    }

    /** Computes with the index of the heap while showing progress. */
    static <T> T computeIndexed(Path file, Invocation invocation, Work<T> work) {
        try (OpeningProgress progress = new OpeningProgress(invocation.console())) {
            return work.of(file, options(true, invocation).withProgress(progress));
        } catch (MalformedDumpException | UnsupportedDumpException unreadable) {
            throw naming(file, unreadable);
        }
    }

    /** What is done with an open heap; gives the exit code. */
    @FunctionalInterface
    interface HeapWork {
        int with(Heap heap);
    }

    /** Opens a heap while showing progress. */
    static int withHeap(Path file, Invocation invocation, HeapWork work) {
        return opened(file, invocation, false, work);
    }

    /** Opens a heap with its references and dominators while showing progress. */
    static int withGraph(Path file, Invocation invocation, HeapWork work) {
        return opened(file, invocation, true, work);
    }

    private static int opened(Path file, Invocation invocation, boolean needsGraph, HeapWork work) {
        OpeningProgress progress = new OpeningProgress(invocation.console());
        try (progress;
                Heap heap = Heap.open(file, options(needsGraph, invocation).withProgress(progress))) {
            String problem = needsGraph ? heap.graph().indexProblem() : "";
            progress.close();
            int code = work.with(heap);
            if (!problem.isEmpty() && !invocation.quiet()) {
                invocation
                        .console()
                        .message("-- Notice: the index cannot be kept (" + Plain.line(problem)
                                + "); the next command will compute it again.");
            }
            return code;
        } catch (MalformedDumpException | UnsupportedDumpException unreadable) {
            throw naming(file, unreadable);
        }
    }

    /** The reader of the bytes does not know what they are called. */
    private static JpmException naming(Path file, JpmException why) {
        return new JpmException("cannot read " + file + ": " + why.getMessage(), why.hint(), why);
    }

    /** Only what takes long is kept on disk. */
    private static HeapOptions options(boolean needsGraph, Invocation invocation) {
        HeapOptions options = HeapOptions.defaults().withCacheDirectory(needsGraph ? indexDirectory(invocation) : null);
        String ram = invocation.option("ram");
        return ram == null ? options : options.withRam(ramBytes(ram));
    }

    private static long ramBytes(String ram) {
        try {
            return Quantity.bytes(ram);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "cannot work with " + Plain.line(ram, 40) + " of memory: it is no size", "--ram 2g");
        }
    }

    /** Where indexes of heaps are kept: {@code $XDG_CACHE_HOME/jpm/index}, or below {@code ~/.cache}; null without a home. */
    static @Nullable Path indexDirectory(Invocation invocation) {
        Map<String, String> environment = invocation.console().environment();
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!cache.startsWith("/")) {
            cache = home.startsWith("/") ? home + "/.cache" : "";
        }
        return cache.isEmpty() ? null : Path.of(cache, "jpm", "index");
    }

    /** The value of {@code --top}; without it there is no limit. */
    static long top(Invocation invocation) {
        String top = invocation.option("top");
        if (top == null) {
            return Long.MAX_VALUE;
        }
        try {
            long number = Long.parseLong(top);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same complaint.
        }
        throw new UsageException(
                "cannot show the first " + Plain.line(top, 40) + ": it is no number above 0", "--top 20");
    }
}
