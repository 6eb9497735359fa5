package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import jpm.service.RunningService.Reply;
import jpm.service.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that Snapshot Debugger's clients make of a Realtime Database, in their order. */
class DatabaseSurfaceTest {
    private static final String AT = "cdbg/breakpoints/d-1/";
    private static final String TIME = "{\".sv\":\"timestamp\"}";
    private static final long NOW = 1_795_262_400_123L;
    private static final String HIT =
            "\"stackFrames\":[{\"function\":\"f\",\"locals\":[{\"name\":\"n\",\"value\":\"1\"}]}],\"variableTable\":[{\"type\":\"T\"}]";

    @TempDir
    Path folder;

    private RunningService service;

    @BeforeEach
    void start() {
        service = RunningService.in(folder);
        put(
                "cdbg/debuggees/d-1",
                "{\"id\":\"d-1\",\"uniquifier\":\"u\",\"description\":\"shop-v1\",\"agentVersion\":\"cloud-debug-java/v4.1\","
                        + "\"labels\":{\"module\":\"shop\",\"projectid\":\"acme\"},\"registrationTimeUnixMsec\":" + TIME
                        + ",\"lastUpdateTimeUnixMsec\":" + TIME + "}");
    }

    @AfterEach
    void stop() {
        service.close();
        assertThat(service.faults).isEmpty();
    }

