package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.clouddebugger.v2.GetBreakpointResponse;
import com.google.devtools.clouddebugger.v2.ListActiveBreakpointsResponse;
import com.google.devtools.clouddebugger.v2.ListBreakpointsResponse;
import com.google.devtools.clouddebugger.v2.ListDebuggeesResponse;
import com.google.devtools.clouddebugger.v2.RegisterDebuggeeResponse;
import com.google.devtools.clouddebugger.v2.SetBreakpointResponse;
import com.google.devtools.clouddebugger.v2.StatusMessage;
import com.google.devtools.clouddebugger.v2.UpdateActiveBreakpointResponse;
import com.google.devtools.clouddebugger.v2.Variable;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.nio.file.Path;
import jpm.service.RunningService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered parses strictly as the API's protocol buffers, whatever was sent. */
class StrictMessagesTest {
    /** All that a hit can hold, in the forms that the JSON of protocol buffers allows, and what it does not know. */
    private static final String HIT = """
            {"id": "%s", "is_final_state": true, "unknown": [1, {"x": null}], "action": 0, "log_level": "WARNING",
             "create_time": "2026-01-01T00:00:00+01:00",
             "status": {"is_error": true, "refersTo": 6, "description": {"format": "$0 of $1", "parameters": ["1", ""]}},
             "stackFrames": [
               {"function": "a.B.c", "location": {"path": "a/B.java", "line": "7", "column": 1.0}, "jpm": {"class": "a.B"},
                "arguments": [{"name": "this", "varTableIndex": 0}, {"name": "\\ud83d", "value": "\\"\\u0000\\""}],
                "locals": [{"name": "n", "type": "int", "value": "1", "jpm": {"provenance": "inferred"},
                            "status": {"refersTo": "VARIABLE_VALUE", "description": {"format": "x"}}}]},
               {"function": "a.B.d"}],
             "evaluatedExpressions": [{"name": "e", "members": [{"name": "m", "var_table_index": 1, "jpm": {}}]}],
             "variableTable": [{"status": {"isError": true}}, {"type": "a.B", "members": [{"name": "jpm", "value": "1"}]}],
             "labels": {"jpm": "label"}, "state": "STATE_IS_FINAL", "canaryExpireTime": null}
            """;

    @TempDir
    Path folder;

    private RunningService service;
    private String debuggee;
    private String id;

    @BeforeEach
    void start() {
        service = RunningService.in(folder);
        debuggee = service.register("1");
        id = service.setAt(debuggee, 7);
    }

    @AfterEach
    void stop() {
        service.close();
        assertThat(service.faults).isEmpty();
    }

    private static <B extends Message.Builder> B parsed(Reply reply, B builder) {
        assertThat(reply.code()).as(reply.body()).isEqualTo(200);
        try {
            JsonFormat.parser().merge(reply.body(), builder);
        } catch (InvalidProtocolBufferException refused) {
            throw new AssertionError(reply.body(), refused);
        }
        return builder;
    }

    @Test
    void aHitIsKeptWholeAndGivenStrictly() {
        parsed(service.update(debuggee, id, HIT.formatted(id)), UpdateActiveBreakpointResponse.newBuilder());

        GetBreakpointResponse.Builder kept = parsed(
                service.get("v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id),
                GetBreakpointResponse.newBuilder());

        assertThat(kept.getBreakpoint().getStackFramesCount()).isEqualTo(2);
        assertThat(kept.getBreakpoint().getStackFrames(0).getLocation().getLine())
                .isEqualTo(7);
        Variable self = kept.getBreakpoint().getStackFrames(0).getArguments(0);
        assertThat(self.hasVarTableIndex()).isTrue();
        assertThat(self.getVarTableIndex().getValue()).isZero();
        assertThat(kept.getBreakpoint().getStatus().getRefersTo()).isEqualTo(StatusMessage.Reference.VARIABLE_VALUE);
        assertThat(kept.getBreakpoint().getStatus().getDescription().getParametersList())
                .containsExactly("1", "");
        assertThat(kept.getBreakpoint().getVariableTable(1).getMembers(0).getName())
                .isEqualTo("jpm");
        assertThat(kept.getBreakpoint().getLabelsMap()).containsEntry("jpm", "label");
    }

    @Test
    void listsAndRegistrationsAreStrict() {
        String debuggees = "v2/debugger/debuggees";
        Reply registered = service.call(
                "POST",
                "v2/controller/debuggees/register",
                "{\"debuggee\":{\"project\":\"shop\",\"uniquifier\":\"x\",\"description\":\"d\",\"agent_version\":\"v\","
                        + "\"more\":1,\"sourceContexts\":[{\"cloudRepo\":{\"repoId\":{\"uid\":\"u\"},\"aliasContext\":"
                        + "{\"kind\":\"OTHER\",\"name\":\"main\"}}},{\"git\":{\"url\":\"u\",\"revisionId\":\"r\"}}],"
                        + "\"extSourceContexts\":[{\"context\":{\"gerrit\":{\"hostUri\":\"h\"}},\"labels\":{\"a\":\"b\"}}],"
                        + "\"canaryMode\":\"CANARY_MODE_DEFAULT_ENABLED\"}}");
        // The service's own discovery document has agentId, the published protocol buffers do not.
        String known = registered.body().replaceAll(",\"agentId\":\"[^\"]*\"", "");
        parsed(new Reply(registered.code(), known), RegisterDebuggeeResponse.newBuilder());
        parsed(service.get(debuggees + "?project=shop&clientVersion=t"), ListDebuggeesResponse.newBuilder());
        parsed(service.get(debuggees + "/" + debuggee + "/breakpoints"), ListBreakpointsResponse.newBuilder());
        parsed(
                service.call(
                        "POST",
                        debuggees + "/" + debuggee + "/breakpoints/set",
                        HIT.formatted("mine")
                                .replace(
                                        "\"unknown\"",
                                        "\"location\": {\"path\": \"a/B.java\", \"line\": 7}, \"unknown\"")),
                SetBreakpointResponse.newBuilder());
        ListActiveBreakpointsResponse.Builder active =
                parsed(service.active(debuggee, ""), ListActiveBreakpointsResponse.newBuilder());
        assertThat(active.getBreakpointsList()).hasSize(2).allSatisfy(breakpoint -> {
            assertThat(breakpoint.getIsFinalState()).isFalse();
            assertThat(breakpoint.getStackFramesCount()).isZero();
            assertThat(breakpoint.getId()).startsWith("b-");
        });
        parsed(
                service.active(debuggee, "?successOnTimeout=true&waitToken=" + active.getNextWaitToken()),
                ListActiveBreakpointsResponse.newBuilder());
    }
}
