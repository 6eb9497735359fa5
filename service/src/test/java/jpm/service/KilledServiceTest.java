package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import jpm.service.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service process that is killed at its work and started again has lost nothing that it answered. */
class KilledServiceTest {
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    /** A service in a process of its own. */
    private record Served(Process process, int port) {
        static Served start(String database, int port) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ServiceProcess.class.getName(),
                            database,
                            String.valueOf(port))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            return new Served(process, Integer.parseInt(output.readLine()));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    private HttpResponse<String> call(int port, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v2/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new RunningService.Reply(response.statusCode(), response.body()).json();
    }

    @Test
    void whatSqliteAnsweredIsThereAfterKills() throws Exception {
        check("jdbc:sqlite:" + folder.resolve("service.db"));
    }

    @Test
    void whatPostgresqlAnsweredIsThereAfterKills() throws Exception {
        try (PostgresqlServer server = PostgresqlServer.start()) {
            check(server.url("postgres"));
        }
    }

    private void check(String database) throws Exception {
        Served served = Served.start(database, 0);
        int port = served.port();
        String debuggee = json(call(
                        port,
                        "POST",
                        "controller/debuggees/register",
                        "{\"debuggee\":{\"project\":\"p\",\"uniquifier\":\"u\",\"description\":\"d\",\"agentVersion\":\"v\"}}"))
                .object("debuggee")
                .text("id");
        Traffic traffic = new Traffic(port, debuggee);
        List<Thread> writers =
                IntStream.range(0, 4).mapToObj(i -> new Thread(traffic::run)).toList();
        writers.forEach(Thread::start);
        for (int kill = 0; kill < KILLS; kill++) {
            traffic.awaitAnswers(25);
            served.kill();
            served = Served.start(database, port);
        }
        traffic.awaitAnswers(10);
        traffic.isOver.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        traffic.checkAll();
        served.kill();
    }

    /** Clients that set breakpoints and deliver hits, and remember what was answered. */
    private final class Traffic {
        private final int port;
        private final String breakpoints;
        private final AtomicBoolean isOver = new AtomicBoolean();
        private final List<String> set = new CopyOnWriteArrayList<>();
        private final Map<String, String> delivered = new ConcurrentHashMap<>();
        private final java.util.concurrent.Semaphore answers = new java.util.concurrent.Semaphore(0);

        Traffic(int port, String debuggee) {
            this.port = port;
            breakpoints = "debuggees/" + debuggee + "/breakpoints";
        }

        void awaitAnswers(int count) throws InterruptedException {
            answers.drainPermits();
            assertThat(answers.tryAcquire(count, 1, TimeUnit.MINUTES))
                    .as("%s answers in time", count)
                    .isTrue();
        }

        void run() {
            while (!isOver.get()) {
                try {
                    one();
                } catch (IOException killed) {
                    continue;
                } catch (InterruptedException stopped) {
                    return;
                }
            }
        }

        private void one() throws IOException, InterruptedException {
            HttpResponse<String> response = call(
                    port,
                    "POST",
                    "debugger/" + breakpoints + "/set",
                    "{\"location\":{\"path\":\"a/B.java\",\"line\":1}}");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            String id = json(response).object("breakpoint").text("id");
            set.add(id);
            answers.release();
            String value = "value of " + id;
            String hit = "{\"breakpoint\":{\"id\":\"" + id
                    + "\",\"isFinalState\":true,\"evaluatedExpressions\":[{\"value\":\"" + value + "\"}]}}";
            if (call(port, "PUT", "controller/" + breakpoints + "/" + id, hit).statusCode() == 200) {
                delivered.put(id, value);
                answers.release();
            }
        }

        void checkAll() throws IOException, InterruptedException {
            Map<String, JsonObject> kept = new HashMap<>();
            JsonObject list = json(call(port, "GET", "debugger/" + breakpoints + "?includeInactive=true", ""));
            list.list("breakpoints").forEach(one -> kept.put(((JsonObject) one).text("id"), (JsonObject) one));
            Set<String> ids = new HashSet<>(set);
            assertThat(ids).as("no id twice").hasSize(set.size());
            assertThat(kept).containsKeys(ids.toArray(String[]::new));
            for (Map.Entry<String, String> hit : delivered.entrySet()) {
                JsonObject whole = json(call(port, "GET", "debugger/" + breakpoints + "/" + hit.getKey(), ""))
                        .object("breakpoint");
                assertThat(whole.list("evaluatedExpressions")).containsExactly(JsonObject.of("value", hit.getValue()));
            }
        }
    }
}
