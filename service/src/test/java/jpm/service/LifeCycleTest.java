package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import jpm.service.RunningService.Reply;
import jpm.service.http.ServerOptions;
import jpm.service.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The rules by which breakpoints live, as agents and users meet them. */
class LifeCycleTest extends WithOneProgram {
    @Test
    void theSameContentHasTheSameIdAndEachAgentItsOwn() {
        String body = "{\"debuggee\":{\"project\":\"shop\",\"uniquifier\":\"2\",\"description\":\"d\","
                + "\"agentVersion\":\"v\",\"labels\":{\"b\":\"2\",\"a\":\"1\"},\"id\":\"old\"}}";
        String other = body.replace("\"b\":\"2\",\"a\":\"1\"", "\"a\":\"1\",\"b\":\"2\"")
                .replace("old", "older");

        JsonObject first =
                service.call("POST", "v2/controller/debuggees/register", body).json();
        JsonObject second =
                service.call("POST", "v2/controller/debuggees/register", other).json();

        assertThat(first.object("debuggee")).isEqualTo(second.object("debuggee"));
        assertThat(first.object("debuggee").text("id")).startsWith("d-").isNotEqualTo(debuggee);
        assertThat(first.text("agentId")).isNotEmpty().isNotEqualTo(second.text("agentId"));
    }

    @Test
    void theFirstListIsAnsweredAtOnceWithOrWithoutAToken() {
        String id = service.setAt(debuggee, 7);

        for (String query : List.of("", "?waitToken=init", "?successOnTimeout=true&waitToken=init")) {
            JsonObject list = service.active(debuggee, query).json();
            assertThat(list.list("breakpoints")).singleElement().isEqualTo(service.breakpoint(debuggee, id));
            assertThat(list.text("nextWaitToken")).isNotEmpty();
        }
    }

    /** Has requests wait until something changes, however long that takes here. */
    private void waitForChanges() {
        service.close();
        service = RunningService.with(
                "jdbc:sqlite:" + folder.resolve("service.db"),
                ServerOptions.LOCAL,
                Limits.DEFAULT.patientFor(Duration.ofMinutes(1)));
    }

    @Test
    void aListThatIsKnownWaitsForAChange() {
        waitForChanges();
        String token = service.active(debuggee, "").json().text("nextWaitToken");
        CompletableFuture<Reply> waiting =
                service.later("GET", "v2/controller/debuggees/" + debuggee + "/breakpoints?waitToken=" + token, null);

        String id = service.setAt(debuggee, 7);

        JsonObject list = waiting.join().json();
        assertThat(((JsonObject) list.list("breakpoints").get(0)).text("id")).isEqualTo(id);
        assertThat(list.text("nextWaitToken")).isNotEqualTo(token);
    }

    @Test
    void timeOverIsASuccessOnlyWhereThatWasAskedFor() {
        String token = service.active(debuggee, "").json().text("nextWaitToken");

        Reply success = service.active(debuggee, "?successOnTimeout=true&waitToken=" + token);
        Reply failure = service.active(debuggee, "?waitToken=" + token);

        assertThat(success.code()).isEqualTo(200);
        assertThat(success.json().isTrue("waitExpired")).isTrue();
        assertThat(success.json().text("nextWaitToken")).isEqualTo(token);
        assertThat(failure.code()).isEqualTo(409);
        assertThat(failure.error().text("status")).isEqualTo("ABORTED");
    }

    @Test
    void tokensOutliveTheService() {
        service.setAt(debuggee, 7);
        String token = service.active(debuggee, "").json().text("nextWaitToken");
        service.close();
        service = RunningService.in(folder);

        assertThat(service.active(debuggee, "?waitToken=" + token).code()).isEqualTo(409);
        service.setAt(debuggee, 8);
        assertThat(service.active(debuggee, "?waitToken=" + token).json().list("breakpoints"))
                .hasSize(2);
    }

