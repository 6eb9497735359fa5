package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import jpm.testdata.HprofBuilder;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands over a heap that are interrupted, or run out of disk or memory: nothing breaks, and a line says what would help. */
@Execution(ExecutionMode.SAME_THREAD)
class HeapInTroubleTest {
    private static final int OBJECTS = 400_000;

    @TempDir
    static Path dumps;

    @TempDir
    Path folder;

    private static Path dump = Path.of("");
    private Path cache = Path.of("");

    @BeforeAll
    static void write() {
        HprofBuilder built = new HprofBuilder();
        long node = built.define("com.acme.Node")
                .field("left", 'L')
                .field("right", 'L')
                .field("name", 'L')
                .field("number", 'J')
                .id();
        Random random = new Random(5);
        List<Long> made = new ArrayList<>(List.of(0L));
        for (int i = 0; i < OBJECTS; i++) {
            long name = i % 8 == 0 ? built.string("node " + random.nextInt(1000)) : 0;
            long left = made.get(random.nextInt(made.size()));
            made.add(built.instance(node, left, made.get(made.size() - 1), name, (long) i));
        }
        built.root(made.get(made.size() - 1));
        dump = built.write(dumps.resolve("nodes.hprof"));
    }

    @BeforeEach
    void makeCache() throws IOException {
        cache = Files.createDirectory(folder.resolve("cache"));
    }

    private JvmProcess jpm(String... arguments) {
        return Cli.process(arguments).environment("XDG_CACHE_HOME", cache.toString());
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** Ctrl-C as soon as a class is loaded that a phase needs. */
    @Test
    void interruptsEndEveryPhase() throws IOException, InterruptedException {
        String file = dump.toString();
        List<Integer> codes = new ArrayList<>();
        for (String phase : List.of(
                "jpm.graph.HeapScan",
                "jpm.graph.ReferencePass",
                "jpm.graph.Preorder",
                "jpm.graph.InboundReferences",
                "jpm.graph.Dominators",
                "jpm.graph.NearestSearch")) {
            codes.add(interruptedAt(phase, "index", file));
        }
        String fresh = jpm("dominators", "--json", file)
                .environment("XDG_CACHE_HOME", folder.resolve("fresh").toString())
                .run()
                .stdout();
        assertThat(jpm("dominators", "--json", file).run().stdout()).isEqualTo(fresh);
        assertThat(kept()).extracting(Path::toString).noneMatch(name -> name.endsWith(".part"));
        codes.add(interruptedAt("jpm.analysis.Histogram", "histogram", file));
        codes.add(interruptedAt("jpm.analysis.LeakReport", "leaks", file));
        codes.add(interruptedAt("jpm.analysis.RootPaths", "path", file, "com.acme.Node"));
        codes.add(interruptedAt("jpm.analysis.StringReport", "strings", file));
        codes.add(interruptedAt("jpm.analysis.query.HeapQuery", "query", file, "SELECT * FROM com.acme.Node"));
        // A command that has done its work before the signal reaches it ends as usual.
        assertThat(codes).contains(130).allMatch(code -> code == 130 || code == 0);
    }

    private int interruptedAt(String className, String... arguments) throws IOException, InterruptedException {
        Process process = jpm(arguments)
                .flags("-Xlog:class+load:stdout")
                .after("exec env --default-signal=INT \"$@\"")
                .merged()
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            boolean isThere = false;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!isThere && line.contains(" " + className + " ")) {
                    isThere = true;
                    new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor();
                }
            }
            assertThat(isThere).as("%s is used", className).isTrue();
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A disk that is full, and files that may not grow; the first where a namespace of one's own may be had. */
    static Stream<String> shortages() throws IOException, InterruptedException {
        String limit = "ulimit -f 2000";
        boolean mayMount = new ProcessBuilder("unshare", "-Urm", "true").start().waitFor() == 0;
        return mayMount
                ? Stream.of(
                        limit,
                        "exec unshare -Urm sh -c 'mount -t tmpfs -o size=2m tmpfs \"$XDG_CACHE_HOME\" && exec \"$@\"' sh \"$@\"")
                : Stream.of(limit);
    }

    @ParameterizedTest
    @MethodSource("shortages")
    void withoutRoomOnTheDiskTheAnswerIsTheSame(String shortage) throws IOException {
        String file = dump.toString();
        String expected = jpm("dominators", "--json", file)
                .environment("XDG_CACHE_HOME", folder.resolve("room").toString())
                .run()
                .stdout();

        JvmProcess.Result answered =
                jpm("dominators", "--json", file).after(shortage).run();

        assertThat(answered.exitCode()).as(answered.stderr()).isZero();
        assertThat(answered.stdout()).isEqualTo(expected);
        assertThat(kept()).extracting(Path::toString).noneMatch(name -> name.endsWith(".graph"));
    }

    @ParameterizedTest
    @MethodSource("shortages")
    void withoutRoomOnTheDiskAnIndexIsRefused(String shortage) throws IOException {
        assertRefused(jpm("index", dump.toString()).after(shortage).run(), "index", "room");
        assertRefused(jpm("index", "--ram=1k", dump.toString()).after(shortage).run(), "index", "room");
    }

    @Test
    void withoutMemoryALineSaysWhatHelps() {
        assertRefused(narrow("leaks").flags("-Xmx4m").run(), "memory", "-Xmx");
    }

    /** Without the libraries of tests, whose opening alone takes megabytes. */
    private JvmProcess narrow(String command) {
        Path[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.endsWith("classes")
                        || entry.getFileName().toString().matches("(jpm|commons-cli|jackson-core).*"))
                .toArray(Path[]::new);
        return jpm(command, dump.toString()).classPath(classPath);
    }

    private static void assertRefused(JvmProcess.Result result, String what, String helps) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderrLines()).hasSize(2);
        assertThat(result.stderrLines().get(0)).startsWith("jpm: ").contains(what);
        assertThat(result.stderrLines().get(1)).contains(helps);
        assertThat(result.stderr()).doesNotContain("Exception", "\tat ");
    }
}
