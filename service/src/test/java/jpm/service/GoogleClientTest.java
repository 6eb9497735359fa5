package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.clouddebugger.v2.CloudDebugger;
import com.google.api.services.clouddebugger.v2.model.Breakpoint;
import com.google.api.services.clouddebugger.v2.model.Debuggee;
import com.google.api.services.clouddebugger.v2.model.FormatMessage;
import com.google.api.services.clouddebugger.v2.model.GitSourceContext;
import com.google.api.services.clouddebugger.v2.model.ListActiveBreakpointsResponse;
import com.google.api.services.clouddebugger.v2.model.ListBreakpointsResponse;
import com.google.api.services.clouddebugger.v2.model.RegisterDebuggeeRequest;
import com.google.api.services.clouddebugger.v2.model.RegisterDebuggeeResponse;
import com.google.api.services.clouddebugger.v2.model.SourceContext;
import com.google.api.services.clouddebugger.v2.model.SourceLocation;
import com.google.api.services.clouddebugger.v2.model.StackFrame;
import com.google.api.services.clouddebugger.v2.model.StatusMessage;
import com.google.api.services.clouddebugger.v2.model.UpdateActiveBreakpointRequest;
import com.google.api.services.clouddebugger.v2.model.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Google's own Java client in both roles: an agent's, and a user's. Its POST bodies are packed and in chunks. */
class GoogleClientTest {
    private static final String CLIENT = "acme.com/test/v1";

    @TempDir
    Path folder;

    private RunningService service;
    private CloudDebugger.Controller.Debuggees agent;
    private CloudDebugger.Debugger.Debuggees user;

