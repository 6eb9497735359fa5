package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadCommandTest {
    private static final String DSN = "https://k3y@sentry.example/42";

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void store() throws IOException {
        cli = CliFixture.withTwoDumps(folder.resolve("store"));
        cli.file(CliFixture.SHOP, "snapshot.json", """
                {"id":"b","createTime":"2026-11-21T10:49:03.123Z","stackFrames":[{"function":"com.acme.Shop.price",
                "location":{"path":"com/acme/Shop.java","line":17},"locals":[{"name":"qty","type":"int","value":"3"},
                {"name":"apiToken","type":"String","value":"\\"hunter2\\""},{"name":"iban","type":"String","value":"\\"DE89 3704\\""}]}]}""");
    }

    @Test
    void aDryRunPrintsWhatWouldLeave() {
        assertThat(cli.run("upload", "4242", "--to", "http://192.0.2.1:8780", "--dry-run"))
                .isEqualTo(ExitCode.DONE);

        assertThat(cli.out())
                .contains("POST http://192.0.2.1:8780/v2/controller/debuggees/register")
                .contains("POST http://192.0.2.1:8780/v2/debugger/debuggees/{debuggee}/breakpoints/set")
                .contains("PUT http://192.0.2.1:8780/v2/controller/debuggees/{debuggee}/breakpoints/{breakpoint}")
                .contains("com.acme.Shop.price")
                .contains("DE89 3704")
                .doesNotContain("hunter2");
        assertThat(cli.err())
                .isEqualTo("-- 20261121T104903Z-4242-9f3a1c: 1 values hidden or masked; nothing was sent\n");
    }

    @Test
    void rulesOfOnesOwnAreApplied() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "name iban\n");

        cli.run("upload", "4242", "--to", DSN, "--dry-run", "--privacy", rules.toString());

        assertThat(cli.out())
                .contains("POST https://sentry.example/api/42/envelope/")
                .doesNotContain("DE89")
                .doesNotContain("k3y");
    }

    @Test
    void aServerIsTold() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String dsn = "http://k3y@127.0.0.1:" + server.getAddress().getPort() + "/42";

            assertThat(cli.run("upload", "--to", dsn, "4242", "--json")).isEqualTo(ExitCode.DONE);
            assertThat(cli.out()).contains("\"dump\":\"20261121T104903Z-4242-9f3a1c\",\"state\":\"sent\"");
            assertThat(requests).hasValue(1);
        } finally {
            server.stop(0);
        }
    }

    /** Of several dumps those that can be sent are, and the exit code says that not all were. */
    @Test
    void aDumpWithNothingToSendIsToldAndTheOthersAreSent() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String dsn = "http://k3y@127.0.0.1:" + server.getAddress().getPort() + "/42";

            assertThat(cli.run("upload", "--to", dsn, "-S", "2026-11-01")).isEqualTo(ExitCode.WRONG_USE);
            assertThat(cli.out()).contains(CliFixture.SHOP).doesNotContain(CliFixture.BANK);
            assertThat(cli.err())
                    .isEqualTo(
                            "jpm: cannot upload 20261121T114903Z-77-9f3b00: it has neither a snapshot nor a stack\n");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void wrongUseIsSaidOnOneLine() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "hide me\n");
        Path token = Files.writeString(folder.resolve("token"), "\n");

        fails("jpm: cannot upload: it is not said where to", "upload");
        fails("jpm: cannot upload to nowhere: it is no address of a server", "upload", "--to", "nowhere");
        fails(
                "jpm: cannot read " + folder + "/none: no such file or folder",
                "upload",
                "--to",
                DSN,
                "--token-file",
                folder + "/none");
        fails(
                "jpm: cannot use the token in " + token + ": its first line is no token",
                "upload",
                "--to",
                DSN,
                "--token-file",
                token.toString());
        fails(
                "jpm: cannot use the rules in " + rules
                        + ": line 1: the kinds are name, class, text and keep, not hide",
                "upload",
                "--to",
                DSN,
                "--privacy",
                rules.toString());
        assertThat(cli.run("upload", "--to", DSN, "com.acme.Nothing")).isEqualTo(ExitCode.NOTHING_FOUND);
    }

    private void fails(String message, String... arguments) {
        assertThat(cli.run(arguments)).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).startsWith(message + "\n").hasLineCount(2);
        assertThat(cli.out()).isEmpty();
    }
}
