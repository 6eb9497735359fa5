package jpm.service.api;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import jpm.service.ServiceException;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * What is answered to a request.
 *
 * @param headers beside the content's type
 */
public record Answer(int code, String contentType, byte[] body, Map<String, String> headers) {
    /** The type of all JSON. */
    public static final String JSON = "application/json; charset=UTF-8";

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** JSON, with success. */
    public static Answer json(@Nullable Object value, boolean pretty) {
        return new Answer(200, JSON, JsonText.bytes(value, pretty), Map.of());
    }

    /** Text of a kind, with success. */
    public static Answer text(String contentType, String text) {
        return new Answer(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** Success, and nothing to say. */
    public static Answer nothing() {
        return new Answer(204, JSON, new byte[0], Map.of());
    }

    /** A failure in the shape of the Realtime Database's errors. */
    public static Answer databaseError(ServiceException failure) {
        byte[] body = JsonText.bytes(JsonObject.of("error", String.valueOf(failure.getMessage())));
        return new Answer(failure.status().httpCode(), JSON, body, Map.of());
    }

    /** A failure in the shape of the API's errors. */
    public static Answer error(ServiceException failure) {
        JsonObject error = JsonObject.of("code", (long) failure.status().httpCode())
                .with("message", failure.getMessage())
                .with("status", failure.status().name());
        boolean asksForToken = failure.status() == ServiceException.Status.UNAUTHENTICATED;
        return new Answer(
                failure.status().httpCode(),
                JSON,
                JsonText.bytes(JsonObject.of("error", error), true),
                asksForToken ? Map.of("WWW-Authenticate", "Bearer realm=\"jpm\"") : Map.of());
    }
}
