package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import jpm.e2e.program.Endings;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dump that lost a part shows what is left, and says what is lost. */
class DamagedDumpTest {
    @TempDir
    Path folder;

    private Path store;
    private Path dump;

    @BeforeEach
    void crash() {
        store = folder.resolve("store");
        program().agent(Build.agentJar(), "store=" + store).run();
        dump = new Store(store).onlyDump();
    }

    private static JvmProcess program() {
        return JvmProcess.with(Jdks.running())
                .flags("-Xmx32m", "-XX:+UseSerialGC")
                .main(Endings.class.getName(), Endings.MAIN_DIES.name());
    }

    @Test
    void whole() {
        assertThat(state()).isEqualTo("present");
        assertLocalsAreShown();
    }

    @Test
    void heapCutInHalf() {
        cut(dump.resolve("heap.hprof"), 2);

        assertThat(state()).isEqualTo("truncated");
        assertLocalsAreShown();
    }

    @Test
    void heapCutToItsFirstBytes() {
        cut(dump.resolve("heap.hprof"), 20_000);

        assertThat(state()).isEqualTo("truncated");
        assertLocalsAreShown();
    }

    @Test
    void heapGone() throws IOException {
        Files.delete(dump.resolve("heap.hprof"));

        assertThat(state()).isEqualTo("missing");
        assertLocalsAreShown();
    }

    @Test
    void snapshotCut() {
        cut(dump.resolve("snapshot.json"), 2);

        assertThat(state()).isEqualTo("present");
        assertLocalsAreShown();
    }

    @Test
    void heapAndSnapshotCut() {
        cut(dump.resolve("heap.hprof"), 3_000);
        cut(dump.resolve("snapshot.json"), 2);

        JvmProcess.Result result = open("bt");
        assertThat(result.exitCode()).isIn(0, 2);
        assertThat(result.stderr()).doesNotContain("\tat ");
        assertThat(result.stdout() + result.stderr()).containsPattern("cut|damaged|truncated|lacks|cannot");
    }

    @Test
    void metadataCut() {
        cut(dump.resolve("dump.json"), 2);

        JvmProcess.Result list = Cli.run("list", "--store", store.toString());
        assertThat(list.exitCode()).isEqualTo(0);
        assertThat(list.stdout()).hasLineCount(2);
        assertThat(list.stderr()).doesNotContain("\tat ");
    }

    private String state() {
        JvmProcess.Result result = Cli.run("list", "--store", store.toString(), "-F", "state");
        assertThat(result.stderr()).isEmpty();
        return result.stdout().strip();
    }

    private void assertLocalsAreShown() {
        JvmProcess.Result result = open("bt", "locals", "print letters");
        assertThat(result.stderr()).doesNotContain("\tat ");
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(0);
        assertThat(result.stdout())
                .contains("Endings.fail", "why", "\"main\"", "message", "\"MAIN\"")
                .containsPattern("(?m)^.*letters = 4$");
    }

    private JvmProcess.Result open(String... commands) {
        List<String> arguments = new java.util.ArrayList<>(List.of("open", "--batch", "--store", store.toString()));
        for (String command : commands) {
            arguments.addAll(List.of("-x", command));
        }
        return Cli.run(arguments.toArray(String[]::new));
    }

    private static void cut(Path file, int divisor) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file) / divisor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStoreThatCannotBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        JvmProcess.Result without = program().run();

        JvmProcess.Result with = program()
                .agent(Build.agentJar(), "store=" + file.resolve("store"))
                .run();

        assertEndsAs(without, with, "jpm: no dump: .*");
    }

    @Test
    void aHeapThatDoesNotFit() {
        Path small = folder.resolve("small");
        JvmProcess.Result without = program().run();

        JvmProcess.Result with = program()
                .after("ulimit -f 1000")
                .agent(Build.agentJar(), "store=" + small)
                .run();

        assertEndsAs(without, with, "jpm: .*");
        store = small;
        dump = new Store(small).onlyDump();
        assertThat(state()).isIn("none", "truncated");
        assertLocalsAreShown();
    }

    private static void assertEndsAs(JvmProcess.Result without, JvmProcess.Result with, String line) {
        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.stdout()).isEqualTo(without.stdout());
        List<String> told = with.stderrLines().stream()
                .filter(each -> each.startsWith("jpm: "))
                .toList();
        assertThat(told).singleElement().asString().matches(line);
        assertThat(with.stderrLines())
                .filteredOn(each -> !each.startsWith("jpm: "))
                .isEqualTo(without.stderrLines());
    }
}