    @BeforeEach
    void start() {
        service = RunningService.in(folder);
        CloudDebugger client = new CloudDebugger.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), null)
                .setRootUrl(service.server.url())
                .setApplicationName("jpm-test")
                .build();
        agent = client.controller().debuggees();
        user = client.debugger().debuggees();
    }

    @AfterEach
    void stop() {
        service.close();
        assertThat(service.faults).isEmpty();
    }

    private static Debuggee debuggee() {
        return new Debuggee()
                .setProject("1234567")
                .setUniquifier("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709")
                .setDescription("shop-default-v1")
                .setAgentVersion("google.com/java-gcp/@3")
                .setLabels(Map.of("module", "default", "version", "v1"))
                .setSourceContexts(List.of(new SourceContext()
                        .setGit(new GitSourceContext()
                                .setUrl("https://acme.com/shop.git")
                                .setRevisionId("abc"))));
    }

    private RegisterDebuggeeResponse register() throws IOException {
        return agent.register(new RegisterDebuggeeRequest().setDebuggee(debuggee()))
                .execute();
    }

    private Breakpoint set(String id, Breakpoint breakpoint) throws IOException {
        return user.breakpoints()
                .set(id, breakpoint)
                .setClientVersion(CLIENT)
                .setCanaryOption("CANARY_OPTION_TRY_ENABLE")
                .execute()
                .getBreakpoint();
    }

    private static Breakpoint at(int line) {
        return new Breakpoint()
                .setLocation(new SourceLocation().setPath("com/acme/Shop.java").setLine(line))
                .setCondition("total > 10")
                .setExpressions(List.of("order.lines", "total * 2"))
                .setLabels(Map.of("made", "by hand"));
    }

    private void update(String id, Breakpoint breakpoint) throws IOException {
        agent.breakpoints()
                .update(id, breakpoint.getId(), new UpdateActiveBreakpointRequest().setBreakpoint(breakpoint))
                .execute();
    }

    @Test
    void aDebuggeeIsRegisteredAndListed() throws IOException {
        RegisterDebuggeeResponse registered = register();

        assertThat(register().getDebuggee().getId())
                .isEqualTo(registered.getDebuggee().getId());
        assertThat(registered.getDebuggee().getSourceContexts())
                .isEqualTo(debuggee().getSourceContexts());
        List<Debuggee> listed = user.list()
                .setProject("1234567")
                .setClientVersion(CLIENT)
                .execute()
                .getDebuggees();
        assertThat(listed).containsExactly(registered.getDebuggee());
        assertThat(user.list()
                        .setProject("other")
                        .setClientVersion(CLIENT)
                        .execute()
                        .getDebuggees())
                .isNull();
    }

    @Test
    void aSnapshotGoesAllTheWay() throws IOException {
        String id = register().getDebuggee().getId();
        ListActiveBreakpointsResponse none = agent.breakpoints()
                .list(id)
                .setWaitToken("init")
                .setSuccessOnTimeout(true)
                .execute();
        CompletableFuture<ListActiveBreakpointsResponse> poll = CompletableFuture.supplyAsync(() -> {
            try {
                return agent.breakpoints()
                        .list(id)
                        .setWaitToken(none.getNextWaitToken())
                        .setSuccessOnTimeout(true)
                        .execute();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        });
        Breakpoint set = set(id, at(42));
        List<Breakpoint> active = poll.join().getBreakpoints();
        if (active == null) { // it was set after the time to wait was over
            active = agent.breakpoints().list(id).execute().getBreakpoints();
        }
        assertThat(active).containsExactly(set);

        Breakpoint hit = active.get(0).clone().setIsFinalState(true);
        hit.setStackFrames(List.of(new StackFrame()
                .setFunction("com.acme.Shop.buy")
                .setLocation(hit.getLocation())
                .setArguments(List.of(new Variable().setName("this").setVarTableIndex(1)))
                .setLocals(
                        List.of(new Variable().setName("total").setType("int").setValue("11")))));
        hit.setVariableTable(List.of(
                new Variable()
                        .setStatus(new StatusMessage()
                                .setIsError(true)
                                .setRefersTo("VARIABLE_VALUE")
                                .setDescription(new FormatMessage().setFormat("Buffer full"))),
                new Variable()
                        .setType("com.acme.Shop")
                        .setMembers(List.of(new Variable().setName("rest").setVarTableIndex(0)))));
        update(id, hit);

        Breakpoint kept = user.breakpoints()
                .get(id, set.getId())
                .setClientVersion(CLIENT)
                .execute()
                .getBreakpoint();
        assertThat(kept.getFinalTime()).isNotNull();
        assertThat(kept.getStackFrames()).isEqualTo(hit.getStackFrames());
        assertThat(kept.getVariableTable()).isEqualTo(hit.getVariableTable());
        assertThat(kept.getCondition()).isEqualTo("total > 10");
        assertThat(kept.getLabels()).containsEntry("made", "by hand");
        ListBreakpointsResponse listed = user.breakpoints()
                .list(id)
                .setIncludeInactive(true)
                .setActionValue("CAPTURE")
                .setStripResults(true)
                .setClientVersion(CLIENT)
                .execute();
        assertThat(listed.getBreakpoints()).singleElement().satisfies(summary -> {
            assertThat(summary.getIsFinalState()).isTrue();
            assertThat(summary.getStackFrames()).isNull();
        });
    }

    @Test
    void timeOverIsSaidAsTheAgentAskedForIt() throws IOException {
        String id = register().getDebuggee().getId();
        String token = agent.breakpoints().list(id).execute().getNextWaitToken();

        ListActiveBreakpointsResponse expired = agent.breakpoints()
                .list(id)
                .setWaitToken(token)
                .setSuccessOnTimeout(true)
                .execute();

        assertThat(expired.getWaitExpired()).isTrue();
        assertThat(expired.getNextWaitToken()).isEqualTo(token);
        assertFails(
                409,
                "ABORTED",
                () -> agent.breakpoints().list(id).setWaitToken(token).execute());
        assertFails(
                409,
                "ABORTED",
                () -> user.breakpoints()
                        .list(id)
                        .setWaitToken(user.breakpoints()
                                .list(id)
                                .setClientVersion(CLIENT)
                                .execute()
                                .getNextWaitToken())
                        .setClientVersion(CLIENT)
                        .execute());
    }

    @Test
    void failuresAreParsed() throws IOException {
        String id = register().getDebuggee().getId();
        Breakpoint set = set(id, at(1));
        update(id, set.clone().setIsFinalState(true));

        assertFails(400, "FAILED_PRECONDITION", () -> update(id, set.clone().setIsFinalState(true)));
        assertFails(404, "NOT_FOUND", () -> agent.breakpoints().list("gcp:1:2").execute());
        assertFails(
                404,
                "NOT_FOUND",
                () -> user.breakpoints().get(id, "b-1").setClientVersion(CLIENT).execute());
        assertFails(400, "INVALID_ARGUMENT", () -> set(id, new Breakpoint()));
        assertFails(
                400,
                "INVALID_ARGUMENT",
                () -> agent.register(new RegisterDebuggeeRequest()).execute());
    }

    @Test
    void partsOfAnAnswerCanBeAskedFor() throws IOException {
        String id = register().getDebuggee().getId();
        Breakpoint set = set(id, at(1));

        ListBreakpointsResponse parts = user.breakpoints()
                .list(id)
                .setClientVersion(CLIENT)
                .setFields("breakpoints(id,location/line)")
                .setPrettyPrint(true)
                .execute();

        assertThat(parts.getNextWaitToken()).isNull();
        assertThat(parts.getBreakpoints())
                .containsExactly(new Breakpoint().setId(set.getId()).setLocation(new SourceLocation().setLine(1)));
    }

    @Test
    void aBreakpointIsDeleted() throws IOException {
        String id = register().getDebuggee().getId();
        Breakpoint set = set(id, at(1));

        user.breakpoints().delete(id, set.getId()).setClientVersion(CLIENT).execute();

        assertThat(agent.breakpoints().list(id).execute().getBreakpoints()).isNull();
        assertFails(
                404,
                "NOT_FOUND",
                () -> user.breakpoints()
                        .delete(id, set.getId())
                        .setClientVersion(CLIENT)
                        .execute());
    }

    private interface Request {
        void run() throws IOException;
    }

    private static void assertFails(int code, String status, Request request) {
        assertThatExceptionOfType(GoogleJsonResponseException.class)
                .isThrownBy(request::run)
                .satisfies(failure -> {
                    assertThat(failure.getStatusCode()).isEqualTo(code);
                    assertThat(failure.getDetails().getCode()).isEqualTo(code);
                    assertThat(failure.getDetails().get("status")).isEqualTo(status);
                    assertThat(failure.getDetails().getMessage()).isNotEmpty();
                });
    }
}
