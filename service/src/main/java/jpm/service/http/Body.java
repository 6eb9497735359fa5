package jpm.service.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPInputStream;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The bodies of requests: read without holding a thread, unpacked, and bounded before and after. */
final class Body {
    private Body() {}

    static CompletableFuture<byte[]> read(Request request, int maxBytes) {
        if (request.getLength() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        String encoding = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_ENCODING))
                .toLowerCase(Locale.ROOT);
        return Content.Source.asByteArrayAsync(request, maxBytes).handle((bytes, failure) -> {
            if (failure != null) {
                throw failure(failure, maxBytes);
            }
            return unpacked(bytes, encoding, maxBytes);
        });
    }

    private static RuntimeException failure(Throwable failure, int maxBytes) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof IllegalStateException
                ? tooLarge(maxBytes)
                : new ServiceException(Status.INVALID_ARGUMENT, "The request's body cannot be read");
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