    @Test
    void aFinalUpdateTakesTheBreakpointOffTheList() {
        String id = service.setAt(debuggee, 7);
        service.clock.forward(Duration.ofSeconds(5));

        Reply update = service.update(
                debuggee,
                id,
                "{\"id\":\"" + id + "\",\"isFinalState\":true,\"stackFrames\":[{\"function\":\"com.acme.Shop.buy\"}]}");

        assertThat(update.body().strip()).isEqualTo("{}");
        assertThat(service.active(debuggee, "").json().has("breakpoints")).isFalse();
        JsonObject kept = service.breakpoint(debuggee, id);
        assertThat(kept.isTrue("isFinalState")).isTrue();
        assertThat(kept.text("createTime")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(kept.text("finalTime")).isEqualTo("2026-11-21T12:00:05Z");
        assertThat(kept.list("stackFrames")).containsExactly(JsonObject.of("function", "com.acme.Shop.buy"));
    }

    @Test
    void theFirstFinalUpdateWins() {
        String id = service.setAt(debuggee, 7);
        String update = "{\"id\":\"" + id + "\",\"isFinalState\":true,\"stackFrames\":[{\"function\":\"%s\"}]}";
        service.update(debuggee, id, update.formatted("first"));

        Reply late = service.update(debuggee, id, update.formatted("second"));

        assertThat(late.code()).isEqualTo(400);
        assertThat(late.error().text("status")).isEqualTo("FAILED_PRECONDITION");
        assertThat(service.breakpoint(debuggee, id).list("stackFrames"))
                .containsExactly(JsonObject.of("function", "first"));
    }

    @Test
    void ofManyFinalUpdatesAtOnceJustOneWins() {
        String id = service.setAt(debuggee, 7);
        List<CompletableFuture<Reply>> updates = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> service.later(
                        "PUT",
                        "v2/controller/debuggees/" + debuggee + "/breakpoints/" + id,
                        "{\"breakpoint\":{\"id\":\"" + id + "\",\"isFinalState\":true,\"labels\":{\"agent\":\"" + i
                                + "\"}}}"))
                .toList();

        assertThat(updates.stream().filter(update -> update.join().code() == 200))
                .hasSize(1);
    }

