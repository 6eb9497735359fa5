package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands why, collect, vacuum and explain: what they print, ask and refuse. */
class PostMortemCommandsTest {
    @TempDir
    Path store;

    @TempDir
    Path elsewhere;

    @Test
    void whyTellsOfADumpWithoutHeap() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        Files.delete(store.resolve(CliFixture.SHOP).resolve("heap.hprof"));
        assertThat(cli.run("why", "4242")).isZero();
        assertThat(cli.out())
                .startsWith("Dump " + CliFixture.SHOP + "\nNullPointerException in com.acme.Db.get (Db.java:3)")
                .contains("It arrived as IllegalStateException: no stock.", "known", "What to do:");
        assertThat(cli.run("why", "4242", "--json")).isZero();
        assertThat(cli.out())
                .startsWith("{\"dump\":\"" + CliFixture.SHOP + "\",\"kind\":\"exception\",\"verdict\":")
                .contains("\"certainty\":\"known\"");
    }

    @Test
    void whySaysWhenThereIsNoDump() {
        CliFixture cli = new CliFixture(store);
        assertThat(cli.run("why")).isEqualTo(1);
        assertThat(cli.run("why", "no/such/file.hprof")).isEqualTo(2);
        assertThat(cli.err()).contains("no such file").doesNotContain("Exception");
    }

    @Test
    void vacuumShowsBeforeItRemoves() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("vacuum", "--max-use=1K", "--dry-run")).isZero();
        assertThat(cli.out())
                .contains(CliFixture.SHOP, "the dumps take too much")
                .doesNotContain(CliFixture.BANK);
        assertThat(cli.err()).isEqualTo("Would remove 1 dump (4.3K).\n");
        assertThat(store.resolve(CliFixture.SHOP)).exists();

        assertThat(cli.run("vacuum", "--max-use=1K")).isEqualTo(2);
        assertThat(cli.err()).contains("there is no terminal");
        assertThat(store.resolve(CliFixture.SHOP)).exists();

        assertThat(cli.onTerminal("n\n").run("vacuum", "--max-use=1K", "--no-pager"))
                .isEqualTo(1);
        assertThat(store.resolve(CliFixture.SHOP)).exists();
        assertThat(cli.onTerminal("y\n").run("vacuum", "--max-use=1K", "--no-pager"))
                .isZero();
        assertThat(cli.err()).contains("Remove 1 dump (4.3K)? [y/N] ", "Removed 1 dump (4.3K).");
        assertThat(store.resolve(CliFixture.SHOP)).doesNotExist();
        assertThat(store.resolve(CliFixture.BANK)).exists();
    }

    @Test
    void vacuumUnderstandsAgesAndRefusesNonsense() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("vacuum", "--older-than", "2w", "--yes")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("Nothing to remove.\n");
        assertThat(cli.run("vacuum", "--older-than", "1h", "--yes", "-q")).isZero();
        assertThat(store.resolve(CliFixture.SHOP)).doesNotExist();
        assertThat(cli.run("vacuum")).isEqualTo(2);
        assertThat(cli.run("vacuum", "--max-use=lots")).isEqualTo(2);
        assertThat(cli.err()).contains("it is no amount of bytes");
        assertThat(cli.run("vacuum", "--keep=0")).isEqualTo(2);
        assertThat(cli.run("vacuum", "--max-use=1", "4242")).isEqualTo(2);
    }

    @Test
    void explainNamesTheSame() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.file("20261121T120000Z-78-9f3b01", "dump.json", "{\"pid\":78,\"signature\":\"5f2b000000000001\"}");
        assertThat(cli.run("explain", "4242")).isZero();
        assertThat(cli.out())
                .contains("has the signature 5f2b000000000001.", "The same have\n  20261121T120000Z-78-9f3b01");
        assertThat(cli.run("explain", "77", "--json")).isZero();
        assertThat(cli.out()).contains("\"same\":[]");
    }

    @Test
    void collectSaysWhatItTookAndWhatItLeft() throws IOException {
        CliFixture cli = new CliFixture(store);
        Files.writeString(elsewhere.resolve("hs_err_pid7.log"), "no log at all");
        Files.writeString(elsewhere.resolve("hs_err_pid8.log"), """
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGBUS (0x7) at pc=0x00007fbe7a2d2f94, pid=8, tid=9
                #
                # Problematic frame:
                # C  [libfoo.so+0x12]  foo_read+0x2
                """);
        assertThat(cli.run("collect", elsewhere.toString())).isZero();
        assertThat(cli.out()).contains("left", "collected", "SIGBUS in C  [libfoo.so+0x12]  foo_read+0x2");
        assertThat(cli.err()).isEqualTo("Collected 1 dump.\n");
        assertThat(cli.run("list", "SIGBUS", "-F", "reason")).isZero();
        assertThat(cli.out()).isEqualTo("crash\n");
        assertThat(cli.run("why")).isZero();
        assertThat(cli.out()).contains("SIGBUS in native code of libfoo.so");
        assertThat(cli.run("collect", elsewhere.toString())).isEqualTo(1);
        assertThat(cli.run("collect", elsewhere.resolve("none").toString())).isEqualTo(2);
    }
}
