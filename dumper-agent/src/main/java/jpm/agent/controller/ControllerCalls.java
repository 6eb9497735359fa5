package jpm.agent.controller;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The three calls of the Controller API. */
final class ControllerCalls {
    private static final int CONNECT_MILLIS = 10_000;
    /** Longer than any server holds a request that waits. */
    private static final int READ_MILLIS = 100_000;

    private static final int MAX_BYTES = 16 << 20;

    private final String root;
    private final @Nullable String tokenFile;

    /** @param address the service's root, with or without {@code v2/controller} */
    ControllerCalls(String address, @Nullable String tokenFile) {
        String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.root = (plain.endsWith("/v2/controller") ? plain : plain + "/v2/controller") + "/debuggees/";
        this.tokenFile = tokenFile;
    }

    /** An answer; the body is empty where it is none in JSON. */
    record Reply(int status, JsonTree body) {
        boolean isOk() {
            return status == HttpURLConnection.HTTP_OK;
        }

        /** Whether the same call may succeed later. */
        boolean isWorthRetrying() {
            return status >= HttpURLConnection.HTTP_INTERNAL_ERROR || status == HttpURLConnection.HTTP_CLIENT_TIMEOUT;
        }
    }

    Reply register(byte[] debuggee) throws IOException {
        return call("POST", root + "register", debuggee);
    }

    /** Waits until the breakpoints differ from those that the token stands for. */
    Reply list(String debuggee, String agentId, String waitToken) throws IOException {
        String query = "?successOnTimeout=true&waitToken=" + encoded(waitToken) + "&agentId=" + encoded(agentId);
        return call("GET", root + encoded(debuggee) + "/breakpoints" + query, null);
    }

    Reply update(String debuggee, String breakpoint, byte[] body) throws IOException {
        return call("PUT", root + encoded(debuggee) + "/breakpoints/" + encoded(breakpoint), body);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply call(String method, String address, byte @Nullable [] body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setInstanceFollowRedirects(false);
        if (tokenFile != null) {
            String token = Files.readString(Path.of(tokenFile)).trim();
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        if (body != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        InputStream in =
                status < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream();
        return new Reply(status, body(in, status));
    }

    private static JsonTree body(@Nullable InputStream in, int status) throws IOException {
        if (in == null) {
            return JsonTree.empty();
        }
        try (in) {
            byte[] bytes = in.readNBytes(MAX_BYTES);
            return status == HttpURLConnection.HTTP_OK ? JsonTree.parse(bytes) : JsonTree.empty();
        }
    }
}
