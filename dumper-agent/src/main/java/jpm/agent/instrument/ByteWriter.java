package jpm.agent.instrument;

import java.util.Arrays;

/** Writes a class file's big-endian numbers. */
final class ByteWriter {
    private byte[] bytes;
    private int size;

    ByteWriter(int expectedBytes) {
        bytes = new byte[expectedBytes];
    }

    void u1(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    void u2(int value) {
        reserve(2);
        size += 2;
        putU2(size - 2, value);
    }

    void u4(int value) {
        u2(value >>> 16);
        u2(value);
    }

    /** Appends the bytes between two offsets. */
    void bytes(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, bytes, size, end - start);
        size += end - start;
    }

    /** Overwrites two bytes. */
    void putU2(int at, int value) {
        bytes[at] = (byte) (value >>> 8);
        bytes[at + 1] = (byte) value;
    }

    /** Overwrites four bytes. */
    void putU4(int at, int value) {
        putU2(at, value >>> 16);
        putU2(at + 2, value);
    }

    int size() {
        return size;
    }

    /** The array that holds the bytes, and more behind {@link #size}. */
    byte[] array() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
