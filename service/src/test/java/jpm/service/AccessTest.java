package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jpm.io.JpmException;
import jpm.service.RunningService.Reply;
import jpm.service.access.Tokens;
import jpm.service.http.ServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what. */
class AccessTest {
    private static final String AGENT = "the-token-of-the-agent";
    private static final String USER = "the-token-of-the-user";
    private static final String BOTH = "the-token-of-a-build-server";
    /** As sha256sum prints it for the token of the user. */
    private static final String USER_HASH = "sha256:%s";

    @TempDir
    Path folder;

    private Path tokenFile(String permissions, String... lines) throws IOException {
        Path file = folder.resolve("tokens");
        Files.deleteIfExists(file);
        Files.write(file, List.of(lines));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private RunningService guarded() throws Exception {
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256").digest(USER.getBytes("US-ASCII"));
        String hash = USER_HASH.formatted(java.util.HexFormat.of().formatHex(digest));
        Path file = tokenFile(
                "rw-------",
                "# who may",
                "",
                "agent " + AGENT,
                "user\t" + hash + "  ann@acme.com",
                "agent,user " + BOTH + " build server");
        return RunningService.with(folder, ServerOptions.LOCAL.with(Tokens.read(file)));
    }

    @Test
    void eachRoleMayDoItsPartAndBothTheWhole() throws Exception {
        try (RunningService service = guarded()) {
            service.use(BOTH);
            String debuggee = service.register("1");
            String id = service.setAt(debuggee, 7);
            assertThat(service.breakpoint(debuggee, id).text("userEmail")).isEqualTo("build server");
            service.use(AGENT);
            assertThat(service.active(debuggee, "").code()).isEqualTo(200);
            assertDenied(service.get("v2/debugger/debuggees?project=shop&clientVersion=t"));
            assertDenied(service.call("DELETE", "v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id, null));
            service.use(USER);
            assertDenied(service.active(debuggee, ""));
            assertDenied(service.update(debuggee, id, "{\"id\":\"" + id + "\"}"));
            assertDenied(service.call("POST", "v2/controller/debuggees/register", "{}"));
            String mine = service.setAt(debuggee, 8);
            assertThat(service.breakpoint(debuggee, mine).text("userEmail")).isEqualTo("ann@acme.com");
            String list = "v2/debugger/debuggees/" + debuggee + "/breakpoints";
            assertThat(service.get(list).json().list("breakpoints")).hasSize(1);
            assertThat(service.get(list + "?includeAllUsers=true").json().list("breakpoints"))
                    .hasSize(2);
        }
    }

    private static void assertDenied(Reply reply) {
        assertThat(reply.code()).isEqualTo(403);
        assertThat(reply.error().text("status")).isEqualTo("PERMISSION_DENIED");
    }

    @Test
    void withoutAKnownTokenNothingIsAnswered() throws Exception {
        try (RunningService service = guarded()) {
            for (String path : List.of("v2/debugger/debuggees?project=shop&clientVersion=t", "metrics", "v2/none")) {
                service.use(null);
                assertUnauthenticated(service.get(path));
                service.use("another-token-of-somebody");
                assertUnauthenticated(service.get(path));
            }
            service.use(null);
            assertThat(service.get("v2/debugger/debuggees?project=shop&clientVersion=t&access_token=" + USER)
                            .code())
                    .isEqualTo(200);
        }
    }

    private static void assertUnauthenticated(Reply reply) {
        assertThat(reply.code()).isEqualTo(401);
        assertThat(reply.error().text("status")).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void withoutTokensForeignPagesAreRefused() throws Exception {
        try (RunningService service = RunningService.in(folder)) {
            String path = "v2/debugger/debuggees?project=shop&clientVersion=t";
            HttpRequest foreign = service.request("GET", path, null)
                    .header("Origin", "https://evil.example")
                    .build();
            HttpRequest own = service.request("GET", path, null)
                    .header("Origin", service.server.url().replaceAll("/$", ""))
                    .build();

            assertDenied(service.send(foreign));
            assertThat(service.send(own).code()).isEqualTo(200);
            assertThat(RawHttp.send(service.server.port(), "GET /" + path + " HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .contains("PERMISSION_DENIED");
        }
    }

    @Test
    void otherAddressesNeedTokens() {
        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> ServerOptions.LOCAL.at("0.0.0.0", 0))
                .withMessageContaining("without tokens");
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, agent the-token-of-the-agent, others may read",
        "rw--w----, agent the-token-of-the-agent, others may read or change",
        "rw-------, agent sha256:0123, what follows sha256: is no such hash",
        "rw-------, admin the-token-of-the-agent, the roles are agent and user",
        "rw-------, agent short, a token has at least 16 characters",
        "rw-------, agent, roles and a token are expected",
        "rw-------, # nothing, it has no tokens",
    })
    void unusableTokenFilesSayWhy(String permissions, String line, String why) throws IOException {
        Path file = tokenFile(permissions, line);

        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> Tokens.read(file))
                .withMessageContaining(why);
    }

    @Test
    void aTokenStandsThereOnce() throws IOException {
        Path file = tokenFile("rw-------", "agent the-token-of-the-agent", "user the-token-of-the-agent");

        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> Tokens.read(file))
                .withMessageContaining("line 2: the token is there already");
    }
}
