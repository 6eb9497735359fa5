package jpm.service.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** One end of a WebSocket of texts; holds a thread only while something came. */
final class WebSocket extends AbstractConnection implements Connection.UpgradeTo {
    private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int BUFFER_BYTES = 16 << 10;
    private static final long MAX_QUEUED_BYTES = 32 << 20;

    /** Whoever speaks over a socket. */
    interface Speaker {
        void opened(WebSocket socket);

        /** Called by one thread at a time. */
        void received(String text);

        /** All that was sent so far has left. */
        void drained();

        void closed();
    }

    private final Speaker speaker;
    private final WebSocketFrames frames;
    private final ByteBuffer buffer = BufferUtil.allocate(BUFFER_BYTES);
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean isWriting;
    private boolean isClosing;
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    private WebSocket(EndPoint endPoint, Executor executor, Speaker speaker, IntSupplier maxTextBytes) {
        super(endPoint, executor);
        this.speaker = speaker;
        frames = new WebSocketFrames(maxTextBytes);
    }

    /** Whether a request asks for one. */
    static boolean isAskedFor(Request request) {
        return request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
    }

    /**
     * Turns a request's connection into a WebSocket.
     *
     * @param maxTextBytes of a text that is received, at the moment
     */
    static void open(Request request, Response response, Callback callback, Speaker speaker, IntSupplier maxTextBytes) {
        String key = request.getHeaders().get("Sec-WebSocket-Key");
        boolean isKnown = "13".equals(request.getHeaders().get("Sec-WebSocket-Version"));
        if (key == null || !isKnown || request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
            throw new ServiceException(Status.INVALID_ARGUMENT, "The request asks for no WebSocket of version 13");
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        Executor executor = request.getConnectionMetaData().getConnector().getExecutor();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new WebSocket(endPoint, executor, speaker, maxTextBytes));
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
        response.getHeaders().put(HttpHeader.CONNECTION, "Upgrade");
        response.getHeaders().put("Sec-WebSocket-Accept", accepted(key));
        callback.succeeded();
    }

    /** The answer to a key that shows that the server speaks the protocol. */
    static String accepted(String key) {
        try {
            byte[] text = (key.strip() + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void onUpgradeTo(ByteBuffer read) {
        early = read;
    }

    @Override
    public void onOpen() {
        super.onOpen();
        speaker.opened(this);
        if (isRead(early)) {
            fillInterested();
        }
    }

    @Override
    public void onFillable() {
        try {
            int count = getEndPoint().fill(buffer);
            while (count > 0 && isRead(buffer)) {
                BufferUtil.clear(buffer);
                count = getEndPoint().fill(buffer);
            }
            if (count < 0) {
                close();
            } else if (count == 0) {
                fillInterested();
            }
        } catch (IOException gone) {
            close();
        }
    }

    private boolean isRead(ByteBuffer bytes) {
        try {
            frames.decode(bytes, new Frames());
            return getEndPoint().isOpen();
        } catch (WebSocketFrames.BrokenException broken) {
            close(broken.code);
            return false;
        }
    }

    private final class Frames implements WebSocketFrames.Sink {
        @Override
        public void text(String text) {
            speaker.received(text);
        }

        @Override
        public void control(int opcode, byte[] payload) {
            if (opcode == WebSocketFrames.PING) {
                enqueue(WebSocketFrames.frame(WebSocketFrames.PONG, payload));
            } else if (opcode == WebSocketFrames.CLOSE) {
                close(WebSocketFrames.NORMAL);
            }
        }
    }

    /** Sends a text; who does not read what was sent to him is cut off. */
    void send(String text) {
        enqueue(WebSocketFrames.frame(WebSocketFrames.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Says why, and closes. */
    void close(int code) {
        enqueue(WebSocketFrames.close(code));
        synchronized (queue) {
            isClosing = true;
        }
        next();
    }

    private void enqueue(ByteBuffer frame) {
        boolean isTooMuch;
        synchronized (queue) {
            if (isClosing) {
                return;
            }
            queue.add(frame);
            queuedBytes += frame.remaining();
            isTooMuch = queuedBytes > MAX_QUEUED_BYTES;
        }
        if (isTooMuch) {
            close();
        } else {
            next();
        }
    }

    /** Whether something that was sent has not left. */
    boolean isBusy() {
        synchronized (queue) {
            return isWriting || !queue.isEmpty();
        }
    }

    private void next() {
        ByteBuffer[] frames;
        synchronized (queue) {
            if (isWriting || (queue.isEmpty() && !isClosing)) {
                return;
            }
            frames = queue.toArray(ByteBuffer[]::new);
            queue.clear();
            isWriting = frames.length > 0;
        }
        if (frames.length == 0) {
            close();
        } else {
            getEndPoint().write(new Written(bytes(frames)), frames);
        }
    }

    private static long bytes(ByteBuffer... frames) {
        return Arrays.stream(frames).mapToLong(ByteBuffer::remaining).sum();
    }

    private final class Written implements Callback {
        private final long bytes;

        Written(long bytes) {
            this.bytes = bytes;
        }

        @Override
        public void succeeded() {
            synchronized (queue) {
                isWriting = false;
                queuedBytes -= bytes;
            }
            next();
            if (!isBusy()) {
                speaker.drained();
            }
        }

        @Override
        public void failed(Throwable gone) {
            close();
        }
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        speaker.closed();
    }
}
