package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryCommandTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));

    private HprofBuilder dump() {
        HprofBuilder dump = new HprofBuilder();
        dump.root(dump.array(new byte[1000]));
        dump.array(new byte[100]);
        return dump;
    }

    @Test
    void printsOneFactALine() {
        Path file = dump().write(folder.resolve("heap.hprof"));
        assertThat(cli.run("summary", file.toString())).isZero();
        assertThat(cli.out()).isEqualTo("""
                            File: %s
                          Format: HPROF 1.0.2, 8-byte ids
                       Timestamp: Tue 2023-11-14 22:13:20 UTC
                         Objects: 5 (0 instances, 0 object arrays, 2 primitive arrays, 3 classes)
                            Used: 1.3K (1,280 bytes)
                     Unreachable: 120B (1 object)
                   Class Loaders: 1
                         Threads: 0
                           Roots: 1 (1 system class)
                            Read: all of 1.6K
                """.formatted(file));
    }

    @Test
    void jsonIsOneObject() {
        cli.run("summary", "--json", dump().write(folder.resolve("heap.hprof")).toString());
        assertThat(cli.out())
                .contains(
                        "\"objects\":5,",
                        "\"unreachableObjects\":1,\"unreachableBytes\":120,",
                        "\"roots\":{\"system class\":1}",
                        "\"coverage\":{\"partial\":false,");
    }

    @Test
    void csvHasALineForEachFact() {
        cli.run(
                "summary",
                "--format=csv",
                dump().write(folder.resolve("heap.hprof")).toString());
        assertThat(cli.out()).startsWith("name,value\nfile,").contains("\nobjects,5\n", "\nroots: system class,1\n");
    }

    @Test
    void saysHowMuchOfACutOffDumpCouldBeRead() throws IOException {
        byte[] whole = dump().bytes();
        Path file = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length - 500));
        cli.run("summary", file.toString());
        assertThat(cli.out())
                .containsPattern("Read: \\d\\d\\.\\d\\d% of .*, behind whose end something is missing")
                .contains("-- Notice: the dump is damaged");
    }

    @Test
    void refusesWhatIsNoDump() throws IOException {
        Path file = Files.writeString(folder.resolve("text.hprof"), "hello");
        assertThat(cli.run("summary", file.toString())).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err())
                .isEqualTo("jpm: cannot read " + file
                        + ": this is not an HPROF heap dump\njpm reads .hprof and .hprof.gz files.\n");
        assertThat(cli.run("summary")).isEqualTo(ExitCode.WRONG_USE);
    }
}
