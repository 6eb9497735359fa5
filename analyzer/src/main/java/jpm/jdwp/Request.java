package jpm.jdwp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A command packet from a client. Reading past its end fails the command with {@link ErrorCode#ILLEGAL_ARGUMENT}.
 *
 * <p>All ids are of eight bytes.
 */
final class Request {
    private final int packetId;
    private final int command;
    private final ByteBuffer data;

    /** @param command the command set's number in the high byte, the command's in the low one */
    Request(int packetId, int command, ByteBuffer data) {
        this.packetId = packetId;
        this.command = command;
        this.data = data;
    }

    int packetId() {
        return packetId;
    }

    int command() {
        return command;
    }

    int integer() {
        return read(data::getInt);
    }

    int oneByte() {
        return read(data::get);
    }

    boolean flag() {
        return oneByte() != 0;
    }

    /** An id of an object, a class, a field, a method or a frame, or any other eight bytes. */
    long id() {
        return read(data::getLong);
    }

    short twoBytes() {
        return read(data::getShort);
    }

    String text() {
        int length = count();
        return read(() -> {
            byte[] bytes = new byte[length];
            data.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        });
    }

    /** A number of things of at least one byte that follow. */
    int count() {
        int count = integer();
        if (count < 0 || count > data.remaining()) {
            throw new CommandFailure(ErrorCode.ILLEGAL_ARGUMENT);
        }
        return count;
    }

    /** A count, then that many things. */
    <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (BufferUnderflowException e) {
            throw new CommandFailure(ErrorCode.ILLEGAL_ARGUMENT);
        }
    }
}
