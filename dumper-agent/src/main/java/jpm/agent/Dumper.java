package jpm.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import jpm.agent.instrument.CaptureRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Writes one dump, smallest file first, so that each file written only adds to what is there.
 *
 * <p>Only {@code dump.json} is indispensable: without it there is no dump, without any other there is a lesser one.
 */
final class Dumper {
    private final AgentOptions options;
    private final MainProgram program;
    private final CaptureRuntime runtime;
    private final Internals internals;

    Dumper(AgentOptions options, MainProgram program, CaptureRuntime runtime, Internals internals) {
        this.options = options;
        this.program = program;
        this.runtime = runtime;
        this.internals = internals;
    }

    /**
     * Writes the dump and tells the user in one line.
     *
     * @return the dump's folder, or null where none could be written
     */
    @Nullable
    Path write(Crash crash) {
        Path store = StoreFolder.locate(options.store());
        DumpFolder folder;
        try {
            folder = begin(crash, store);
        } catch (IOException | RuntimeException e) {
            Stderr.line("no dump: " + store + ": " + reasonOf(e));
            return null;
        }
        return finish(folder, store, fill(folder, crash));
    }

    private DumpFolder begin(Crash crash, Path store) throws IOException {
        DumpFolder folder = DumpFolder.create(store, crash.epochMillis(), HostFacts.pid());
        try {
            MetadataJson metadata = new MetadataJson(program, options, internals);
            folder.write("dump.json", out -> metadata.write(crash, folder.id(), out));
            PrivateFiles.sync(folder.path("."));
        } catch (IOException | RuntimeException | Error e) {
            folder.remove();
            throw e;
        }
        return folder;
    }

    private HeapFile fill(DumpFolder folder, Crash crash) {
        runtime.mark(crash.thrown(), crash.thread(), crash.trigger(), folder.id());
        try {
            part(folder, "threads.txt", out -> new ThreadsText(internals).write(crash.thread(), out));
            return crash.heapWanted() ? HeapFile.write(folder.path("heap.hprof")) : HeapFile.none();
        } finally {
            runtime.unmark();
        }
    }

    private static void part(DumpFolder folder, String name, DumpFolder.Content content) {
        try {
            folder.write(name, content);
        } catch (IOException | RuntimeException | Error e) {
            Faults.swallow(e);
        }
    }

    private static @Nullable Path finish(DumpFolder folder, Path store, HeapFile heap) {
        part(folder, "end.json", out -> out.write(endJson(heap).getBytes(StandardCharsets.UTF_8)));
        try {
            folder.publish();
        } catch (IOException e) {
            Stderr.line("dump " + folder.id() + " is incomplete: " + store + ": " + reasonOf(e));
            return null;
        }
        String lack = heap.error() == null ? "" : " (no heap: " + heap.error() + ")";
        Stderr.line("dump " + folder.id() + " written to " + store + lack);
        return folder.published();
    }

    private static String endJson(HeapFile heap) {
        return "{\"heapBytes\":" + heap.bytes() + ",\"heapMillis\":" + heap.millis() + ",\"heapError\":"
                + quoted(heap.error()) + "}\n";
    }

    private static String quoted(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String reasonOf(Exception e) {
        String what = e.getClass().getSimpleName();
        String message = e.getMessage();
        return message == null ? what : what + ": " + message;
    }
}