    @Test
    void updatesAreMergedAndTheServicesOwnMembersStay() {
        String id = service.set(
                debuggee,
                "{\"location\":{\"path\":\"a/B.java\",\"line\":5},\"condition\":\"x>1\",\"userEmail\":\"ann@acme.com\","
                        + "\"labels\":{\"mine\":\"1\"},\"action\":\"LOG\",\"logMessageFormat\":\"m\"}");

        service.update(
                debuggee,
                id,
                "{\"id\":\"" + id + "\",\"location\":{\"path\":\"a/B.java\",\"line\":6},\"condition\":\"x > 1\","
                        + "\"action\":\"CAPTURE\",\"createTime\":\"2001-01-01T00:00:00Z\",\"userEmail\":\"eve@acme.com\","
                        + "\"labels\":{\"mine\":\"2\",\"agents\":\"3\"}}");

        JsonObject kept = service.breakpoint(debuggee, id);
        assertThat(kept.object("location").number("line", 0)).isEqualTo(6);
        assertThat(kept.text("condition")).isEqualTo("x > 1");
        assertThat(kept.text("action")).isEqualTo("LOG");
        assertThat(kept.text("createTime")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(kept.text("userEmail")).isEqualTo("ann@acme.com");
        assertThat(kept.object("labels")).isEqualTo(JsonObject.of("agents", "3").with("mine", "1"));
        assertThat(kept.has("isFinalState")).isFalse();
    }

    @Test
    void anInterimUpdateLeavesTheBreakpointActive() {
        String id = service.setAt(debuggee, 7);

        service.update(
                debuggee,
                id,
                "{\"id\":\"" + id + "\",\"evaluatedExpressions\":[{\"name\":\"x\",\"status\":{\"isError\":true}}]}");

        JsonObject listed = (JsonObject)
                service.active(debuggee, "").json().list("breakpoints").get(0);
        assertThat(listed.has("evaluatedExpressions")).isFalse();
        assertThat(service.breakpoint(debuggee, id).list("evaluatedExpressions"))
                .hasSize(1);
    }

    @Test
    void anUpdateMustBearTheIdOfItsAddress() {
        String id = service.setAt(debuggee, 7);

        assertThat(service.update(debuggee, id, "{\"isFinalState\":true}").code())
                .isEqualTo(400);
        assertThat(service.update(debuggee, id, "{\"id\":\"b-1\",\"isFinalState\":true}")
                        .code())
                .isEqualTo(400);
        assertThat(service.breakpoint(debuggee, id).has("isFinalState")).isFalse();
    }

    @Test
    void whatIsNotKnownIsNotFound() {
        assertThat(service.active("gcp%3A1%3Anone", "").error().text("status")).isEqualTo("NOT_FOUND");
        assertThat(service.update("none", "b-1", "{\"id\":\"b-1\"}").code()).isEqualTo(404);
        assertThat(service.update(debuggee, "b-1", "{\"id\":\"b-1\"}").code()).isEqualTo(404);
        assertThat(service.get("v2/debugger/debuggees/none/breakpoints?clientVersion=t")
                        .code())
                .isEqualTo(404);
        assertThat(service.get("v2/debugger/debuggees/" + debuggee + "/breakpoints/b-1?clientVersion=t")
                        .code())
                .isEqualTo(404);
    }

    @Test
    void aDeletedBreakpointLeavesEveryList() {
        String id = service.setAt(debuggee, 7);
        String path = "v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id + "?clientVersion=t";

        assertThat(service.call("DELETE", path, null).body().strip()).isEqualTo("{}");

        assertThat(service.call("DELETE", path, null).code()).isEqualTo(404);
        assertThat(service.active(debuggee, "").json().has("breakpoints")).isFalse();
    }

    @Test
    void aSnapshotExpiresAfterADayAndALogpointToo() {
        String snapshot = service.setAt(debuggee, 7);
        String log = service.set(
                debuggee,
                "{\"location\":{\"path\":\"a/B.java\",\"line\":5},\"action\":\"LOG\",\"logMessageFormat\":\"m\"}");
        service.clock.forward(Duration.ofHours(24).minusSeconds(1));
        service.service.expireDue();
        assertThat(service.active(debuggee, "").json().list("breakpoints")).hasSize(2);
        service.clock.forward(Duration.ofSeconds(1));

        service.service.expireDue();

        assertThat(service.active(debuggee, "").json().has("breakpoints")).isFalse();
        assertThat(expiry(snapshot)).isEqualTo("The snapshot has expired");
        assertThat(expiry(log)).isEqualTo("The logpoint has expired");
    }

    private String expiry(String id) {
        JsonObject expired = service.breakpoint(debuggee, id);
        assertThat(expired.isTrue("isFinalState")).isTrue();
        assertThat(expired.object("status").isTrue("isError")).isTrue();
        assertThat(expired.object("status").text("refersTo")).isEqualTo("BREAKPOINT_AGE");
        return expired.object("status").object("description").text("format");
    }

    @Test
    void expiresInShortensALifeAndNeverProlongsIt() {
        service.set(debuggee, "{\"location\":{\"path\":\"a/B.java\",\"line\":1},\"expiresIn\":\"60s\"}");
        service.set(debuggee, "{\"location\":{\"path\":\"a/B.java\",\"line\":2},\"expiresIn\":\"999999s\"}");
        service.clock.forward(Duration.ofSeconds(60));
        service.service.expireDue();
        assertThat(service.active(debuggee, "").json().list("breakpoints")).hasSize(1);
        service.clock.forward(Duration.ofHours(24));
        service.service.expireDue();
        assertThat(service.active(debuggee, "").json().has("breakpoints")).isFalse();
    }

    @Test
    void aDebuggeeWithoutTrafficIsInactiveUntilItIsHeardOfAgain() {
        service.clock.forward(Duration.ofMinutes(11));

        String debuggees = "v2/debugger/debuggees?project=shop&clientVersion=t";
        assertThat(service.get(debuggees).json().has("debuggees")).isFalse();
        JsonObject inactive = (JsonObject) service.get(debuggees + "&includeInactive=true")
                .json()
                .list("debuggees")
                .get(0);
        assertThat(inactive.isTrue("isInactive")).isTrue();
        service.active(debuggee, "");
        assertThat(service.get(debuggees).json().list("debuggees")).hasSize(1);
    }

    @Test
    void whatEndedLongAgoIsRemovedAndSoAreSilentDebuggees() {
        String id = service.setAt(debuggee, 7);
        service.update(debuggee, id, "{\"id\":\"" + id + "\",\"isFinalState\":true}");
        service.clock.forward(Duration.ofDays(29));
        service.service.removeOld();
        assertThat(service.breakpoint(debuggee, id).text("id")).isEqualTo(id);
        service.clock.forward(Duration.ofDays(2));

        service.service.removeOld();

        assertThat(service.active(debuggee, "").code()).isEqualTo(404);
        assertThat(service.register("1")).isEqualTo(debuggee);
    }

    @Test
    void idsAreNumbersOfSecondsAndNeverTheSame() {
        assertThat(service.setAt(debuggee, 1)).isEqualTo("b-1795262400");
        assertThat(service.setAt(debuggee, 2)).isEqualTo("b-1795262401");
        service.close();
        service = RunningService.with(folder, ServerOptions.LOCAL);
        assertThat(service.setAt(debuggee, 3)).isEqualTo("b-1795262402");
    }

    @Test
    void usersSeeListsByActionAndStateWithoutResults() {
        String snapshot = service.setAt(debuggee, 7);
        service.set(
                debuggee,
                "{\"location\":{\"path\":\"a/B.java\",\"line\":5},\"action\":\"LOG\",\"logMessageFormat\":\"m\"}");
        service.update(
                debuggee,
                snapshot,
                "{\"id\":\"" + snapshot + "\",\"isFinalState\":true,\"stackFrames\":[{\"function\":\"f\"}]}");
        String list = "v2/debugger/debuggees/" + debuggee + "/breakpoints?clientVersion=t";

        assertThat(service.get(list).json().list("breakpoints")).hasSize(1);
        assertThat(service.get(list + "&includeInactive=true").json().list("breakpoints"))
                .hasSize(2);
        assertThat(service.get(list + "&includeInactive=true&action.value=LOG")
                        .json()
                        .list("breakpoints"))
                .hasSize(1);
        JsonObject listed = (JsonObject) service.get(list + "&includeInactive=true&action.value=CAPTURE")
                .json()
                .list("breakpoints")
                .get(0);
        assertThat(listed.text("id")).isEqualTo(snapshot);
        assertThat(listed.has("stackFrames")).isFalse();
    }

    @Test
    void usersWaitForChangesToo() {
        waitForChanges();
        String id = service.setAt(debuggee, 7);
        String list = "v2/debugger/debuggees/" + debuggee + "/breakpoints?clientVersion=t&includeInactive=true";
        String token = service.get(list).json().text("nextWaitToken");
        CompletableFuture<Reply> waiting = service.later("GET", list + "&waitToken=" + token, null);

        service.update(debuggee, id, "{\"id\":\"" + id + "\",\"isFinalState\":true}");

        JsonObject changed = waiting.join().json();
        assertThat(((JsonObject) changed.list("breakpoints").get(0)).isTrue("isFinalState"))
                .isTrue();
        service.close();
        service = RunningService.in(folder);
        Reply over = service.get(list + "&waitToken=" + changed.text("nextWaitToken"));
        assertThat(over.code()).isEqualTo(409);
        assertThat(over.error().text("status")).isEqualTo("ABORTED");
    }

    @Test
    void everyCanaryOptionIsTakenAndNothingIsSaidOfCanaries() {
        for (String option :
                List.of("CANARY_OPTION_UNSPECIFIED", "CANARY_OPTION_TRY_ENABLE", "CANARY_OPTION_TRY_DISABLE")) {
            Reply set = service.call(
                    "POST",
                    "v2/debugger/debuggees/" + debuggee + "/breakpoints/set?canaryOption=" + option,
                    "{\"location\":{\"path\":\"a/B.java\",\"line\":1},\"state\":\"STATE_CANARY_ACTIVE\",\"canaryExpireTime\":\"x\"}");
            assertThat(set.code()).as(set.body()).isEqualTo(200);
            assertThat(set.body()).doesNotContainIgnoringCase("canary").doesNotContain("state");
        }
        assertThat(service.call(
                                "POST",
                                "v2/debugger/debuggees/" + debuggee + "/breakpoints/set?canaryOption=MAYBE",
                                "{\"location\":{\"path\":\"a/B.java\",\"line\":1}}")
                        .code())
                .isEqualTo(400);
    }

    @Test
    void aHitOfALogpointLeavesItActiveAndItsResultsAreReplaced() {
        String log = service.set(
                debuggee,
                "{\"location\":{\"path\":\"a/B.java\",\"line\":5},\"action\":\"LOG\",\"logMessageFormat\":\"m\"}");

        service.update(debuggee, log, "{\"id\":\"" + log + "\",\"evaluatedExpressions\":[{\"value\":\"1\"}]}");
        service.update(debuggee, log, "{\"id\":\"" + log + "\",\"evaluatedExpressions\":[{\"value\":\"2\"}]}");

        assertThat(service.active(debuggee, "").json().list("breakpoints")).hasSize(1);
        assertThat(service.breakpoint(debuggee, log).list("evaluatedExpressions"))
                .containsExactly(JsonObject.of("value", "2"));
    }

    @Test
    void bothKindsOfTimesAreTakenAndTheServicesOwnIsKept() {
        String id = service.set(
                debuggee,
                "{\"location\":{\"path\":\"a/B.java\",\"line\":5},\"createTimeUnixMsec\":1,\"createTime\":\"2001-01-01T00:00:00Z\"}");

        JsonObject kept = service.breakpoint(debuggee, id);

        assertThat(kept.text("createTime")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(kept.has("createTimeUnixMsec")).isFalse();
    }

    @Test
    void moreThanMayWaitAreSentAwayToComeAgain() {
        service.close();
        Limits one = new Limits(Duration.ofMinutes(1), 1, 10, 10, 1 << 19, Duration.ofDays(1));
        service = RunningService.with("jdbc:sqlite:" + folder.resolve("service.db"), ServerOptions.LOCAL, one);
        String token = service.active(debuggee, "").json().text("nextWaitToken");
        String list = "v2/controller/debuggees/" + debuggee + "/breakpoints?waitToken=" + token;
        CompletableFuture<Reply> first = service.later("GET", list, null);
        CompletableFuture<Reply> second = service.later("GET", list, null);

        Reply refused = (Reply) CompletableFuture.anyOf(first, second).join();

        assertThat(refused.code()).isEqualTo(503);
        assertThat(refused.error().text("status")).isEqualTo("UNAVAILABLE");
        service.setAt(debuggee, 7);
        assertThat(List.of(first.join().code(), second.join().code())).containsExactlyInAnyOrder(200, 503);
    }

    @Test
    void moreDebuggeesThanMayBeAreRefusedAndKnownOnesAreNot() {
        service.close();
        Limits few = new Limits(Duration.ofMinutes(1), 1, 10, 3, 1 << 19, Duration.ofDays(1));
        service = RunningService.with("jdbc:sqlite:" + folder.resolve("service.db"), ServerOptions.LOCAL, few);
        service.register("2");
        service.register("3");

        assertThat(service.register("4")).isEmpty();
        assertThat(service.register("1")).isEqualTo(debuggee);
        service.service.removeDebuggee(debuggee);
        assertThat(service.register("4")).startsWith("d-");
    }
}
