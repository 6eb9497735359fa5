package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.service.RunningService.Reply;
import jpm.service.access.Tokens;
import jpm.service.http.ServerOptions;
import jpm.source.SourcePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page: in a browser that runs, and what it asks of the service. */
class PageTest {
    private static final String TOKEN = "the-token-of-everyone";
    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    @TempDir
    Path folder;

    private RunningService service;

    @BeforeEach
    void start() throws IOException {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "agent,user " + TOKEN + " ann@acme.com\nagent another-token-for-agents\n");
        Path source = Files.createDirectories(folder.resolve("src/com/acme")).resolve("Shop.java");
        Files.writeString(source, """
                package com.acme;

                class Shop {
                    int total(Order order) {
                        return total;
                    }

                    void close() {}

                    public static void main(String[] arguments) {
                        Shop shop = new Shop();
                        shop.total(orders.next(), prices);
                    }
                }
                """);
        Files.writeString(folder.resolve("secret.txt"), "geheim");
        service = serve(0);
    }

    private RunningService serve(int port) {
        return RunningService.with(
                "jdbc:sqlite:" + folder.resolve("service.db"),
                ServerOptions.LOCAL
                        .at("127.0.0.1", port)
                        .with(Tokens.read(folder.resolve("tokens")))
                        .with(SourcePath.of(List.of(folder.resolve("src")))),
                Limits.DEFAULT.patientFor(Duration.ofSeconds(5)));
    }

    @AfterEach
    void stop() {
        service.close();
        assertThat(service.faults).isEmpty();
    }

    @Test
    void aBrowserShowsIt() throws IOException, InterruptedException {
        Path screenshots = Files.createDirectories(Path.of("target/page").toAbsolutePath());
        Map<String, String> environment = Map.of(
                "SERVICE_URL", service.server.url(),
                "TOKEN", TOKEN,
                "BROWSER", browser(),
                "SCREENSHOTS", screenshots.toString());
        try (NodeProgram page = NodeProgram.start("page.js", environment)) {
            page.next("restart");
            restart();
            page.say("restarted");

            assertThat(page.next("seen")).isEqualTo("seen: 21");
        }
    }

    private void restart() throws IOException {
        int port = service.server.port();
        service.close();
        service = serve(port);
    }

    private static String browser() {
        return BROWSERS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(entry -> Path.of(entry, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new AssertionError("this test needs Chromium; .ci/run installs it"));
    }

    @Test
    void filesNeedNoTokenAndAllowNothingFromElsewhere() throws IOException, InterruptedException {
        for (String file : List.of(
                "",
                "web/app.js",
                "web/api.js",
                "web/dom.js",
                "web/tree.js",
                "web/values.js",
                "web/style.css",
                "web/icon.svg")) {
            HttpRequest request = service.request("GET", file, null).build();
            var response = java.net.http.HttpClient.newHttpClient()
                    .send(request, java.net.http.HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).as(file).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(response.body()).as(file).doesNotContain("//cdn").doesNotContainPattern("(src|href)=\"https?:");
        }
    }

    @Test
    void programsAndSourcesNeedAUser() {
        assertThat(service.get("web/programs").code()).isEqualTo(401);
        assertThat(service.get("web/source?path=com/acme/Shop.java").code()).isEqualTo(401);
        service.use("another-token-for-agents");
        assertThat(service.get("web/programs").code()).isEqualTo(403);
        assertThat(service.get("web/source?path=com/acme/Shop.java").code()).isEqualTo(403);
        service.use(TOKEN);
        service.register("u1");
        assertThat(service.get("web/programs").json().list("debuggees")).hasSize(1);
        assertThat(service.get("web/source?path=com/acme/Shop.java").json().list("lines"))
                .hasSize(14)
                .first()
                .isEqualTo("package com.acme;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.txt",
                "com/acme/../../../secret.txt",
                "com/acme/..%2F..%2F..%2Fsecret.txt",
                "/etc/passwd",
                "..",
                "com/acme",
                "",
                "com%00/acme/Shop.java",
                "com/acme/Nothing.java"
            })
    void nothingOutsideTheSourcesIsRead(String path) {
        service.use(TOKEN);

        Reply reply = service.get("web/source?path=" + path);

        assertThat(reply.code()).isIn(404, 400);
        assertThat(reply.body()).doesNotContain("geheim").doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web/", "web/none.js", "web/../app.js", "web/app.js/x", "favicon.ico"})
    void thereIsNothingElse(String path) {
        service.use(TOKEN);

        assertThat(service.get(path).code()).isEqualTo(404);
        assertThat(service.call("POST", path, "{}").code()).isEqualTo(404);
    }

    @Test
    void thePageIsOnlyRead() {
        service.use(TOKEN);

        assertThat(service.call("POST", "web/app.js", "{}").code()).isEqualTo(400);
        assertThat(service.call("DELETE", "web/programs", null).code()).isEqualTo(400);
    }
}
