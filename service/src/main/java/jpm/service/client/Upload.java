package jpm.service.client;

import java.net.URI;
import java.util.List;
import jpm.service.json.JsonObject;

/**
 * Sends dumps somewhere. The same dump sent twice is there once; one whose sending was interrupted is completed the next time.
 */
public interface Upload {
    /** Sends a dump; {@link UploadException} when that fails. */
    Receipt send(Parcel parcel);

    /** What {@link #send} would send to a server that does not have the dump yet. Nothing is sent. */
    List<Planned> plan(Parcel parcel);

    /**
     * A dump that is there now.
     *
     * @param isNew whether it was not there before
     * @param id the debuggee's and the snapshot's, or the event's
     * @param link what shows it
     */
    record Receipt(boolean isNew, String id, String link) {}

    /** A request that would be made; {@code {debuggee}} and {@code {breakpoint}} stand for ids that the server will choose. */
    record Planned(String method, String address, List<JsonObject> bodies) {}

    /**
     * The way to a destination.
     *
     * @param token a bearer token, or empty
     */
    static Upload to(Destination destination, String token, Retry retry) {
        Http http = new Http(retry);
        return switch (destination.kind()) {
            case SERVICE -> new ServiceUpload(destination, token, http);
            case DATABASE -> new DatabaseUpload(destination, token, http);
            case SENTRY -> new SentryUpload(destination, http);
        };
    }

    /** The address for people: without a query, which may hold a secret. */
    static String shown(URI address) {
        String text = address.toString();
        return text.indexOf('?') < 0 ? text : text.substring(0, text.indexOf('?'));
    }
}
