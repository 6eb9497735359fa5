package jpm.agent.remote;

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

/** The calls of a debugger service that the agent makes. */
public final class DebuggerApi {
    private static final String CONTROLLER = "/v2/controller";
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_REASON_CHARS = 300;

    private final String root;
    private final @Nullable String tokenFile;
    private final int connectMillis;
    private final int readMillis;

    /**
     * A service.
     *
     * @param address its root, with or without {@code v2/controller}
     * @param tokenFile a file with the token that it demands, read for each call, or null
     * @param connectMillis how long connecting may take
     * @param readMillis how long it may say nothing
     */
    public DebuggerApi(String address, @Nullable String tokenFile, int connectMillis, int readMillis) {
        String plain = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.root = plain.endsWith(CONTROLLER) ? plain.substring(0, plain.length() - CONTROLLER.length()) : plain;
        this.tokenFile = tokenFile;
        this.connectMillis = connectMillis;
        this.readMillis = readMillis;
    }

    /** An answer; the body is empty where it is none in JSON. */
    public record Reply(int status, JsonTree body) {
        public boolean isOk() {
            return status == HttpURLConnection.HTTP_OK;
        }

        /** Whether the service no longer knows what the call is about. */
        public boolean isUnknown() {
            return status == HttpURLConnection.HTTP_NOT_FOUND;
        }

        /** Whether the same call may succeed later. */
        public boolean isWorthRetrying() {
            return status >= HttpURLConnection.HTTP_INTERNAL_ERROR || status == HttpURLConnection.HTTP_CLIENT_TIMEOUT;
        }

        /** Why it is no better answer, as a clause. */
        public String why() {
            String message = body.object("error").text("message");
            if (message == null || message.isEmpty()) {
                return "it answers " + status;
            }
            String cut = message.length() <= MAX_REASON_CHARS ? message : message.substring(0, MAX_REASON_CHARS);
            return "it answers " + status + ": " + cut.replace('\n', ' ');
        }
    }

    /** The service's address for people. */
    public String root() {
        return root;
    }

    /** Registers a program. */
    public Reply register(byte[] debuggee) throws IOException {
        return call("POST", CONTROLLER + "/debuggees/register", debuggee, true);
    }

    /** Waits until the breakpoints differ from those that the token stands for. */
    public Reply list(String debuggee, String agentId, String waitToken) throws IOException {
        String query = "?successOnTimeout=true&waitToken=" + encoded(waitToken) + "&agentId=" + encoded(agentId);
        return call("GET", breakpoints(CONTROLLER, debuggee) + query, null, true);
    }

    /** Tells how a breakpoint is, or what it caught. */
    public Reply update(String debuggee, String breakpoint, byte[] body) throws IOException {
        return call("PUT", breakpoints(CONTROLLER, debuggee) + "/" + encoded(breakpoint), body, true);
    }

    /** A breakpoint with what it caught, as users see it. */
    public Reply get(String debuggee, String clientVersion, String breakpoint) throws IOException {
        String path = "/" + encoded(breakpoint) + "?clientVersion=" + encoded(clientVersion);
        return call("GET", breakpoints("/v2/debugger", debuggee) + path, null, true);
    }

    /** Sets a breakpoint, as users do. */
    public Reply set(String debuggee, String clientVersion, byte[] body) throws IOException {
        String query = "/set?clientVersion=" + encoded(clientVersion);
        return call("POST", breakpoints("/v2/debugger", debuggee) + query, body, false);
    }

    private static String breakpoints(String half, String debuggee) {
        return half + "/debuggees/" + encoded(debuggee) + "/breakpoints";
    }

    /** A text as a part of an address. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param isRepeatable whether the call may be made twice, which the JDK does where a connection breaks */
    private Reply call(String method, String path, byte @Nullable [] body, boolean isRepeatable) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(root + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(readMillis);
        connection.setInstanceFollowRedirects(false);
        if (tokenFile != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token(tokenFile));
        }
        if (body != null) {
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            if (!isRepeatable) {
                connection.setFixedLengthStreamingMode(body.length);
            }
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        return reply(connection);
    }

    private static String token(String file) throws IOException {
        try {
            String text = Files.readString(Path.of(file)).trim();
            int end = text.indexOf('\n');
            return end < 0 ? text : text.substring(0, end).trim();
        } catch (IOException | RuntimeException e) {
            throw new IOException("the token cannot be read: " + e, e);
        }
    }

    private static Reply reply(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        boolean isOk = status < HttpURLConnection.HTTP_BAD_REQUEST;
        try (InputStream in = isOk ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = in == null ? new byte[0] : in.readNBytes(MAX_BYTES);
            return new Reply(status, status == HttpURLConnection.HTTP_OK ? JsonTree.parse(bytes) : error(bytes));
        }
    }

    /** What an error says; whatever stands between here and the service may answer in HTML. */
    private static JsonTree error(byte[] bytes) {
        try {
            return JsonTree.parse(bytes);
        } catch (IOException noJson) {
            return JsonTree.empty();
        }
    }
}
