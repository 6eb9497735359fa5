package jpm.source.decompile;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.jar.Manifest;
import org.jetbrains.java.decompiler.main.Fernflower;
import org.jetbrains.java.decompiler.main.extern.IContextSource;
import org.jetbrains.java.decompiler.main.extern.IFernflowerLogger;
import org.jetbrains.java.decompiler.main.extern.IFernflowerPreferences;
import org.jetbrains.java.decompiler.main.extern.IResultSaver;
import org.jspecify.annotations.Nullable;

/**
 * The decompiler's own process: reads requests from stdin and answers them on stdout, one after the other, until stdin ends, which it does when the
 * process that wants the answers is gone.
 */
public final class DecompilerMain {
    private static final int STACK_BYTES = 64 << 20;

    private static final Map<String, Object> OPTIONS = Map.of(
            IFernflowerPreferences.BYTECODE_SOURCE_MAPPING, "1",
            IFernflowerPreferences.THREADS, "1",
            IFernflowerPreferences.INDENT_STRING, "    ",
            IFernflowerPreferences.SKIP_EXTRA_FILES, "1",
            IFernflowerPreferences.DECOMPILER_COMMENTS, "0",
            IFernflowerPreferences.DUMP_EXCEPTION_ON_ERROR, "0",
            IFernflowerPreferences.REMOVE_SYNTHETIC, "0",
            IFernflowerPreferences.LOG_LEVEL, "error");

    private DecompilerMain() {}

    /** Serves requests; has no arguments. */
    public static void main(String[] arguments) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        System.setOut(System.err); // what libraries print must not get among the answers
        BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        Thread worker = new Thread(null, () -> answer(requests, out), "decompiler", STACK_BYTES);
        worker.setDaemon(true);
        worker.start();
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        try {
            while (true) {
                requests.add(Request.read(in));
            }
        } catch (EOFException nobodyAsks) {
            Runtime.getRuntime().halt(0); // the worker may be in the midst of a class that would take for ever
        }
    }

    private static void answer(BlockingQueue<Request> requests, DataOutputStream out) {
        try {
            while (true) {
                decompile(requests.take()).write(out);
                out.flush();
            }
        } catch (IOException | InterruptedException nobodyListens) {
            Runtime.getRuntime().halt(0);
        }
    }

    static Decompilation decompile(Request request) {
        Result result = new Result(request.mainClass());
        try {
            Fernflower fernflower = new Fernflower(result, new HashMap<>(OPTIONS), IFernflowerLogger.NO_OP);
            fernflower.addSource(new MemorySource(request));
            fernflower.decompileContext();
            fernflower.clearContext();
        } catch (OutOfMemoryError tooLarge) {
            return Decompilation.failure("decompiling it takes more memory than is allowed");
        } catch (StackOverflowError tooDeep) {
            return Decompilation.failure("its code is nested too deeply to be decompiled");
        } catch (RuntimeException | LinkageError | AssertionError broken) {
            return Decompilation.failure("the decompiler fails on its class file");
        }
        Decompilation made = result.made;
        return made == null ? Decompilation.failure("the decompiler makes nothing of its class file") : made;
    }

    /** The classes of a request. */
    private record MemorySource(Request request) implements IContextSource {
        @Override
        public String getName() {
            return "request";
        }

        @Override
        public Entries getEntries() {
            List<Entry> entries =
                    request.classes().keySet().stream().map(Entry::atBase).toList();
            return new Entries(entries, List.of(), List.of());
        }

        @Override
        public @Nullable InputStream getInputStream(String resource) {
            String name = resource.endsWith(CLASS_SUFFIX)
                    ? resource.substring(0, resource.length() - CLASS_SUFFIX.length())
                    : resource;
            byte[] bytes = request.classes().get(name);
            return bytes == null ? null : new ByteArrayInputStream(bytes);
        }

        @Override
        public IOutputSink createOutputSink(IResultSaver saver) {
            return new Sink((Result) saver);
        }
    }

    private record Sink(Result result) implements IContextSource.IOutputSink {
        @Override
        public void begin() {}

        @Override
        public void acceptClass(String qualifiedName, String fileName, String content, int @Nullable [] mapping) {
            if (qualifiedName.equals(result.mainClass)) {
                result.made = new Decompilation(false, content, rows(mapping));
            }
        }

        @Override
        public void acceptDirectory(String directory) {}

        @Override
        public void acceptOther(String path) {}

        @Override
        public void close() {}
    }

    /** The mapping has pairs: a line of the original, and one of the text, both from 1. */
    private static NavigableMap<Integer, Integer> rows(int @Nullable [] mapping) {
        NavigableMap<Integer, Integer> rows = new TreeMap<>();
        for (int i = 0; mapping != null && i + 1 < mapping.length; i += 2) {
            rows.putIfAbsent(mapping[i], mapping[i + 1] - 1);
        }
        return rows;
    }

    /** Takes the one result; nothing is written to files. */
    private static final class Result implements IResultSaver {
        private final String mainClass;
        private @Nullable Decompilation made;

        Result(String mainClass) {
            this.mainClass = mainClass;
        }

        @Override
        public void saveFolder(String path) {}

        @Override
        public void copyFile(String source, String path, String entryName) {}

        @Override
        public void saveClassFile(String path, String qualifiedName, String entryName, String content, int[] mapping) {}

        @Override
        public void createArchive(String path, String archiveName, Manifest manifest) {}

        @Override
        public void saveDirEntry(String path, String archiveName, String entryName) {}

        @Override
        public void copyEntry(String source, String path, String archiveName, String entry) {}

        @Override
        public void saveClassEntry(
                String path, String archiveName, String qualifiedName, String entryName, String content) {}

        @Override
        public void closeArchive(String path, String archiveName) {}
    }
}
