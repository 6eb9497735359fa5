package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands besides list and info: dump, rm, help, completion, and what all of them say to wrong use. */
class CommandsTest {
    @TempDir
    Path store;

    @TempDir
    Path elsewhere;

    @Test
    void dumpWritesTheHeapToStandardOutput() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("dump", "4242")).isZero();
        assertThat(cli.out()).isEqualTo("h".repeat(3000));
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void dumpWritesAFileThatOnlyItsOwnerReads() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        Path file = elsewhere.resolve("out.hprof");
        assertThat(cli.run("dump", "-o", file.toString(), "Shop")).isZero();
        assertThat(file).hasContent("h".repeat(3000));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(cli.run("dump", "-o", elsewhere.resolve("no/such/folder").toString(), "Shop"))
                .isEqualTo(2);
        assertThat(cli.err()).contains("no such file or folder").doesNotContain("Exception");
    }

    @Test
    void dumpRefusesATerminal() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store).onTerminal("");
        assertThat(cli.run("dump")).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err())
                .isEqualTo("jpm: cannot write a dump to a terminal: it is no text\ntry: jpm dump -o FILE\n");
    }

    @Test
    void dumpSaysWhenThereIsNoHeap() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("dump")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo("jpm: cannot write the heap of 20261121T114903Z-77-9f3b00: it has none (none)\n"
                        + "jpm dump --bundle writes what there is\n");
    }

    @Test
    void dumpBundlesTheWholeFolder() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("dump", "--bundle", "-q")).isZero();
        int files = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(cli.outBytes()))) {
            for (ZipEntry file = zip.getNextEntry(); file != null; file = zip.getNextEntry()) {
                assertThat(file.getName()).startsWith("20261121T114903Z-77-9f3b00/");
                files++;
            }
        }
        assertThat(files).isEqualTo(3);
    }

    @Test
    void anAmbiguousIdListsItsCandidates() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("dump", "9f3")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("""
                jpm: cannot tell which dump is meant: 2 ids begin with 9f3
                give more of the id:
                  20261121T104903Z-4242-9f3a1c  com.acme.Shop  java.lang.IllegalStateException
                  20261121T114903Z-77-9f3b00  bank.jar  java.lang.OutOfMemoryError
                """);
    }

    @Test
    void rmAsksOnATerminal() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store).onTerminal("n\n");
        assertThat(cli.run("rm", "77")).isEqualTo(1);
        assertThat(cli.err()).endsWith("Remove 1 dump (500B)? [y/N] ");
        assertThat(store.resolve(CliFixture.BANK)).exists();
        assertThat(cli.onTerminal("yes\n").run("rm", "77")).isZero();
        assertThat(store.resolve(CliFixture.BANK)).doesNotExist();
        assertThat(store.resolve(CliFixture.SHOP)).exists();
    }

    @Test
    void rmNeedsForceWithoutATerminalAndSomethingToRemove() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("rm")).isEqualTo(2);
        assertThat(cli.run("rm", "77")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo(
                        "jpm: cannot ask whether to remove 1 dump (500B): there is no terminal\ntry: jpm rm --force\n");
        assertThat(cli.run("rm", "-f", "77", "4242")).isZero();
        assertThat(store).isEmptyDirectory();
        assertThat(cli.run("rm", "77")).isEqualTo(1);
        assertThat(cli.run("rm", "-f", "77")).isZero();
    }

    @Test
    void wrongUseNamesTheNearestRightUse() {
        CliFixture cli = new CliFixture(store);
        assertThat(cli.run("lits")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("jpm: unknown command: there is no lits\ntry: jpm list\n");
        assertThat(cli.run("list", "--jsno")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("jpm: unknown option: jpm list has no --jsno\ntry: jpm list --json\n");
        assertThat(cli.run("list", "--format=xml")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo("jpm: cannot use --format=xml: it is not one of text, json, csv\ntry: jpm help list\n");
        assertThat(cli.run("list", "-n")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("jpm: cannot use --lines: its value is missing\ntry: jpm help list\n");
        assertThat(cli.run("4242")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("jpm: unknown command: there is no 4242\ntry: jpm list 4242\n");
    }

    @Test
    void optionsMayStandBeforeTheCommand() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(elsewhere);
        cli.environment.put("JPM_STORE", store.toString());
        assertThat(cli.run("--store", elsewhere.toString(), "-q", "list", "-F", "pid", "-1"))
                .isZero();
        assertThat(cli.out()).isEqualTo("77\n");
    }

    @Test
    void badStoresAndFilesGetOneClearLine() throws IOException {
        CliFixture cli = new CliFixture(Files.writeString(elsewhere.resolve("file"), "x"));
        assertThat(cli.run("list")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo(
                        "jpm: cannot read the store STORE: it is not a folder\nname a folder with --store or JPM_STORE\n");
        assertThat(cli.run("open", "/no/such.hprof")).isEqualTo(2);
        assertThat(cli.err())
                .isEqualTo(
                        "jpm: cannot open /no/such.hprof: no such file or folder\njpm list shows the dumps in the store\n");
    }

    @Test
    void helpKnowsEveryCommandAndOption() {
        CliFixture cli = new CliFixture(store);
        assertThat(cli.run("help")).isZero();
        String overview = cli.out();
        for (Command command : Commands.ofJpm().all()) {
            assertThat(overview).contains("\n  " + command.name() + " ");
            cli.run("help", command.name());
            String help = cli.out();
            assertThat(help.lines()).allMatch(line -> line.length() <= 90 || line.startsWith("  jpm "));
            command.flags().forEach(flag -> assertThat(help).contains("--" + flag.longName()));
            cli.run(command.name(), "--help");
            assertThat(cli.out()).isEqualTo(help);
        }
        cli.run("--help");
        assertThat(cli.out()).isEqualTo(overview);
        assertThat(cli.run("--version")).isZero();
        assertThat(cli.out()).startsWith("jpm ");
    }
}
