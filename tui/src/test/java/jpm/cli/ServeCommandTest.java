package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code jpm serve} refuses. */
class ServeCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=70000 | cannot listen at port 70000: it is no port | try: jpm serve --port 8780",
                "--port=x | cannot listen at port x: it is no port | try: jpm serve --port 8780",
                "--keep=0d | not a span of time: 0d | try: jpm serve --keep 90d",
                "--keep=soon | not a span of time: soon | try: jpm serve --keep 90d",
                "--tls-key=key.pem | cannot use TLS: it needs a certificate and its key | try: jpm serve --tls-cert cert.pem --tls-key key.pem",
                "--host=0.0.0.0 | cannot serve at 0.0.0.0: without tokens everyone who reaches it could debug every program "
                        + "| name a file of tokens with --token-file, or serve at 127.0.0.1",
                "--db=service.db | cannot use the database: its URL is neither SQLite's nor PostgreSQL's "
                        + "| write --db jdbc:sqlite:FILE or --db jdbc:postgresql://HOST/DATABASE",
                "--token-file=/nonexistent | cannot use the tokens: /nonexistent cannot be read | check --token-file",
            })
    void wrongUseSaysWhatToDo(String option, String why, String hint) {
        CliFixture cli = new CliFixture(folder);

        assertThat(cli.run("serve", option)).isEqualTo(2);
        assertThat(cli.err().lines()).containsExactly("jpm: " + why, hint);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void tokensThatOthersMayReadAreRefused() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"), "user 0123456789abcdef\n");
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r-----"));
        CliFixture cli = new CliFixture(folder);

        assertThat(cli.run("serve", "--token-file", tokens.toString())).isEqualTo(2);
        assertThat(cli.err()).contains("others may read").contains("chmod 600");
    }

    @ParameterizedTest
    @CsvSource({"rw-------, 0", "rw----r--, 1"})
    void aKeyThatOthersMayReadIsToldOf(String permissions, int notices) throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));
        CliFixture cli = new CliFixture(folder);

        cli.run("serve", "--db=none", "--tls-cert", key.toString(), "--tls-key", key.toString());

        assertThat(cli.err().lines())
                .filteredOn(line -> line.startsWith("-- "))
                .hasSize(notices)
                .allMatch(line -> line.equals(
                        "-- Notice: others may read the key STORE/key.pem; chmod 600 takes that right away."));
        cli.run("serve", "-q", "--db=none", "--tls-cert", key.toString(), "--tls-key", key.toString());
        assertThat(cli.err()).doesNotContain("Notice");
    }
}
