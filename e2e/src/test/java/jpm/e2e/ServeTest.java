package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jpm serve} as a process. */
class ServeTest {
    @TempDir
    Path folder;

    private Process serve(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "jpm.cli.Main",
                "serve",
                "--port=0"));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        return builder.start();
    }

    @Test
    void itServesUntilItIsEndedAndAloneOnItsDatabase() throws Exception {
        String database = "--db=jdbc:sqlite:" + folder.resolve("service.db");
        Process first = serve(database);
        try {
            String line = first.inputReader(StandardCharsets.UTF_8).readLine();
            assertThat(line).matches("Listening at http://127\\.0\\.0\\.1:\\d+/");
            URI uri = URI.create(line.replace("Listening at ", "") + "v2/debugger/debuggees?project=p&clientVersion=t");
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("{}");

            Process second = serve(database);
            assertThat(second.waitFor()).isEqualTo(2);
            assertThat(new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("jpm: cannot use the database: another service serves from it\n"
                            + "stop that one, or name another with --db\n");
        } finally {
            first.toHandle().destroy();
        }
        assertThat(first.waitFor()).isEqualTo(143);
        assertThat(new String(first.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("jpm: serving; interrupt to end\n");
    }
}
