package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.sentry.EnvelopeReader;
import io.sentry.JsonSerializer;
import io.sentry.SentryEnvelope;
import io.sentry.SentryEnvelopeItem;
import io.sentry.SentryEvent;
import io.sentry.SentryItemType;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import io.sentry.protocol.SentryException;
import io.sentry.protocol.SentryStackFrame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import jpm.service.RecordingServer.Reply;
import jpm.service.client.Destination;
import jpm.service.client.Retry;
import jpm.service.client.Upload;
import jpm.service.client.Upload.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that are sent as envelopes; Sentry's own library reads what arrives. */
class SentryUploadTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Reply TAKEN = new Reply(200, "{\"id\":\"x\"}");

    @TempDir
    Path folder;

    private Receipt send(RecordingServer server, String id, Retry retry) throws IOException {
        Destination sentry = Destination.of(server.url().replace("//", "//" + KEY + "@") + "/42", null);
        return Upload.to(sentry, "", retry).send(new DumpFixture(folder).parcel(id));
    }

    private Receipt send(RecordingServer server) throws IOException {
        return send(server, DumpFixture.ID, Retry.PATIENT);
    }

    @Test
    void theEventHasTheChainWithEachFramesVariablesOldestFirst() throws IOException {
        try (RecordingServer server = new RecordingServer(any -> TAKEN)) {
            send(server);

            SentryEvent event = event(server.received.get(0).body());
            assertThat(server.received.get(0).path()).isEqualTo("/api/42/envelope/");
            assertThat(server.received.get(0).sentryAuthorization())
                    .startsWith("Sentry sentry_version=7")
                    .contains("sentry_key=" + KEY);
            assertThat(event.getLevel()).isEqualTo(SentryLevel.FATAL);
            assertThat(event.getServerName()).isEqualTo("web-1");
            assertThat(event.getTag("dump")).isEqualTo(DumpFixture.ID);
            assertThat(event.getFingerprints()).containsExactly("5f2b000000000001");
            assertThat(event.getTimestamp().toInstant().toString()).isEqualTo("2026-11-21T10:49:03.123Z");
            List<SentryException> chain = event.getExceptions();
            assertThat(chain)
                    .extracting(SentryException::getType)
                    .containsExactly("NullPointerException", "ShopException");
            assertThat(chain.get(1).getModule()).isEqualTo("com.acme");
            assertThat(chain.get(1).getValue()).isEqualTo("no price, password=***");
            assertThat(chain.get(1).getMechanism().isHandled()).isFalse();
            assertThat(chain.get(0).getStacktrace().getFrames())
                    .extracting(frame -> frame.getModule() + "." + frame.getFunction() + ":" + frame.getLineno())
                    .containsExactly(
                            "java.lang.Thread.run:840",
                            "com.acme.Shop.main:5",
                            "com.acme.Shop.pay:27",
                            "com.acme.Shop$Item.price:17");
            SentryStackFrame price = chain.get(0).getStacktrace().getFrames().get(3);
            assertThat(price.getVars())
                    .containsEntry("n", "3")
                    .containsEntry("this", "Item@1 {sku=\"TEE-RED-M\", self=<...>}");
            assertThat(price.isInApp()).isTrue();
            assertThat(chain.get(0).getStacktrace().getFrames().get(0).isInApp())
                    .isFalse();
            assertThat(chain.get(0).getStacktrace().getFrames().get(2).getVars())
                    .containsEntry("dbPassword", "<unavailable: masked>");
        }
    }

    @Test
    void theSnapshotIsAttachedAndNoSecretLeaves() throws IOException {
        try (RecordingServer server = new RecordingServer(any -> TAKEN)) {
            send(server);

            byte[] body = server.received.get(0).body();
            SentryEnvelopeItem attachment = items(body).get(1);
            com.google.devtools.clouddebugger.v2.Breakpoint.Builder snapshot =
                    com.google.devtools.clouddebugger.v2.Breakpoint.newBuilder();
            JsonFormat.parser().merge(new String(data(attachment), StandardCharsets.UTF_8), snapshot);
            assertThat(attachment.getHeader().getType()).isEqualTo(SentryItemType.Attachment);
            assertThat(attachment.getHeader().getFileName()).isEqualTo("snapshot.json");
            assertThat(snapshot.getStackFramesCount()).isEqualTo(4);
            assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain(DumpFixture.SECRET);
        }
    }

    @Test
    void theSameDumpIsTheSameEvent() throws IOException {
        try (RecordingServer server = new RecordingServer(any -> TAKEN)) {
            Receipt first = send(server);
            Receipt again = send(server);
            Receipt other = send(server, "20261121T104904Z-4243-000001", Retry.PATIENT);

            assertThat(again.id()).isEqualTo(first.id()).matches("[0-9a-f]{32}");
            assertThat(other.id()).isNotEqualTo(first.id());
            assertThat(event(server.received.get(0).body()).getEventId().toString())
                    .isEqualTo(first.id());
        }
    }

    /** GlitchTip's answer to an event that it has. */
    @Test
    void anEventThatIsThereIsNoFailure() throws IOException {
        Reply duplicate = new Reply(403, "{\"detail\":\"Duplicate event id\"}");
        try (RecordingServer server = new RecordingServer(any -> duplicate)) {
            assertThat(send(server).isNew()).isFalse();
        }
    }

    @Test
    void wrongKeysAreSaid() {
        try (RecordingServer server = new RecordingServer(any -> new Reply(401, "{\"detail\":\"bad key\"}"))) {
            assertThatThrownBy(() -> send(server))
                    .hasMessage("cannot upload: " + server.url()
                            + "/api/42/envelope/ does not take the event: it answers 401: bad key");
            assertThat(server.received).hasSize(1);
        }
    }

    @Test
    void passingFailuresArePassedOver() throws IOException {
        Queue<Reply> answers =
                new ArrayDeque<>(List.of(new Reply(0, ""), new Reply(502, "<html>"), new Reply(429, ""), TAKEN));
        List<Long> pauses = new ArrayList<>();
        try (RecordingServer server = new RecordingServer(any -> answers.remove())) {
            Receipt receipt = send(server, DumpFixture.ID, new Retry(5, 100, 10_000, pauses::add));

            assertThat(receipt.isNew()).isTrue();
            assertThat(answers).isEmpty();
            assertThat(pauses).containsExactly(100L, 200L, 400L);
        }
    }

    private static SentryEvent event(byte[] body) throws IOException {
        try {
            return items(body).get(0).getEvent(new JsonSerializer(new SentryOptions()));
        } catch (Exception unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static List<SentryEnvelopeItem> items(byte[] body) throws IOException {
        EnvelopeReader reader = new EnvelopeReader(new JsonSerializer(new SentryOptions()));
        SentryEnvelope envelope = reader.read(new ByteArrayInputStream(body));
        List<SentryEnvelopeItem> items = new ArrayList<>();
        envelope.getItems().forEach(items::add);
        return items;
    }

    private static byte[] data(SentryEnvelopeItem item) {
        try {
            return item.getData();
        } catch (Exception unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
