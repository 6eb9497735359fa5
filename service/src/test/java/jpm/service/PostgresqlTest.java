package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import jpm.io.JpmException;
import jpm.service.db.Database;
import jpm.service.db.JdbcStore;
import jpm.service.http.ServerOptions;
import jpm.service.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The service on a real PostgreSQL: the same tables, the same answers. */
class PostgresqlTest {
    private static PostgresqlServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresqlServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    private static RunningService serve(String database) {
        return RunningService.with(
                server.url(database), ServerOptions.LOCAL, Limits.DEFAULT.patientFor(RunningService.PATIENCE));
    }

    @Test
    void aSnapshotOutlivesTheServiceAndHoldsWhatPostgresqlCannot() throws Exception {
        server.createDatabase("whole");
        String debuggee;
        String id;
        try (RunningService service = serve("whole")) {
            debuggee = service.register("1");
            id = service.setAt(debuggee, 7);
            String hit = "{\"id\":\"" + id + "\",\"isFinalState\":true,\"stackFrames\":[{\"function\":\"f\",\"locals\":"
                    + "[{\"name\":\"\\u0000\\ud83d\",\"value\":\"\\u0000\"}]}]}";
            assertThat(service.update(debuggee, id, hit).code()).isEqualTo(200);
            assertThat(service.update(debuggee, id, hit).code()).isEqualTo(400);
        }
        try (RunningService service = serve("whole")) {
            JsonObject frame = (JsonObject)
                    service.breakpoint(debuggee, id).list("stackFrames").get(0);
            assertThat(frame.list("locals"))
                    .containsExactly(JsonObject.of("name", "\u0000\ud83d").with("value", "\u0000"));
            assertThat(service.setAt(debuggee, 8)).isGreaterThan(id);
            service.clock.forward(Duration.ofDays(1));
            service.service.expireDue();
            assertThat(service.active(debuggee, "").json().has("breakpoints")).isFalse();
            service.clock.forward(Duration.ofDays(31));
            service.service.removeOld();
            assertThat(service.active(debuggee, "").code()).isEqualTo(404);
            assertThat(service.get("metrics").body())
                    .contains("jpm_service_debuggees 0")
                    .contains("jpm_service_breakpoints_final 0");
        }
    }

    @Test
    void oneServiceAtATimeMayUseADatabase() throws Exception {
        server.createDatabase("alone");
        String url = server.url("alone");
        try (Database first = Database.open(url)) {
            assertThat(first).isNotNull();
            assertThatExceptionOfType(JpmException.class)
                    .isThrownBy(() -> Database.open(url))
                    .withMessage("cannot use the database: another service serves from it");
        }
        Database.open(url).close();
    }

    @Test
    void aDatabaseThatIsAwayForAWhileEndsNothing() throws Exception {
        server.createDatabase("away");
        try (RunningService service = serve("away")) {
            String debuggee = service.register("1");
            server.execute("ALTER DATABASE away ALLOW_CONNECTIONS false");
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'away'");

            RunningService.Reply away = service.call(
                    "POST",
                    "v2/debugger/debuggees/" + debuggee + "/breakpoints/set",
                    "{\"location\":{\"path\":\"a/B.java\",\"line\":1}}");

            assertThat(away.code()).isEqualTo(503);
            assertThat(away.error().text("status")).isEqualTo("UNAVAILABLE");
            assertThat(service.faults)
                    .isNotEmpty()
                    .allMatch(fault -> fault.startsWith("The service cannot use its database: "));
            server.execute("ALTER DATABASE away ALLOW_CONNECTIONS true");
            assertThat(service.setAt(debuggee, 7)).startsWith("b-");
        }
    }

    @Test
    void aServiceThatLostTheDatabaseToAnotherServesNothingOfItUntilTheOtherEnds() throws Exception {
        server.createDatabase("lost");
        try (RunningService service = RunningService.withoutUpkeep(server.url("lost"), Limits.DEFAULT)) {
            String debuggee = service.register("1");
            service.active(debuggee, "");
            // As after a broken connection: the lock is gone, and another service takes it before this one notices.
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                    + " WHERE locktype = 'advisory' AND datname = 'lost'");
            String other;
            try (RunningService second = serve("lost")) {
                other = second.setAt(debuggee, 7);

                service.service.renew();

                assertThat(service.active(debuggee, "").code()).isEqualTo(503);
                RunningService.Reply set = service.call(
                        "POST",
                        "v2/debugger/debuggees/" + debuggee + "/breakpoints/set",
                        "{\"location\":{\"path\":\"a/B.java\",\"line\":1}}");
                assertThat(set.code()).isEqualTo(503);
                assertThat(set.error().text("message")).contains("Another service serves from the database");
            }
            server.awaitUnlocked("lost");
            service.service.renew();

            assertThat(service.active(debuggee, "").json().list("breakpoints")).hasSize(1);
            assertThat(service.setAt(debuggee, 8)).isNotEqualTo(other);
            assertThat(service.active(debuggee, "").json().list("breakpoints")).hasSize(2);
        }
    }

    @Test
    void anAgentThatWaitsIsToldWhatTheServiceInBetweenSet() throws Exception {
        server.createDatabase("between");
        Limits patient = Limits.DEFAULT.patientFor(Duration.ofMinutes(1));
        try (RunningService service = RunningService.withoutUpkeep(server.url("between"), patient)) {
            String debuggee = service.register("1");
            String token = service.active(debuggee, "").json().text("nextWaitToken");
            CompletableFuture<RunningService.Reply> waiting = service.later(
                    "GET", "v2/controller/debuggees/" + debuggee + "/breakpoints?waitToken=" + token, null);
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'between'");
            try (RunningService second = serve("between")) {
                second.setAt(debuggee, 7);
            }
            server.awaitUnlocked("between");

            service.service.renew();

            assertThat(waiting.join().json().list("breakpoints")).hasSize(1);
        }
    }

    @Test
    void oneChangeThatFailsLeavesThoseBesideItAlone() throws Exception {
        server.createDatabase("beside");
        try (Database database = Database.open(server.url("beside"))) {
            JdbcStore store = new JdbcStore(database);
            List<CompletableFuture<Boolean>> changes = IntStream.range(0, 60)
                    .mapToObj(i ->
                            CompletableFuture.supplyAsync(() -> isSaved(store, i), Executors.newCachedThreadPool()))
                    .toList();

            assertThat(changes.stream().filter(CompletableFuture::join).count()).isEqualTo(40);
            assertThat(store.counts().debuggees()).isEqualTo(40);
        }
    }

    // PostgreSQL refuses the zero character, in every third of them.
    private static boolean isSaved(JdbcStore store, int i) {
        try {
            store.save(new Debuggee(i + (i % 3 == 0 ? "\0" : ""), JsonObject.EMPTY, 1, 1, Debuggee.Surface.CONTROLLER));
            return true;
        } catch (ServiceException refused) {
            return false;
        }
    }

    @Test
    void anUnreachableDatabaseSaysWhy() {
        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> Database.open(server.url("missing")))
                .withMessageContaining("database \"missing\" does not exist");
    }
}
