package jpm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/** {@code jpm mat}: queries of Eclipse MAT, where it is installed. */
final class MatCommand {
    static final Command COMMAND = new Command(
            "mat",
            List.of(),
            HeapArgument.USAGE + " [QUERY…]",
            "run queries of Eclipse MAT, where it is installed",
            "Runs each QUERY of Eclipse MAT over a heap dump, without a window, and prints its result as CSV; without a QUERY it runs histogram. MAT "
                    + "is looked for in $MAT_HOME, the folder with ParseHeapDump.sh; it builds its own index in a temporary folder, which takes about as "
                    + "much room as the heap dump, and needs the Java that its release asks for.",
            CommonFlags.with(List.of(), CommonFlags.STORE, CommonFlags.QUIET),
            List.of(
                    new Command.Example("MAT_HOME=/opt/mat jpm mat heap.hprof", "MAT's histogram"),
                    new Command.Example(
                            "jpm mat heap.hprof 'duplicate_classes' 'find_strings java.lang.String -pattern .*shop.*'",
                            "two of its queries")),
            MatCommand::run);

    private static final String SCRIPT = "ParseHeapDump.sh";
    private static final String PAGES = "pages/Query_Command";

    private MatCommand() {}

    private static int run(Invocation invocation) throws IOException {
        List<String> words = invocation.words();
        if (words.isEmpty()) {
            throw new UsageException("cannot run MAT: no heap is named", "jpm mat heap.hprof histogram");
        }
        Path script = script(invocation.console());
        Path heap = HeapArgument.heap(words.get(0), invocation).toAbsolutePath();
        if (!Files.isReadable(heap)) {
            throw new JpmException("cannot read " + heap + ": no such file, or permission denied", "name a heap dump");
        }
        List<String> queries = words.size() == 1 ? List.of("histogram") : words.subList(1, words.size());
        Path folder = Files.createTempDirectory("jpm-mat-");
        try {
            Path link = Files.createSymbolicLink(folder.resolve("heap.hprof"), heap);
            for (String query : queries) {
                invocation.console().out().print(result(script, link, query));
            }
        } finally {
            remove(folder);
        }
        return ExitCode.DONE;
    }

    private static Path script(Console console) {
        String home = console.environment().getOrDefault("MAT_HOME", "");
        if (home.isEmpty()) {
            throw new JpmException(
                    "cannot run MAT: MAT_HOME is not set",
                    "install Eclipse MAT (eclipse.dev/mat) and set MAT_HOME to the folder with " + SCRIPT);
        }
        Path script = Path.of(home).resolve(SCRIPT);
        if (!Files.isExecutable(script)) {
            throw new JpmException(
                    "cannot run MAT: there is no " + script, "set MAT_HOME to the folder with " + SCRIPT);
        }
        return script;
    }

    private static String result(Path script, Path heap, String query) throws IOException {
        Path zip = heap.resolveSibling("heap_Query.zip");
        Files.deleteIfExists(zip);
        Process process = new ProcessBuilder(
                        script.toString(),
                        heap.toString(),
                        "-format=csv",
                        "-command=" + query,
                        "org.eclipse.mat.api:query")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = waitFor(process);
        String table = code == 0 && Files.exists(zip) ? table(zip) : null;
        if (table == null) {
            String last = said.strip();
            throw new JpmException(
                    "MAT failed with exit code " + code + ": "
                            + Plain.line(last.substring(last.lastIndexOf('\n') + 1), 300),
                    "see what MAT's own " + SCRIPT + " says");
        }
        return table;
    }

    private static int waitFor(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /** The CSV page of a query's result; null when there is none. */
    private static @Nullable String table(Path zip) throws IOException {
        try (ZipFile pages = new ZipFile(zip.toFile())) {
            for (ZipEntry page : pages.stream().toList()) {
                if (page.getName().startsWith(PAGES) && page.getName().endsWith(".csv")) {
                    try (InputStream content = pages.getInputStream(page)) {
                        return Plain.lines(new String(content.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return null;
    }

    private static void remove(Path folder) throws IOException {
        List<Path> deepestFirst = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.forEach(file -> deepestFirst.add(0, file));
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
