package jpm.service.client;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jpm.service.client.Envelope.Item;
import jpm.service.client.Http.Call;
import jpm.service.client.Http.Reply;
import jpm.service.json.JsonObject;

/**
 * Sends dumps to Sentry, or to what takes its envelopes, as GlitchTip: an event with the variables of each frame, and the snapshot
 * attached. The event's id follows from the dump's; servers keep an event of an id once.
 */
final class SentryUpload implements Upload {
    private static final String CLIENT = "jpm/1";
    private static final String TYPE = "application/x-sentry-envelope";

    private final Destination destination;
    private final Http http;

    SentryUpload(Destination destination, Http http) {
        this.destination = destination;
        this.http = http;
    }

    @Override
    public Receipt send(Parcel parcel) {
        Map<String, String> headers = Map.of(
                "Content-Type",
                TYPE,
                "X-Sentry-Auth",
                "Sentry sentry_version=7, sentry_client=" + CLIENT + ", sentry_key=" + destination.key());
        Reply reply = http.send(
                new Call("POST", destination.base(), headers, envelope(parcel).bytes()));
        if (reply.isSuccess()) {
            return receipt(true, parcel);
        }
        if (isKnown(reply)) {
            return receipt(false, parcel);
        }
        boolean isRefused = reply.code() == 401 || reply.code() == 403;
        throw UploadException.ofServer(
                Upload.shown(destination.base()) + " does not take the event: " + reply.why(),
                isRefused ? "check the key and the project in --to" : "check --to, and the project's quota");
    }

    // GlitchTip refuses what it has; Sentry takes it and keeps the first.
    private static boolean isKnown(Reply reply) {
        return (reply.code() == 403 || reply.code() == 409)
                && reply.why().toLowerCase(Locale.ROOT).contains("duplicate");
    }

    private Receipt receipt(boolean isNew, Parcel parcel) {
        return new Receipt(isNew, SentryEvent.id(parcel), Upload.shown(destination.base()));
    }

    private static Envelope envelope(Parcel parcel) {
        JsonObject header = JsonObject.of("event_id", SentryEvent.id(parcel))
                .with("sent_at", Instant.now().toString())
                .with("sdk", JsonObject.of("name", "jpm").with("version", "1"));
        Item event = new Item(
                JsonObject.of("type", "event").with("content_type", "application/json"),
                new SentryEvent(parcel).json());
        Item snapshot = new Item(
                JsonObject.of("type", "attachment")
                        .with("content_type", "application/json")
                        .with("filename", "snapshot.json")
                        .with("attachment_type", "event.attachment"),
                Resources.resource(parcel));
        return new Envelope(header, List.of(event, snapshot));
    }

    @Override
    public List<Planned> plan(Parcel parcel) {
        List<JsonObject> bodies =
                envelope(parcel).items().stream().map(Item::content).toList();
        return List.of(new Planned("POST", Upload.shown(destination.base()), bodies));
    }
}
