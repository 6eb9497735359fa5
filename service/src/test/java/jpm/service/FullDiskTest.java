package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.service.RunningService.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose file cannot grow: what it cannot keep it refuses, and what it has it serves. */
class FullDiskTest {
    /** Of 512 bytes; the driver unpacks its library into a file, too. */
    private static final int BLOCKS_OF_FILES = 4_000;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private Reply call(int port, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    @Test
    void whatCannotBeKeptIsRefusedAndTheRestServed() throws Exception {
        Path messages = folder.resolve("messages");
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        Process process = new ProcessBuilder(List.of(
                        "sh",
                        "-c",
                        "ulimit -f " + BLOCKS_OF_FILES + "; exec \"$@\"",
                        "sh",
                        java,
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServiceProcess.class.getName(),
                        "jdbc:sqlite:" + folder.resolve("service.db"),
                        "0"))
                .redirectError(messages.toFile())
                .start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(output.readLine());
            String debuggee = register(port);
            String breakpoints = "debugger/debuggees/" + debuggee + "/breakpoints";
            int kept = 0;
            Reply reply = set(port, breakpoints);
            for (; reply.code() == 200 && kept < BLOCKS_OF_FILES; kept++) {
                reply = set(port, breakpoints);
            }

            assertThat(reply.code()).as(reply.body()).isEqualTo(503);
            assertThat(reply.error().text("status")).isEqualTo("UNAVAILABLE");
            assertThat(kept).isPositive();
            assertThat(call(port, "GET", breakpoints, "").json().list("breakpoints"))
                    .hasSize(kept);
            assertThat(Files.readString(messages))
                    .startsWith("The service cannot use its database: ")
                    .containsAnyOf("full", "I/O")
                    .doesNotContain("\tat ");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private String register(int port) throws Exception {
        String debuggee =
                "{\"debuggee\":{\"project\":\"p\",\"uniquifier\":\"u\",\"description\":\"d\",\"agentVersion\":\"v\"}}";
        return call(port, "POST", "controller/debuggees/register", debuggee)
                .json()
                .object("debuggee")
                .text("id");
    }

    private Reply set(int port, String breakpoints) throws Exception {
        String large = "x".repeat(10_000);
        return call(
                port,
                "POST",
                breakpoints + "/set",
                "{\"location\":{\"path\":\"a/B.java\",\"line\":1},\"condition\":\"" + large + "\"}");
    }
}
