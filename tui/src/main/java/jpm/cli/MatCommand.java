package jpm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
            HeapArgument.USAGE + " [QUERY|REPORT…]",
            "run queries and reports of Eclipse MAT, where it is installed",
            "Runs each QUERY of Eclipse MAT over a heap dump, without a window, and prints its result as CSV; without a QUERY it runs histogram. A REPORT "
                    + "(suspects, overview or top_components, as org.eclipse.mat.api:suspects) is written as the zip of pages that MAT makes, and its "
                    + "path printed. MAT is looked for in $MAT_HOME, the folder with ParseHeapDump.sh; it builds its own index in a temporary folder, which takes about as "
                    + "much room as the heap dump, and needs the Java that its release asks for.",
            CommonFlags.with(
                    List.of(Flag.taking("o", "output", "DIR", "write reports to DIR instead of the current folder")),
                    CommonFlags.STORE,
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("MAT_HOME=/opt/mat jpm mat heap.hprof", "MAT's histogram"),
                    new Command.Example(
                            "jpm mat heap.hprof 'duplicate_classes' 'find_strings java.lang.String -pattern .*shop.*'",
                            "two of its queries"),
                    new Command.Example(
                            "jpm mat heap.hprof org.eclipse.mat.api:suspects -o reports", "its leak suspects as HTML")),
            MatCommand::run);

    private static final String SCRIPT = "ParseHeapDump.sh";
    private static final String QUERIES = "org.eclipse.mat.api:query";
    private static final Pattern REPORT = Pattern.compile("[\\w.]+:\\w+");
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
                if (REPORT.matcher(query).matches()) {
                    report(script, link, query, heap, invocation);
                } else {
                    invocation.console().out().print(result(script, link, query));
                }
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
        Outcome outcome = run(script, heap, "-format=csv", "-command=" + query, QUERIES);
        String table = outcome.code == 0 && Files.exists(zip) ? table(zip) : null;
        if (table == null) {
            throw failed(outcome);
        }
        return table;
    }

    /** Runs a report, keeps the zips that it leaves under the dump's name, and prints where they are. */
    private static void report(Path script, Path link, String report, Path heap, Invocation invocation)
            throws IOException {
        Outcome outcome = run(script, link, report);
        List<Path> made;
        try (Stream<Path> files = Files.list(link.resolveSibling("."))) {
            made = files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        }
        if (outcome.code != 0 || made.isEmpty()) {
            throw failed(outcome);
        }
        String folder = invocation.option("output");
        Path target = Files.createDirectories(Path.of(folder == null ? "" : folder));
        String name = String.valueOf(heap.getFileName()).replaceFirst("\\.hprof(\\.gz)?$", "");
        for (Path zip : made) {
            Path kept = target.resolve(name + String.valueOf(zip.getFileName()).substring("heap".length()));
            Files.move(zip, kept, StandardCopyOption.REPLACE_EXISTING);
            invocation.console().out().println(Plain.line(kept.toString()));
        }
    }

    private record Outcome(int code, String said) {}

    private static Outcome run(Path script, Path heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString(), heap.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(waitFor(process), said);
    }

    private static JpmException failed(Outcome outcome) {
        String last = outcome.said.strip();
        return new JpmException(
                "MAT failed with exit code " + outcome.code + ": "
                        + Plain.line(last.substring(last.lastIndexOf('\n') + 1), 300),
                "see what MAT's own " + SCRIPT + " says");
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
