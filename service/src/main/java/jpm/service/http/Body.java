package jpm.service.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The bodies of requests: read without holding a thread, unpacked, and bounded before and after. */
final class Body {
    private static final long MAX_DISCARDED_BYTES = 64L << 20;

    private Body() {}

    /**
     * The unpacked body. One that is too large is read to its end all the same, within reason, and refused then: most clients listen only when they have sent all,
     * and would find the connection closed instead of the answer.
     */
    static CompletableFuture<byte[]> read(Request request, int maxBytes) {
        if (request.getLength() > maxBytes + MAX_DISCARDED_BYTES) {
            throw tooLarge(maxBytes);
        }
        String encoding = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_ENCODING))
                .toLowerCase(Locale.ROOT);
        Reading reading = new Reading(request, maxBytes);
        reading.run();
        return reading.result.thenApply(bytes -> unpacked(bytes, encoding, maxBytes));
    }

    /** Reads as the bytes come in. */
    private static final class Reading implements Runnable {
        final CompletableFuture<byte[]> result = new CompletableFuture<>();
        private final Content.Source source;
        private final int maxBytes;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private long readBytes;

        Reading(Content.Source source, int maxBytes) {
            this.source = source;
            this.maxBytes = maxBytes;
        }

        @Override
        public void run() {
            while (!result.isDone()) {
                Content.Chunk chunk = source.read();
                if (chunk == null) {
                    source.demand(this);
                    return;
                }
                take(chunk);
                chunk.release();
            }
        }

        private void take(Content.Chunk chunk) {
            if (Content.Chunk.isFailure(chunk)) {
                result.completeExceptionally(
                        new ServiceException(Status.INVALID_ARGUMENT, "The request's body cannot be read"));
                return;
            }
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes, 0, bytes.length);
            readBytes += bytes.length;
            if (readBytes <= maxBytes) {
                kept.writeBytes(bytes);
            }
            if (readBytes > maxBytes && (chunk.isLast() || readBytes > maxBytes + MAX_DISCARDED_BYTES)) {
                result.completeExceptionally(tooLarge(maxBytes));
            } else if (chunk.isLast()) {
                result.complete(kept.toByteArray());
            }
        }
    }

    static byte[] unpacked(byte[] bytes, String encoding, int maxBytes) {
        return switch (encoding) {
            case "null", "identity" -> bytes;
            case "gzip", "x-gzip" -> gunzip(bytes, maxBytes);
            default ->
                throw new ServiceException(
                        Status.INVALID_ARGUMENT, "The request's Content-Encoding is not known; gzip is");
        };
    }

    private static byte[] gunzip(byte[] bytes, int maxBytes) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] unpacked = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw tooLarge(maxBytes);
            }
            return unpacked;
        } catch (IOException malformed) {
            throw new ServiceException(Status.INVALID_ARGUMENT, "The request's body is not gzip");
        }
    }

    private static ServiceException tooLarge(int maxBytes) {
        return new ServiceException(
                Status.INVALID_ARGUMENT, "Request payload size exceeds the limit: " + maxBytes + " bytes.");
    }
}
