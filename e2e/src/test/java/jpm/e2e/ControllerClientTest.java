package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jpm.e2e.FakeController.Call;
import jpm.e2e.FakeController.Reply;
import jpm.e2e.program.Orders;
import jpm.store.DumpMetadata;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The agent as a client of a debugger service that is away, full, strange, or wants nothing of it. */
@Execution(ExecutionMode.SAME_THREAD)
class ControllerClientTest {
    private static final String FILE = "jpm/e2e/program/Orders.java";
    private static final int NEXT_LINE = 22;

    @TempDir
    Path folder;

    private FakeController service;
    private @Nullable Process process;

    @BeforeEach
    void serve() throws IOException {
        service = new FakeController();
    }

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        service.close();
    }

    private void start(String options, String... otherAgents) {
        process = JvmProcess.with(Jdks.running())
                .after("exec 2>" + folder.resolve("err"))
                .alsoOnClassPath(folder)
                .flags("-XX:TieredStopAtLevel=1")
                .agent(Build.agentJar(), "store=" + folder.resolve("store") + ",controller=" + service.url() + options)
                .flags(otherAgents)
                .main(Orders.class.getName(), "5")
                .start();
    }

    private static String breakpoint(String id, int line, String more) {
        return "{\"id\":\"" + id + "\",\"location\":{\"path\":\"" + FILE + "\",\"line\":" + line + "}" + more + "}";
    }

    /** No public agent can vote on canaries: it says so, and takes a breakpoint that comes as one as any other. */
    @Test
    void canariesAreDeclined() throws InterruptedException {
        start(",module=orders");
        DumpMetadata debuggee = service.next("POST").body();
        assertThat(debuggee.text("debuggee.canaryMode")).isEqualTo("CANARY_MODE_ALWAYS_DISABLED");
        assertThat(debuggee.text("debuggee.labels.blocklistsource")).isEqualTo("none");

        service.list(
                "t1",
                breakpoint(
                        "b-1",
                        NEXT_LINE,
                        ",\"state\":\"STATE_CANARY_ACTIVE\",\"canaryExpireTime\":\"2026-11-21T00:00:00Z\",\"userEmail\":\"ann@acme.com\""));

        DumpMetadata update = service.next("PUT").body();
        assertThat(update.value("breakpoint.isFinalState")).isEqualTo(true);
        assertThat(update.value("breakpoint.status")).isNull();
        assertThat(update.value("breakpoint.state")).isNull();
        assertThat(update.value("breakpoint.canaryExpireTime")).isNull();
        assertThat(update.list("breakpoint.stackFrames")).isNotEmpty();
    }

    @Test
    void whoIsForgottenRegistersAgainAndKeepsTokens() throws InterruptedException {
        start("");
        service.next("POST");
        assertThat(service.next("GET").query()).contains("waitToken=init").contains("agentId=a 1");
        service.list("t 1");
        assertThat(service.next("GET").query()).contains("waitToken=t 1").contains("successOnTimeout=true");
        service.lists.add(new Reply(200, "{\"waitExpired\":true}"));
        assertThat(service.next("GET").query()).contains("waitToken=t 1");
        service.lists.add(new Reply(409, "{\"error\":{\"code\":409,\"status\":\"ABORTED\"}}"));
        assertThat(service.next("GET").query()).contains("waitToken=t 1");
        service.lists.add(new Reply(404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}"));

        service.next("POST");
        assertThat(service.next("GET").query()).contains("waitToken=init");
        service.list("t2", breakpoint("b-2", NEXT_LINE, ""));
        assertThat(service.next("PUT").path()).endsWith("/d:1/breakpoints/b-2");
    }

    @Test
    void whoIsDisabledDropsItsBreakpoints() throws Exception {
        start("", "-javaagent:" + ClassWatch.jar(folder) + "=" + Orders.class.getName());
        service.list("t1", breakpoint("b-1", NEXT_LINE, ",\"condition\":\"order == null\""));
        Await.until(this::forms, forms -> forms.size() == 2);

        service.registrations.add(new Reply(200, "{\"debuggee\":{\"id\":\"d:1\",\"isDisabled\":true}}"));
        service.lists.add(new Reply(404, ""));

        List<String> forms = Await.until(this::forms, seen -> seen.size() == 3);
        assertThat(forms.get(1)).isNotEqualTo(forms.get(0));
        assertThat(forms.get(2)).isEqualTo(forms.get(0));
    }

    private List<String> forms() {
        return ClassWatch.forms(folder.resolve("err"));
    }

    @Test
    void aServiceThatRefusesIsToldOfOnceAndAskedAgain() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "0123456789abcdef\nsecond line\n");
        service.registrations.add(new Reply(
                401,
                "{\"error\":{\"code\":401,\"message\":\"A bearer token is needed\",\"status\":\"UNAUTHENTICATED\"}}"));
        service.registrations.add(new Reply(503, "<html>"));
        start(",token-file=" + token);

        assertThat(service.next("POST").authorization()).isEqualTo("Bearer 0123456789abcdef");
        service.next("POST");
        service.next("POST");
        service.next("GET");
        assertThat(Files.readString(folder.resolve("err")))
                .isEqualTo(
                        "jpm: no debugger service: " + service.url() + ": it answers 401: A bearer token is needed\n");
    }

    @Test
    void whatTheServiceCouldNotTakeIsSentAgainAndWhatItRefusesIsNot() throws InterruptedException {
        start("");
        service.updates.add(new Reply(503, ""));
        service.updates.add(new Reply(400, "{\"error\":{\"code\":400,\"message\":\"it is final\"}}"));
        service.list("t1", breakpoint("b-1", 9999, ""));

        DumpMetadata first = service.next("PUT").body();
        assertThat(first.text("breakpoint.status.description.format")).isEqualTo("No code found at line $0");
        assertThat(first.list("breakpoint.status.description.parameters")).isEqualTo(List.of("9999"));
        assertThat(service.next("PUT").body().text("breakpoint.id")).isEqualTo("b-1");
        service.list("t2", breakpoint("b-1", 9999, ""), breakpoint("b-2", 9998, ""));
        assertThat(service.next("PUT").body().text("breakpoint.id")).isEqualTo("b-2");
    }

    /** The list of names that the program's class path brings hides values, expressions, and whole frames. */
    @Test
    void whatAnAdministratorBlocksIsNotSeen() throws Exception {
        Files.writeString(folder.resolve("debugger-blocklist.yaml"), """
                blocklist:
                  - jpm.e2e.program.Orders.Order.customer
                  - jpm.e2e.program.Orders.price.base
                  - jpm.e2e.program.Orders.serve
                  - java.util.ArrayList
                """);
        start("");
        assertThat(service.next("POST").body().text("debuggee.labels.blocklistsource"))
                .isEqualTo("file");

        service.list(
                "t1",
                breakpoint(
                        "b-1",
                        NEXT_LINE,
                        ",\"condition\":\"order.id() % 10 == 3\",\"expressions\":[\"order.customer()\",\"order.id()\",\"base + 1\"]"),
                breakpoint("b-2", NEXT_LINE, ",\"condition\":\"order.customer().length() > 3\""),
                breakpoint("b-3", 29, ",\"condition\":\"number > 3\""));
        Map<String, DumpMetadata> caught = new java.util.HashMap<>();
        for (int i = 0; i < 3; i++) {
            DumpMetadata update = ServedApi.nested(service.next("PUT").body().value("breakpoint"));
            caught.put(String.valueOf(update.text("id")), update);
        }

        DumpMetadata hit = Objects.requireNonNull(caught.get("b-1"));
        assertThat(hit.value("status")).isNull();
        String all = hit.fields().toString();
        assertThat(all).doesNotContain("\"customer ").doesNotContain("\"note ").doesNotContain("50000000");
        assertThat(all).contains("blocked by admin").contains("Orders.(hidden)").contains("java.util.ArrayList");
        List<?> values = hit.list("evaluatedExpressions");
        assertThat(ServedApi.nested(values.get(1)).text("value")).endsWith("3");
        assertThat(failure(caught, "b-2")).endsWith("blocked by admin");
        assertThat(failure(caught, "b-3")).isEqualTo("blocked by admin");
    }

    private static @Nullable String failure(Map<String, DumpMetadata> caught, String id) {
        DumpMetadata breakpoint = Objects.requireNonNull(caught.get(id));
        assertThat(breakpoint.text("status.refersTo")).isEqualTo("BREAKPOINT_CONDITION");
        return breakpoint.text("status.description.format");
    }

    @Test
    void aBlocklistThatCannotBeReadEndsEveryBreakpoint() throws Exception {
        Files.writeString(folder.resolve("debugger-blocklist.yaml"), "everything:\n  - com.acme\n");
        start("");
        service.list("t1", breakpoint("b-1", NEXT_LINE, ""));

        Call update = service.next("PUT");
        assertThat(update.body().value("breakpoint.isFinalState")).isEqualTo(true);
        assertThat(update.body().value("breakpoint.status.isError")).isEqualTo(true);
        assertThat(update.body().text("breakpoint.status.description.format"))
                .isEqualTo("debugger-blocklist.yaml cannot be used: 'everything' is neither blocklist nor"
                        + " blocklist_exception");
        assertThat(update.body().list("breakpoint.stackFrames")).isEmpty();
    }
}
