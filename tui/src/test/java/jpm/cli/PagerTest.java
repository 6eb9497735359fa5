package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pager is a shell command that writes what it gets to a file. */
class PagerTest {
    @TempDir
    Path store;

    @TempDir
    Path elsewhere;

    private CliFixture cliWithManyDumps() throws IOException {
        CliFixture cli = new CliFixture(store).onTerminal("");
        for (int i = 0; i < 30; i++) {
            cli.file("20261121T1049%02dZ-%d-00000a".formatted(i, i + 1), "dump.json", "{\"pid\":" + (i + 1) + "}");
        }
        Path paged = elsewhere.resolve("paged");
        Path pager = Files.writeString(elsewhere.resolve("pager"), "#!/bin/sh\ncat >" + paged + "\n");
        pager.toFile().setExecutable(true);
        cli.environment.put("PAGER", pager.toString());
        return cli;
    }

    @Test
    void longListsOnATerminalArePaged() throws IOException {
        CliFixture cli = cliWithManyDumps();
        assertThat(cli.run("list")).isZero();
        assertThat(cli.out()).isEmpty();
        assertThat(Files.readAllLines(elsewhere.resolve("paged"))).hasSize(31);
    }

    @Test
    void shortOnesAreNot() throws IOException {
        CliFixture cli = cliWithManyDumps();
        cli.run("list", "-n", "5");
        assertThat(cli.out().lines()).hasSize(6);
        cli.run("list", "--no-pager");
        assertThat(cli.out().lines()).hasSize(31);
        assertThat(elsewhere.resolve("paged")).doesNotExist();
    }

    @Test
    void aPagerThatIsNotThereIsNoTrouble() throws IOException {
        CliFixture cli = cliWithManyDumps();
        cli.environment.put("PAGER", "/no/such/pager -x");
        assertThat(cli.run("list")).isZero();
        assertThat(cli.out().lines()).hasSize(31);
    }
}
