package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import jpm.service.access.Tokens;
import jpm.service.client.Destination;
import jpm.service.client.Parcel;
import jpm.service.client.Retry;
import jpm.service.client.Upload;
import jpm.service.client.Upload.Planned;
import jpm.service.client.Upload.Receipt;
import jpm.service.client.UploadException;
import jpm.service.http.ServerOptions;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps that are sent to a service that runs. */
class ServiceUploadTest {
    private static final Retry IMPATIENT = new Retry(3, 10, 40, millis -> {});

    @TempDir
    Path folder;

    private DumpFixture dumps;

    @BeforeEach
    void dumps() throws IOException {
        dumps = new DumpFixture(Files.createDirectory(folder.resolve("store")));
    }

    private static Upload to(RunningService service, String token) {
        return Upload.to(Destination.of(service.server.url(), null), token, IMPATIENT);
    }

    @Test
    void aDumpBecomesAFinishedSnapshotThatHoldsTheFramesAndNoSecret() throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Receipt receipt = to(service, "").send(dumps.parcel(DumpFixture.ID));

            String[] ids = receipt.id().split("/");
            JsonObject snapshot = service.breakpoint(ids[0], ids[1]);
            com.google.devtools.clouddebugger.v2.Breakpoint read = strict(snapshot);
            assertThat(receipt.isNew()).isTrue();
            assertThat(receipt.link()).isEqualTo(service.server.url() + "#/" + ids[0] + "/" + ids[1]);
            assertThat(read.getIsFinalState()).isTrue();
            assertThat(read.hasFinalTime()).isTrue();
            assertThat(read.getLocation().getPath()).isEqualTo("com/acme/Shop.java");
            assertThat(read.getLocation().getLine()).isEqualTo(17);
            assertThat(read.getLabelsMap())
                    .containsEntry("dump", DumpFixture.ID)
                    .containsEntry("host", "web-1");
            assertThat(read.getStackFramesList())
                    .extracting(frame ->
                            frame.getFunction() + ":" + frame.getLocation().getLine())
                    .containsExactly(
                            "com.acme.Shop.Item.price:17",
                            "com.acme.Shop.pay:27",
                            "com.acme.Shop.main:5",
                            "java.lang.Thread.run:840");
            assertThat(read.getStackFrames(0).getLocals(0).getValue()).isEqualTo("3");
            assertThat(read.getVariableTable(1).getMembers(0).getValue()).isEqualTo("\"TEE-RED-M\"");
            assertThat(JsonText.string(snapshot)).doesNotContain(DumpFixture.SECRET);
        }
    }

    @Test
    void theSameDumpIsThereOnceHoweverOftenItIsSent() throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Upload upload = to(service, "");
            Receipt first = upload.send(dumps.parcel(DumpFixture.ID));

            Receipt second = upload.send(dumps.parcel(DumpFixture.ID));
            Receipt other = upload.send(dumps.parcel("20261121T104904Z-4243-000001"));

            assertThat(second.isNew()).isFalse();
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(other.isNew()).isTrue();
            assertThat(snapshots(service, first)).hasSize(2);
        }
    }

    @Test
    void manyWhoSendTheSameAtOnceLeaveOne() throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Parcel parcel = dumps.parcel(DumpFixture.ID);
            List<CompletableFuture<Receipt>> sent = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                sent.add(CompletableFuture.supplyAsync(() -> to(service, "").send(parcel)));
            }
            sent.forEach(CompletableFuture::join);

            List<JsonObject> left = snapshots(service, sent.get(0).join());
            assertThat(left).hasSize(1);
            assertThat(left.get(0).isTrue("isFinalState")).isTrue();
        }
    }

    /** An agent that sends its own dump asks for nothing that is there: it registers, sets and updates. */
    @ParameterizedTest
    @ValueSource(strings = {"set, update, upload", "set, upload, update", "upload, set, update"})
    void anAgentThatSendsTheSameLeavesOne(String order) throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Upload upload = to(service, "");
            Parcel parcel = dumps.parcel(DumpFixture.ID);
            List<Planned> plan = upload.plan(parcel);
            String debuggee = post(service, plan.get(0)).object("debuggee").text("id");
            List<String> ids = new ArrayList<>();
            Map<String, Runnable> steps = Map.of(
                    "set",
                    () -> ids.add(service.set(
                            debuggee, JsonText.string(plan.get(1).bodies().get(0)))),
                    "update",
                    () -> service.update(
                            debuggee,
                            ids.get(0),
                            JsonText.string(plan.get(2)
                                    .bodies()
                                    .get(0)
                                    .object("breakpoint")
                                    .with("id", ids.get(0)))),
                    "upload",
                    () -> upload.send(parcel));

            for (String step : order.split(", ")) {
                steps.get(step).run();
            }

            List<JsonObject> left = snapshots(service, upload.send(parcel));
            assertThat(left).singleElement().satisfies(one -> {
                assertThat(one.text("id")).isEqualTo(ids.get(0));
                assertThat(one.isTrue("isFinalState")).isTrue();
            });
        }
    }

    @Test
    void aDumpWhoseBreakpointNobodyCompletedInTimeIsSetAgain() throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Upload upload = to(service, "");
            Parcel parcel = dumps.parcel(DumpFixture.ID);
            List<Planned> plan = upload.plan(parcel);
            String debuggee = post(service, plan.get(0)).object("debuggee").text("id");
            String request = JsonText.string(plan.get(1).bodies().get(0));
            String expired = service.set(debuggee, request);
            service.clock.forward(Duration.ofHours(25));
            service.service.expireDue();

            String again = service.set(debuggee, request);

            assertThat(again).isNotEqualTo(expired);
            assertThat(upload.send(parcel).id()).isEqualTo(debuggee + "/" + again);
        }
    }

    @Test
    void whatWasInterruptedIsCompleted() throws IOException {
        try (RunningService service = RunningService.in(folder)) {
            Upload upload = to(service, "");
            Parcel parcel = dumps.parcel(DumpFixture.ID);
            List<Planned> plan = upload.plan(parcel);
            String debuggee = post(service, plan.get(0)).object("debuggee").text("id");
            String set =
                    service.set(debuggee, JsonText.string(plan.get(1).bodies().get(0)));

            Receipt receipt = upload.send(parcel);

            assertThat(receipt.id()).isEqualTo(debuggee + "/" + set);
            assertThat(service.breakpoint(debuggee, set).isTrue("isFinalState")).isTrue();
        }
    }

    /** The plan is all that is sent: its messages are read by the schema's own parser. */
    @Test
    void whatIsSentIsStrict() throws IOException {
        Upload upload = Upload.to(Destination.of("http://127.0.0.1:1", null), "", IMPATIENT);

        List<Planned> plan = upload.plan(dumps.parcel(DumpFixture.ID));

        com.google.devtools.clouddebugger.v2.Debuggee.Builder debuggee =
                com.google.devtools.clouddebugger.v2.Debuggee.newBuilder();
        JsonFormat.parser().merge(JsonText.string(plan.get(0).bodies().get(0).object("debuggee")), debuggee);
        assertThat(debuggee.getDescription()).isEqualTo("com.acme.Shop (dumps)");
        assertThat(strict(plan.get(1).bodies().get(0)).getIsFinalState()).isFalse();
        assertThat(strict(plan.get(2).bodies().get(0).object("breakpoint")).getStackFramesCount())
                .isEqualTo(4);
    }

    @Test
    void aDumpWithoutSnapshotIsSentAsItsStack() throws IOException {
        dumps.dump(DumpFixture.ID);
        Files.delete(dumps.entry(DumpFixture.ID).path().resolve("snapshot.json"));
        try (RunningService service = RunningService.in(folder)) {
            String[] ids =
                    to(service, "").send(dumps.parcel(DumpFixture.ID)).id().split("/");

            assertThat(strict(service.breakpoint(ids[0], ids[1])).getStackFramesList())
                    .extracting(frame -> frame.getFunction())
                    .containsExactly("com.acme.Shop.pay", "com.acme.Shop.main");
        }
    }

    @Test
    void aDumpWithNothingToSendIsRefused() throws IOException {
        dumps.file("20261121T104903Z-1-000001", "dump.json", "{\"version\":1,\"id\":\"20261121T104903Z-1-000001\"}");

        assertThatThrownBy(() -> dumps.parcel("20261121T104903Z-1-000001"))
                .isInstanceOf(UploadException.class)
                .hasMessage("cannot upload 20261121T104903Z-1-000001: it has neither a snapshot nor a stack");
    }

    @Test
    void tokensDecide() throws IOException {
        Path file = folder.resolve("tokens");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "agent,user 0123456789abcdef ann@acme.com\nuser fedcba9876543210 bob\n");
        try (RunningService service = RunningService.with(folder, ServerOptions.LOCAL.with(Tokens.read(file)))) {
            Parcel parcel = dumps.parcel(DumpFixture.ID);

            assertThatThrownBy(() -> to(service, "").send(parcel))
                    .isInstanceOf(UploadException.class)
                    .hasMessageContaining("it answers 401: A bearer token is needed")
                    .extracting(failure -> ((UploadException) failure).hint())
                    .asString()
                    .contains("--token-file");
            assertThatThrownBy(() -> to(service, "fedcba9876543210").send(parcel))
                    .hasMessageContaining("it answers 403");
            assertThat(to(service, "0123456789abcdef").send(parcel).isNew()).isTrue();
        }
    }

    @Test
    void whereNobodyListensIsSaidSo() throws IOException {
        String url;
        try (RecordingServer gone = new RecordingServer(any -> new RecordingServer.Reply(200, ""))) {
            url = gone.url();
        }
        Upload upload = Upload.to(Destination.of(url, null), "", IMPATIENT);
        Parcel parcel = dumps.parcel(DumpFixture.ID);

        assertThatThrownBy(() -> upload.send(parcel))
                .hasMessage("cannot upload: " + url + " cannot be used: nobody answers there");
    }

    @Test
    void whatIsNoServiceIsSaidSo() throws IOException {
        Parcel parcel = dumps.parcel(DumpFixture.ID);
        try (RecordingServer web =
                new RecordingServer(any -> new RecordingServer.Reply(404, "<html>not here</html>"))) {
            Upload upload = Upload.to(Destination.of(web.url(), null), "", IMPATIENT);

            assertThatThrownBy(() -> upload.send(parcel))
                    .hasMessage("cannot upload: " + web.url() + ": it does not register the program: it answers 404");
        }
        try (RecordingServer web = new RecordingServer(any -> new RecordingServer.Reply(200, "<html>hello</html>"))) {
            Upload upload = Upload.to(Destination.of(web.url(), null), "", IMPATIENT);

            assertThatThrownBy(() -> upload.send(parcel)).hasMessageContaining("something else than JSON");
        }
    }

    @Test
    void whoDoesNotSpeakHttpsIsSaidSo() throws IOException {
        Parcel parcel = dumps.parcel(DumpFixture.ID);
        try (RunningService plain = RunningService.in(folder)) {
            String url = plain.server.url().replace("http:", "https:").replaceAll("/$", "");
            Upload upload = Upload.to(Destination.of(url, null), "", IMPATIENT);

            assertThatThrownBy(() -> upload.send(parcel)).hasMessage("cannot upload: " + url + " does not speak https");
        }
    }

    @Test
    void aServerThatIsBusyIsAskedAgainAFewTimes() throws IOException {
        List<Long> pauses = new ArrayList<>();
        Retry recorded = new Retry(4, 500, 3_000, pauses::add);
        Parcel parcel = dumps.parcel(DumpFixture.ID);
        try (RecordingServer busy = new RecordingServer(any -> new RecordingServer.Reply(503, ""))) {
            Upload upload = Upload.to(Destination.of(busy.url(), null), "", recorded);

            assertThatThrownBy(() -> upload.send(parcel)).hasMessageContaining("it answers 503");

            assertThat(busy.received).hasSize(4);
            assertThat(pauses).containsExactly(500L, 1_000L, 2_000L);
        }
    }

    private static List<JsonObject> snapshots(RunningService service, Receipt receipt) {
        String debuggee = receipt.id().substring(0, receipt.id().indexOf('/'));
        return service
                .get("v2/debugger/debuggees/" + debuggee + "/breakpoints?clientVersion=t&includeInactive=true")
                .json()
                .list("breakpoints")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static JsonObject post(RunningService service, Planned planned) {
        String path = planned.address().substring(planned.address().indexOf("/v2") + 1);
        return service.call("POST", path, JsonText.string(planned.bodies().get(0)))
                .json();
    }

    private static com.google.devtools.clouddebugger.v2.Breakpoint strict(JsonObject message) throws IOException {
        com.google.devtools.clouddebugger.v2.Breakpoint.Builder read =
                com.google.devtools.clouddebugger.v2.Breakpoint.newBuilder();
        JsonFormat.parser().merge(new String(JsonText.bytes(message), StandardCharsets.US_ASCII), read);
        return read.build();
    }
}
