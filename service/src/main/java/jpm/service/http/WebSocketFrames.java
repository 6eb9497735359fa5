package jpm.service.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a WebSocket (RFC 6455) as a server reads and writes them: texts, and no extensions.
 *
 * <p>Memory is taken for what came, never for what a length promises. Not safe for several threads.
 */
final class WebSocketFrames {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final Set<Integer> CONTROLS = Set.of(CLOSE, PING, PONG);

    /** Codes with which a socket is closed. */
    static final int NORMAL = 1000;

    static final int PROTOCOL_ERROR = 1002;
    static final int NO_TEXT = 1003;
    static final int NO_UTF_8 = 1007;
    static final int TOO_LARGE = 1009;
    static final int FAULT = 1011;
    static final int TRY_AGAIN = 1013;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    /** Takes what was read. */
    interface Sink {
        void text(String text);

        /** A frame that is no text: {@link #PING}, {@link #PONG} or {@link #CLOSE}. */
        void control(int opcode, byte[] payload);
    }

    /** The other side broke the rules; the code says which. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        final int code;

        BrokenException(int code) {
            super("the WebSocket is broken: " + code);
            this.code = code;
        }
    }

    private final IntSupplier maxBytes;
    private final ByteBuffer header = ByteBuffer.allocate(2 + Long.BYTES + MASK_BYTES);
    private final byte[] mask = new byte[MASK_BYTES];
    private final ByteArrayOutputStream control = new ByteArrayOutputStream();
    private @Nullable ByteArrayOutputStream message;
    private boolean isInPayload;
    private long readBytes;
    private long payloadBytes;

    /** @param maxBytes of a text, at the moment */
    WebSocketFrames(IntSupplier maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Reads all of a buffer; what it begins may be continued by another. */
    void decode(ByteBuffer in, Sink sink) throws BrokenException {
        while (in.hasRemaining()) {
            if (isInPayload) {
                payload(in);
            } else {
                header.put(in.get());
                beginIfWhole();
            }
            if (isInPayload && readBytes == payloadBytes) {
                end(sink);
            }
        }
    }

    private void beginIfWhole() throws BrokenException {
        if (header.position() < 2) {
            return;
        }
        int length = header.get(1) & ~MASKED & 0xFF;
        int lengthBytes = length == TWO_BYTES ? Short.BYTES : length == EIGHT_BYTES ? Long.BYTES : 0;
        if (header.position() < 2 + lengthBytes + MASK_BYTES) {
            return;
        }
        payloadBytes = switch (lengthBytes) {
            case Short.BYTES -> Short.toUnsignedInt(header.getShort(2));
            case Long.BYTES -> header.getLong(2);
            default -> length;
        };
        header.get(2 + lengthBytes, mask);
        begin();
    }

    private void begin() throws BrokenException {
        int opcode = opcode();
        boolean isControl = CONTROLS.contains(opcode);
        if (opcode == BINARY) {
            throw new BrokenException(NO_TEXT);
        }
        boolean isAllowed = isControl
                ? isFinal() && payloadBytes <= MAX_CONTROL_BYTES
                : opcode == (message == null ? TEXT : CONTINUATION);
        boolean isMasked = (header.get(1) & MASKED) != 0;
        if (!isAllowed || !isMasked || (header.get(0) & RESERVED) != 0 || payloadBytes < 0) {
            throw new BrokenException(PROTOCOL_ERROR);
        }
        if (!isControl) {
            message = message == null ? new ByteArrayOutputStream() : message;
            if (message.size() + payloadBytes > maxBytes.getAsInt()) {
                throw new BrokenException(TOO_LARGE);
            }
        }
        readBytes = 0;
        isInPayload = true;
    }

    private int opcode() {
        return header.get(0) & 0xF;
    }

    private boolean isFinal() {
        return (header.get(0) & FIN) != 0;
    }

    private void payload(ByteBuffer in) {
        int count = (int) Math.min(in.remaining(), payloadBytes - readBytes);
        byte[] bytes = new byte[count];
        in.get(bytes);
        for (int i = 0; i < count; i++) {
            bytes[i] ^= mask[(int) ((readBytes + i) % MASK_BYTES)];
        }
        readBytes += count;
        ByteArrayOutputStream text = message;
        (CONTROLS.contains(opcode()) || text == null ? control : text).writeBytes(bytes);
    }

    private void end(Sink sink) throws BrokenException {
        int opcode = opcode();
        boolean isLast = isFinal();
        isInPayload = false;
        header.clear();
        if (CONTROLS.contains(opcode)) {
            byte[] payload = control.toByteArray();
            control.reset();
            sink.control(opcode, payload);
        } else if (isLast && message != null) {
            byte[] text = message.toByteArray();
            message = null;
            sink.text(decoded(text));
        }
    }

    private static String decoded(byte[] utf8) throws BrokenException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new BrokenException(NO_UTF_8);
        }
    }

    /** A frame as a server sends it, whole and without a mask. */
    static ByteBuffer frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(2 + Long.BYTES + payload.length);
        frame.put((byte) (FIN | opcode));
        if (payload.length < TWO_BYTES) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) TWO_BYTES).putShort((short) payload.length);
        } else {
            frame.put((byte) EIGHT_BYTES).putLong(payload.length);
        }
        return frame.put(payload).flip();
    }

    /** The frame that says why a socket is closed. */
    static ByteBuffer close(int code) {
        return frame(
                CLOSE, ByteBuffer.allocate(Short.BYTES).putShort((short) code).array());
    }
}
