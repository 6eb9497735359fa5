package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: pipes, full disks, signals. */
class MainProcessTest {
    @TempDir
    Path store;

    private Process start(String shellLine) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", shellLine);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        builder.environment()
                .put(
                        "JPM",
                        java + " -XX:TieredStopAtLevel=1 -cp " + System.getProperty("java.class.path")
                                + " jpm.cli.Main");
        builder.environment().put("JPM_STORE", store.toString());
        return builder.start();
    }

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String shellLine) throws Exception {
        Process process = start(shellLine);
        process.getOutputStream().close();
        String out = text(process.getInputStream().readAllBytes());
        String err = text(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aReaderThatLeavesIsNoError() throws Exception {
        CliFixture.withTwoDumps(store).file(CliFixture.SHOP, "heap.hprof", "h".repeat(5_000_000));
        assertThat(run("$JPM dump 4242 | head -c 3; echo \" ${PIPESTATUS[0]}\""))
                .isEqualTo(new Outcome(0, "hhh 0\n", ""));
        assertThat(run("$JPM help | true; echo ${PIPESTATUS[0]}")).isEqualTo(new Outcome(0, "0\n", ""));
    }

    @Test
    void listingsOfHeapsEndWithTheirReader() throws Exception {
        HprofBuilder dump = new HprofBuilder();
        for (int i = 0; i < 5_000; i++) {
            dump.define("com.acme.generated.Class" + i).loader(dump.string("text " + i));
        }
        String file = dump.write(store.resolve("heap.hprof")).toString();
        for (String command : List.of("histogram", "query 'SELECT * FROM java.lang.String'", "loaders")) {
            for (String format : List.of("text", "json", "csv")) {
                String line = command.replaceFirst("^(\\w+)", "\\$JPM $1 " + file) + " --format=" + format;
                assertThat(run(line + " | head -c 3 >/dev/null; echo ${PIPESTATUS[0]}"))
                        .as(line)
                        .isEqualTo(new Outcome(0, "0\n", ""));
            }
        }
    }

    @Test
    void afterFullDiskTheOutputIsNoSuccess() throws Exception {
        CliFixture.withTwoDumps(store);
        assertThat(run("$JPM list >/dev/full"))
                .isEqualTo(new Outcome(2, "", "jpm: cannot write to standard output: No space left on device\n"));
        assertThat(run("$JPM dump 4242 >/dev/full").code()).isEqualTo(2);
        assertThat(run("$JPM dump 4242 -o /dev/full"))
                .isEqualTo(new Outcome(
                        2, "", "jpm: cannot write /dev/full: No space left on device\nname another file with -o\n"));
    }

    @Test
    void exitCodesTellWhatHappened() throws Exception {
        CliFixture.withTwoDumps(store);
        assertThat(run("$JPM list").code()).isZero();
        assertThat(run("$JPM list nobody").code()).isEqualTo(1);
        assertThat(run("$JPM list --nonsense").code()).isEqualTo(2);
    }

    @Test
    void anInterruptEndsTheWaitForCommands() throws Exception {
        CliFixture.withTwoDumps(store).file(CliFixture.BANK, "snapshot.json", """
                {"stackFrames":[{"function":"a.B.c","location":{"path":"a/B.java","line":3}}],"variableTable":[{}]}""");
        Process jpm = start("exec env --default-signal=INT $JPM open --batch 77");
        BufferedReader out = new BufferedReader(new InputStreamReader(jpm.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).contains("bank.jar");
        new ProcessBuilder("kill", "-INT", Long.toString(jpm.pid())).start().waitFor();
        assertThat(jpm.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(jpm.exitValue()).isEqualTo(130);
    }

    @Test
    void anIndexWithoutRoomIsOneLineAndAHint() throws Exception {
        HprofBuilder dump = new HprofBuilder();
        for (int i = 0; i < 10_000; i++) {
            dump.root(dump.string("text " + i));
        }
        String file = dump.write(store.resolve("heap.hprof")).toString();
        Path cache = store.resolve("cache");
        String line = "export XDG_CACHE_HOME=" + cache + "; ulimit -f 100; $JPM index " + file;
        assertThat(run(line))
                .isEqualTo(new Outcome(
                        2,
                        "",
                        "jpm: cannot keep the index: File too large\nset XDG_CACHE_HOME to a folder with room\n"));
        assertThat(run("ls " + cache + "/jpm/index").out()).isEmpty();
        assertThat(run("export XDG_CACHE_HOME=" + cache + "; $JPM index --ram=0 --format=csv " + file + " | wc -l"))
                .isEqualTo(new Outcome(0, "2\n", ""));
        assertThat(run("$JPM index --ram=much " + file))
                .isEqualTo(new Outcome(2, "", "jpm: cannot work with much of memory: it is no size\ntry: --ram 2g\n"));
    }
}
