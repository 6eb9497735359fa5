package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jpm.service.RecordingServer.Received;
import jpm.service.RecordingServer.Reply;
import jpm.service.client.Destination;
import jpm.service.client.Destination.Kind;
import jpm.service.client.Retry;
import jpm.service.client.Upload;
import jpm.service.client.Upload.Receipt;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that are sent to a database that keeps what is put to each address. */
class DatabaseUploadTest {
    private static final String OTHER = "20261121T104903Z-7-000001";

    private final Map<String, String> kept = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    private Reply answer(Received request) {
        if (request.method().equals("PUT")) {
            kept.put(request.path(), new String(request.body(), StandardCharsets.UTF_8));
            return new Reply(200, kept.get(request.path()));
        }
        boolean isMember = request.path().endsWith("/registrationTimeUnixMsec.json");
        String of = request.path().replace("/registrationTimeUnixMsec", "");
        return new Reply(200, isMember && kept.containsKey(of) ? "1" : kept.getOrDefault(request.path(), "null"));
    }

    private Receipt send(RecordingServer server, String id) throws IOException {
        Destination database = Destination.of(server.url(), Kind.DATABASE);
        return Upload.to(database, "t0ken", Retry.PATIENT).send(new DumpFixture(folder).parcel(id));
    }

    /** The layout is Snapshot Debugger's; the second of 2026-11-21T10:49:03Z is 1795258143. */
    @Test
    void aDumpLiesWhereSnapshotDebuggersClientsLook() throws Exception {
        try (RecordingServer server = new RecordingServer(this::answer)) {
            Receipt receipt = send(server, DumpFixture.ID);

            String debuggee = receipt.id().substring(0, receipt.id().indexOf('/'));
            assertThat(receipt.id()).matches("d-[0-9a-f]{8}/b-1795258143");
            assertThat(new TreeMap<>(kept).keySet())
                    .containsExactly(
                            "/cdbg/breakpoints/" + debuggee + "/final/b-1795258143.json",
                            "/cdbg/breakpoints/" + debuggee + "/snapshot/b-1795258143.json",
                            "/cdbg/debuggees/" + debuggee + ".json",
                            "/cdbg/schema_version.json");
            assertThat(kept.get("/cdbg/schema_version.json")).isEqualTo("\"1\"");
            JsonObject snapshot = kept("/cdbg/breakpoints/" + debuggee + "/snapshot/b-1795258143.json");
            assertThat(snapshot.number("createTimeUnixMsec", 0)).isEqualTo(1795258143123L);
            assertThat(snapshot.number("finalTimeUnixMsec", 0)).isEqualTo(1795258143123L);
            assertThat(snapshot.has("createTime")).isFalse();
            assertThat(snapshot.text("id")).isEqualTo("b-1795258143");
            assertThat(snapshot.isTrue("isFinalState")).isTrue();
            assertThat(snapshot.list("stackFrames")).hasSize(4);
            JsonObject listed = kept("/cdbg/breakpoints/" + debuggee + "/final/b-1795258143.json");
            assertThat(listed.members()).doesNotContainKeys("stackFrames", "evaluatedExpressions", "variableTable");
            assertThat(kept("/cdbg/debuggees/" + debuggee + ".json").object("registrationTimeUnixMsec"))
                    .isEqualTo(JsonObject.of(".sv", "timestamp"));
            assertThat(kept.toString()).doesNotContain(DumpFixture.SECRET);
            assertThat(server.received)
                    .allMatch(request -> request.authorization().equals("Bearer t0ken"));
        }
    }

    /** The service's own surface for Snapshot Debugger's clients: what is put there is read through the other API. */
    @Test
    void whatIsSentToAServicesDatabaseIsSeenByItsUsers() throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Upload upload = Upload.to(Destination.of(service.server.url(), Kind.DATABASE), "", Retry.PATIENT);
            Path store = Files.createDirectory(folder.resolve("store"));

            String[] ids = upload.send(new DumpFixture(store).parcel(DumpFixture.ID))
                    .id()
                    .split("/");
            Receipt again = upload.send(new DumpFixture(store).parcel(DumpFixture.ID));

            JsonObject snapshot = service.breakpoint(ids[0], ids[1]);
            assertThat(again.isNew()).isFalse();
            assertThat(snapshot.isTrue("isFinalState")).isTrue();
            assertThat(snapshot.list("stackFrames")).hasSize(4);
            assertThat(snapshot.text("createTime")).isEqualTo("2026-11-21T10:49:03Z");
        }
    }

    @Test
    void theSameDumpIsThereOnceAndAnotherOfItsSecondBesideIt() throws IOException {
        try (RecordingServer server = new RecordingServer(this::answer)) {
            Receipt first = send(server, DumpFixture.ID);

            assertThat(send(server, DumpFixture.ID)).isEqualTo(new Receipt(false, first.id(), first.link()));
            assertThat(send(server, OTHER).id()).endsWith("/b-1795258144");
            assertThat(send(server, OTHER).isNew()).isFalse();
            assertThat(kept.keySet().stream().filter(path -> path.contains("/final/")))
                    .hasSize(2);
        }
    }

    @Test
    void whatWasInterruptedIsCompleted() throws IOException {
        try (RecordingServer server = new RecordingServer(this::answer)) {
            Receipt first = send(server, DumpFixture.ID);
            kept.keySet().removeIf(path -> path.contains("/final/"));

            assertThat(send(server, DumpFixture.ID)).isEqualTo(first);
            assertThat(kept.keySet().stream().filter(path -> path.contains("/breakpoints/")))
                    .hasSize(2);
        }
    }

    @Test
    void refusalsAreSaidInTheDatabasesWords() {
        Reply refusal = new Reply(401, "{\"error\":\"Unauthorized request.\"}");
        try (RecordingServer server = new RecordingServer(any -> refusal)) {
            assertThatThrownBy(() -> send(server, DumpFixture.ID))
                    .hasMessage("cannot upload: " + server.url()
                            + " does not take the snapshot: it answers 401: Unauthorized request.");
        }
    }

    private JsonObject kept(String path) throws MalformedJsonException {
        return JsonText.parseObject(List.of(kept.get(path)).get(0).getBytes(StandardCharsets.UTF_8));
    }
}
