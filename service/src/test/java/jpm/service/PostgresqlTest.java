package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import jpm.io.JpmException;
import jpm.service.db.Database;
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
                    .allMatch(fault -> fault.startsWith("The service cannot reach its database: "));
            server.execute("ALTER DATABASE away ALLOW_CONNECTIONS true");
            assertThat(service.setAt(debuggee, 7)).startsWith("b-");
        }
    }

    @Test
    void anUnreachableDatabaseSaysWhy() {
        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> Database.open(server.url("missing")))
                .withMessageContaining("database \"missing\" does not exist");
    }
}
