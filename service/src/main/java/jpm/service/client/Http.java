package jpm.service.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;

/** Requests that are repeated, with growing pauses, a few times while there is hope: when a server is not there, busy or broken. */
final class Http {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_MESSAGE_CHARS = 300;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_PATIENCE)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final Retry retry;

    Http(Retry retry) {
        this.retry = retry;
    }

    /** A request. */
    record Call(String method, URI address, Map<String, String> headers, byte[] body) {}

    /** What came back. */
    record Reply(int code, byte[] body, String retryAfter) {
        /** Whether asking again may help. */
        boolean isPassing() {
            return code >= 500 || code == 408 || code == 429;
        }

        boolean isSuccess() {
            return code >= 200 && code < 300;
        }

        JsonObject json() {
            try {
                return body.length == 0 ? JsonObject.EMPTY : JsonText.parseObject(body);
            } catch (MalformedJsonException malformed) {
                throw UploadException.ofServer("the server answers something else than JSON", "check --to and --as");
            }
        }

        /** Why it refused, in the words of Google's APIs, Sentry's or Firebase's. */
        String why() {
            String text = new String(body, StandardCharsets.UTF_8).strip();
            try {
                JsonObject json = JsonText.parseObject(body);
                JsonObject error = json.object("error");
                text = !error.text("message").isEmpty()
                        ? error.text("message")
                        : json.text("detail") + json.text("error");
            } catch (MalformedJsonException plainText) {
                text = text.startsWith("<") ? "" : text;
            }
            String cut = text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) + "…" : text;
            return "it answers " + code + (cut.isEmpty() ? "" : ": " + cut);
        }
    }

    /** Sends until there is an answer that asking again would not better; the last answer when there is no more hope. */
    Reply send(Call call) {
        for (int attempt = 1; ; attempt++) {
            Reply reply = attempt(call, attempt);
            if (reply != null && (!reply.isPassing() || attempt == retry.attempts())) {
                return reply;
            }
            retry.pause(attempt, reply == null ? "" : reply.retryAfter());
        }
    }

    /** Sends once; null when nothing came back and there is hope. */
    private @org.jspecify.annotations.Nullable Reply attempt(Call call, int attempt) {
        try {
            return once(call);
        } catch (SSLException untrusted) {
            throw unreachable(call, untrusted);
        } catch (IOException failure) {
            if (attempt == retry.attempts()) {
                throw unreachable(call, failure);
            }
            return null;
        }
    }

    private Reply once(Call call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.address()).timeout(PATIENCE);
        call.headers().forEach(request::header);
        request.method(
                call.method(),
                call.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()));
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private static UploadException unreachable(Call call, IOException failure) {
        URI address = call.address();
        String server = address.getScheme() + "://" + address.getAuthority();
        if (failure instanceof SSLException
                && String.valueOf(failure.getMessage()).contains("plaintext")) {
            return UploadException.ofServer(
                    server + " does not speak https", "try: --to http://" + address.getAuthority());
        }
        if (failure instanceof SSLException) {
            return UploadException.ofServer(
                    server + " is not trusted: " + failure.getMessage(),
                    "give jpm the server's certificate: JPM_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE");
        }
        boolean isSlow = failure instanceof HttpTimeoutException && !(failure instanceof HttpConnectTimeoutException);
        String why = isSlow
                ? "it does not answer"
                : failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                        ? "nobody answers there"
                        : String.valueOf(failure.getMessage());
        return UploadException.ofServer(server + " cannot be used: " + why, "check --to, and whether the server runs");
    }
}
