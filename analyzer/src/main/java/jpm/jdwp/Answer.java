package jpm.jdwp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The data of a packet to a client as they grow; more than {@value #MAX_BYTES} bytes fail the command with {@link ErrorCode#OUT_OF_MEMORY}. */
final class Answer {
    private static final int MAX_BYTES = 256 << 20;
    private static final int FIRST_BYTES = 256;

    private static final Pattern HALF_PAIR = Pattern.compile("\\p{Cs}");

    private ByteBuffer data = ByteBuffer.allocate(FIRST_BYTES);

    private ByteBuffer room(long bytes) {
        if (data.remaining() < bytes) {
            long needed = data.position() + bytes;
            if (needed > MAX_BYTES) {
                throw new CommandFailure(ErrorCode.OUT_OF_MEMORY);
            }
            int capacity = (int) Math.max(needed, Math.min(MAX_BYTES, 2L * data.capacity()));
            data = ByteBuffer.wrap(Arrays.copyOf(data.array(), capacity)).position(data.position());
        }
        return data;
    }

    Answer oneByte(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    Answer flag(boolean value) {
        return oneByte(value ? 1 : 0);
    }

    Answer twoBytes(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    Answer integer(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** An id, or any other eight bytes. */
    Answer id(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /** Half a surrogate pair, which UTF-8 cannot hold, becomes the replacement character. */
    Answer text(String value) {
        return bytes(HALF_PAIR.matcher(value).replaceAll("\ufffd").getBytes(StandardCharsets.UTF_8));
    }

    /** The text, empty for null. */
    Answer textOrEmpty(@Nullable String value) {
        return text(value == null ? "" : value);
    }

    /** The number of bytes, then the bytes. */
    Answer bytes(byte[] bytes) {
        integer(bytes.length);
        room(bytes.length).put(bytes);
        return this;
    }

    /** The number of elements, then the elements. */
    <T> Answer list(Collection<T> elements, Consumer<? super T> writer) {
        integer(elements.size());
        elements.forEach(writer);
        return this;
    }

    /** Forgets what was written. */
    void clear() {
        data.clear();
    }

    byte[] toBytes() {
        return Arrays.copyOf(data.array(), data.position());
    }
}