    private Reply put(String path, String value) {
        Reply reply = service.call("PUT", path + ".json", value);
        assertThat(reply.code()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private String read(String path) {
        Reply reply = service.get(path + ".json");
        assertThat(reply.code()).as(reply.body()).isEqualTo(200);
        return reply.body();
    }

    private JsonObject object(String path) {
        return new Reply(200, read(path)).json();
    }

    private void delete(String path) {
        assertThat(service.call("DELETE", path + ".json", null)).isEqualTo(new Reply(200, "null"));
    }

    /** As the command line client sets a snapshot. */
    private JsonObject setSnapshot(String id) {
        assertThat(service.get(AT + "active/" + id + ".json?shallow=true").body())
                .isEqualTo("null");
        return put(
                        AT + "active/" + id,
                        "{\"action\":\"CAPTURE\",\"id\":\"" + id + "\",\"location\":{\"path\":\"a/B.java\",\"line\":7},"
                                + "\"createTimeUnixMsec\":" + TIME
                                + ",\"userEmail\":\"ann@acme.com\",\"condition\":\"n > 0\"}")
                .json();
    }

    private static String ending(String id, String results) {
        return "{\"id\":\"" + id
                + "\",\"action\":\"CAPTURE\",\"location\":{\"path\":\"a/B.java\",\"line\":7},\"isFinalState\":true,"
                + "\"createTimeUnixMsec\":" + (NOW - 5000) + ",\"finalTimeUnixMsec\":" + TIME
                + ",\"userEmail\":\"ann@acme.com\"" + (results.isEmpty() ? "" : "," + results) + "}";
    }

    @Test
    void theDatabaseIsReadyAndSaysWhatItHolds() {
        assertThat(read("cdbg/schema_version")).isEqualTo("\"1\"");
        assertThat(put("cdbg/schema_version", "\"1\"").body()).isEqualTo("\"1\"");
        assertThat(read("cdbg/nothing/here")).isEqualTo("null");
        assertThat(service.get("cdbg.json?shallow=true").json().members())
                .containsOnlyKeys("schema_version", "debuggees", "breakpoints");
        assertThat(service.get("cdbg/debuggees.json?shallow=true").body()).isEqualTo("{\"d-1\":true}");
    }

    @Test
    void aDebuggeeHasTimesAndIsAmongThoseOfTheOtherSurface() {
        JsonObject debuggee = object("cdbg/debuggees").object("d-1");

        assertThat(debuggee.number("registrationTimeUnixMsec", 0)).isEqualTo(NOW);
        assertThat(debuggee.number("lastUpdateTimeUnixMsec", 0)).isEqualTo(NOW);
        assertThat(debuggee.object("labels").text("module")).isEqualTo("shop");
        service.clock.forward(Duration.ofHours(1));
        assertThat(put("cdbg/debuggees/d-1/lastUpdateTimeUnixMsec", TIME).body())
                .isEqualTo(String.valueOf(NOW + 3_600_000));
        assertThat(read("cdbg/debuggees/d-1/lastUpdateTimeUnixMsec")).isEqualTo(String.valueOf(NOW + 3_600_000));
        assertThat(read("cdbg/debuggees/d-1/registrationTimeUnixMsec")).isEqualTo(String.valueOf(NOW));
        String list = "v2/debugger/debuggees?project=acme&clientVersion=t";
        assertThat(((JsonObject) service.get(list).json().list("debuggees").get(0)).text("id"))
                .isEqualTo("d-1");
        service.clock.forward(Duration.ofHours(6).plusSeconds(1));
        assertThat(service.get(list).json().has("debuggees")).isFalse();
    }

    @Test
    void aSnapshotThatTheCommandLineSetsIsActiveForBothSurfaces() {
        JsonObject answered = setSnapshot("b-1650000000");

        assertThat(answered.number("createTimeUnixMsec", 0)).isEqualTo(NOW);
        assertThat(answered.text("userEmail")).isEqualTo("ann@acme.com");
        assertThat(service.get(AT + "active.json?shallow=true").body()).isEqualTo("{\"b-1650000000\":true}");
        JsonObject active = object(AT + "active/b-1650000000");
        assertThat(active.number("createTimeUnixMsec", 0)).isEqualTo(NOW);
        assertThat(active.has("createTime")).isFalse();
        assertThat(active.find("isFinalState")).isEqualTo(false);
        JsonObject seen = (JsonObject)
                service.active("d-1", "").json().list("breakpoints").get(0);
        assertThat(seen.text("createTime")).isEqualTo("2026-11-21T12:00:00Z");
        assertThat(seen.text("condition")).isEqualTo("n > 0");
    }

    @Test
    void javaAgentsPutSnapshotAndFinalAndRemoveActiveLast() {
        setSnapshot("b-1");

        put(AT + "snapshot/b-1", ending("b-1", HIT));
        put(AT + "final/b-1", ending("b-1", ""));
        delete(AT + "active/b-1");

        assertEnded("b-1", NOW);
    }

    @Test
    void otherAgentsRemoveActiveFirst() {
        setSnapshot("b-1");

        delete(AT + "active/b-1");
        put(AT + "snapshot/b-1", ending("b-1", HIT));
        put(AT + "final/b-1", ending("b-1", ""));

        assertEnded("b-1", NOW - 5000);
    }

    private void assertEnded(String id, long createMillis) {
        assertThat(read(AT + "active")).isEqualTo("null");
        JsonObject ended = object(AT + "final/" + id);
        assertThat(ended.isTrue("isFinalState")).isTrue();
        assertThat(ended.number("createTimeUnixMsec", 0)).isEqualTo(createMillis);
        assertThat(ended.number("finalTimeUnixMsec", 0)).isEqualTo(NOW);
        assertThat(ended.has("stackFrames")).isFalse();
        JsonObject snapshot = object(AT + "snapshot/" + id);
        assertThat(snapshot.list("stackFrames")).hasSize(1);
        assertThat(snapshot.list("variableTable")).containsExactly(JsonObject.of("type", "T"));
        assertThat(service.breakpoint("d-1", id).list("stackFrames")).isEqualTo(snapshot.list("stackFrames"));
        assertThat(read(AT + "snapshot/" + id + "/stackFrames/0/function")).isEqualTo("\"f\"");
    }

    @Test
    void aTimeMayBeATextToo() {
        String created = ending("b-1", HIT)
                .replace("\"createTimeUnixMsec\":" + (NOW - 5000), "\"createTime\":\"2026-11-21T11:59:50Z\"");

        put(AT + "snapshot/b-1", created);

        assertThat(object(AT + "final/b-1").number("createTimeUnixMsec", 0)).isEqualTo(1_795_262_390_000L);
        assertThat(service.breakpoint("d-1", "b-1").text("createTime")).isEqualTo("2026-11-21T11:59:50Z");
    }

    @Test
    void theFirstEndingWinsHereToo() {
        setSnapshot("b-1");
        service.update(
                "d-1", "b-1", "{\"id\":\"b-1\",\"isFinalState\":true,\"stackFrames\":[{\"function\":\"first\"}]}");

        put(AT + "snapshot/b-1", ending("b-1", HIT));
        put(AT + "final/b-1", ending("b-1", ""));

        assertThat(read(AT + "snapshot/b-1/stackFrames/0/function")).isEqualTo("\"first\"");
    }

    @Test
    void whatTheOtherSurfaceSetAndCaughtIsHereWithNumbersForTimes() {
        String id = service.setAt("d-1", 9);
        assertThat(object(AT + "active/" + id).number("createTimeUnixMsec", 0)).isEqualTo(NOW);
        service.update("d-1", id, "{\"id\":\"" + id + "\",\"isFinalState\":true," + HIT + "}");

        assertThat(object(AT + "snapshot/" + id).number("finalTimeUnixMsec", 0)).isEqualTo(NOW);
    }

    @Test
    void theCommandLineDeletesWhatEnded() {
        setSnapshot("b-1");
        put(AT + "snapshot/b-1", ending("b-1", HIT));

        delete(AT + "final/b-1");
        delete(AT + "snapshot/b-1");
        delete(AT + "final/b-1");

        assertThat(read(AT + "final")).isEqualTo("null");
        delete("cdbg/breakpoints/d-1");
        delete("cdbg/debuggees/d-1");
        assertThat(read("cdbg/debuggees")).isEqualTo("null");
    }

    @Test
    void writesMayBeSilentAndMayBeOfSeveralPlaces() {
        assertThat(service.call("PUT", AT + "active/b-1.json?print=silent", ending("b-1", ""))
                        .code())
                .isEqualTo(204);
        assertThat(service.call(
                                "PATCH",
                                AT + ".json",
                                "{\"snapshot/b-1\":" + ending("b-1", HIT) + ",\"final/b-1\":" + ending("b-1", "")
                                        + ",\"active/b-1\":null}")
                        .code())
                .isEqualTo(200);
        assertThat(read(AT + "snapshot/b-1/stackFrames/0/function")).isEqualTo("\"f\"");
        service.call(
                "PATCH",
                "cdbg/debuggees/d-1.json",
                "{\"description\":\"new\",\"lastUpdateTimeUnixMsec\":" + TIME + "}");
        assertThat(read("cdbg/debuggees/d-1/description")).isEqualTo("\"new\"");
    }

    @Test
    void arraysMayComeAsObjectsAndKeepTheirPlaces() {
        setSnapshot("b-1");

        put(
                AT + "snapshot/b-1",
                ending(
                        "b-1",
                        "\"evaluatedExpressions\":{\"0\":{\"name\":\"n\"},\"1\":{\"name\":\"m\"}},"
                                + "\"variableTable\":{\"0\":{\"value\":\"full\"},\"2\":{\"type\":\"T\"}}"));

        JsonObject kept = service.breakpoint("d-1", "b-1");
        assertThat(kept.list("evaluatedExpressions"))
                .containsExactly(JsonObject.of("name", "n"), JsonObject.of("name", "m"));
        assertThat(kept.list("variableTable"))
                .containsExactly(JsonObject.of("value", "full"), JsonObject.EMPTY, JsonObject.of("type", "T"));
    }

    @Test
    void idsWithColonsAreFoundEncodedOrNot() {
        put("cdbg/debuggees/gcp:1:2", "{\"id\":\"gcp:1:2\",\"description\":\"d\"}");

        for (String id : List.of("gcp:1:2", "gcp%3A1%3a2")) {
            assertThat(service.active(id, "").code()).isEqualTo(200);
            assertThat(object("cdbg/debuggees/" + id).text("id")).isEqualTo("gcp:1:2");
            assertThat(service.breakpoint(id, service.setAt(id, 1)).has("location"))
                    .isTrue();
        }
        assertThat(service.active("gcp:1:2", "").json().list("breakpoints")).hasSize(2);
    }

    @Test
    void failuresHaveTheDatabasesShape() {
        assertThat(service.call("PUT", AT + "active/b-1.json", "{").json().text("error"))
                .startsWith("Invalid data");
        assertThat(service.call("PUT", AT + "active/b-1.json", "7").json().text("error"))
                .startsWith("Invalid data");
        assertThat(service.call("PUT", AT + "active/b-1.json", "{}").code()).isEqualTo(400);
        assertThat(service.call("PUT", "cdbg/breakpoints/none/active/b-1.json", ending("b-1", ""))
                        .code())
                .isEqualTo(404);
        assertThat(service.call("PUT", "other/place.json", "1").code()).isEqualTo(403);
        assertThat(service.call("DELETE", "cdbg.json", null).code()).isEqualTo(403);
        assertThat(service.call("POST", AT + "active.json", "{}").code()).isEqualTo(400);
        assertThat(service.get("cdbg.json").json().text("error")).contains("shallow");
        assertThat(service.get(AT + "active.json?orderBy=%22id%22").code()).isEqualTo(400);
    }

    @Test
    void followersAreToldEachChange() throws Exception {
        Follower follower = new Follower(AT + "active");
        assertThat(follower.next()).isEqualTo("put {\"path\":\"/\",\"data\":null}");

        setSnapshot("b-1");
        assertThat(follower.next()).startsWith("put {\"path\":\"/\",\"data\":{\"b-1\":{\"id\":\"b-1\"");
        setSnapshot("b-2");
        assertThat(follower.next()).startsWith("patch {\"path\":\"/\",\"data\":{\"b-2\":{\"id\":\"b-2\"");
        delete(AT + "active/b-1");
        assertThat(follower.next()).isEqualTo("put {\"path\":\"/b-1\",\"data\":null}");
        service.update("d-1", "b-2", "{\"id\":\"b-2\",\"isFinalState\":true}");
        assertThat(follower.next()).isEqualTo("put {\"path\":\"/\",\"data\":null}");
    }

    /** Reads server-sent events. */
    private final class Follower {
        private final Iterator<String> lines;

        Follower(String path) throws Exception {
            HttpRequest request = service.request("GET", path + ".json", null)
                    .header("Accept", "text/event-stream")
                    .build();
            HttpResponse<Stream<String>> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(response.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            lines = response.body().iterator();
        }

        String next() {
            String kind = lines.next().replace("event: ", "");
            String data = lines.next().replace("data: ", "");
            assertThat(lines.next()).isEmpty();
            return kind + " " + data;
        }
    }

    @Test
    void refusalsOfEventsAreAnsweredAtOnce() throws Exception {
        HttpRequest request = service.request("GET", "cdbg.json", null)
                .header("Accept", "text/event-stream")
                .build();

        assertThat(service.send(request).code()).isEqualTo(400);
    }
}
