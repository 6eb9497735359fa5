package jpm.classfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The class files of a JDK, read from its {@code lib/modules} (the jimage format of JDK 9 and later). Any JDK's image can be read by any other,
 * and none of its code runs.
 */
final class JdkImage implements ClassFilePlace {
    private static final int MAGIC = 0xCAFEDADA;
    private static final int HEADER_BYTES = 7 * Integer.BYTES;
    private static final int MAX_INDEX_BYTES = 256 << 20;
    private static final int MAX_CLASS_BYTES = 64 << 20;
    private static final int HASH_MULTIPLIER = 0x01000193;
    private static final byte[] NOTHING = {};

    /** Attributes of a location. */
    private static final int MODULE = 1;

    private static final int PARENT = 2;
    private static final int BASE = 3;
    private static final int EXTENSION = 4;
    private static final int OFFSET = 5;
    private static final int COMPRESSED = 6;
    private static final int UNCOMPRESSED = 7;
    private static final int ATTRIBUTES = 8;

    private final FileChannel channel;
    private final ByteBuffer index;
    private final int tableLength;
    private final int locationsAt;
    private final int stringsAt;

    private JdkImage(FileChannel channel, ByteBuffer index, int tableLength, int locationsBytes) {
        this.channel = channel;
        this.index = index;
        this.tableLength = tableLength;
        this.locationsAt = HEADER_BYTES + 2 * tableLength * Integer.BYTES;
        this.stringsAt = locationsAt + locationsBytes;
    }

    /** Opens the image of the JDK in that folder; {@link IOException} when there is none that can be read. */
    static JdkImage open(Path javaHome) throws IOException {
        FileChannel channel = FileChannel.open(javaHome.resolve("lib/modules"), StandardOpenOption.READ);
        try {
            return open(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e instanceof IOException io ? io : new IOException("no JDK image", e);
        }
    }

    private static JdkImage open(FileChannel channel) throws IOException {
        ByteBuffer header = read(channel, 0, HEADER_BYTES);
        if (header.getInt(0) != MAGIC) {
            header.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (header.getInt(0) != MAGIC) {
            throw new IOException("no JDK image");
        }
        int tableLength = header.getInt(4 * Integer.BYTES);
        int locationsBytes = header.getInt(5 * Integer.BYTES);
        int stringsBytes = header.getInt(6 * Integer.BYTES);
        long size = HEADER_BYTES + 8L * tableLength + locationsBytes + stringsBytes;
        if (tableLength <= 0 || locationsBytes < 0 || stringsBytes < 0 || size > MAX_INDEX_BYTES) {
            throw new IOException("damaged JDK image");
        }
        ByteBuffer index = read(channel, 0, (int) size).order(header.order());
        return new JdkImage(channel, index, tableLength, locationsBytes);
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("the JDK image ends early");
            }
        }
        return buffer.flip();
    }

    /** Null also for a class whose file is compressed. */
    @Override
    public byte @Nullable [] classFile(String className) throws IOException {
        int packageEnd = className.lastIndexOf('.');
        if (packageEnd < 0) {
            return null;
        }
        try {
            String module = module(className.substring(0, packageEnd));
            return module == null ? null : resource("/" + module + "/" + className.replace('.', '/') + ".class");
        } catch (IndexOutOfBoundsException damaged) {
            return null;
        }
    }

    /** The module whose package it is; others may hold further resources in a package of that name. */
    private @Nullable String module(String packageName) throws IOException {
        byte[] content = resource("/packages/" + packageName);
        ByteBuffer modules =
                ByteBuffer.wrap(content == null ? NOTHING : content).order(index.order());
        while (modules.remaining() >= 2 * Integer.BYTES) {
            boolean isEmpty = modules.getInt() != 0;
            int name = modules.getInt();
            if (!isEmpty) {
                return string(name);
            }
        }
        return null;
    }

    private byte @Nullable [] resource(String path) throws IOException {
        long[] attributes = location(path);
        if (attributes == null || attributes[COMPRESSED] != 0 || attributes[UNCOMPRESSED] > MAX_CLASS_BYTES) {
            return null;
        }
        return read(channel, index.limit() + attributes[OFFSET], (int) attributes[UNCOMPRESSED])
                .array();
    }

    private long @Nullable [] location(String path) {
        int redirect = index.getInt(HEADER_BYTES + hash(path, HASH_MULTIPLIER) % tableLength * Integer.BYTES);
        if (redirect == 0) {
            return null;
        }
        int slot = redirect < 0 ? -1 - redirect : hash(path, redirect) % tableLength;
        int offset = index.getInt(HEADER_BYTES + (tableLength + slot) * Integer.BYTES);
        long[] attributes = attributes(locationsAt + offset);
        return name(attributes).equals(path) ? attributes : null;
    }

    private static int hash(String path, int seed) {
        int hash = seed;
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            hash = hash * HASH_MULTIPLIER ^ b & 0xff;
        }
        return hash & Integer.MAX_VALUE;
    }

    /** Each attribute is a byte of kind and length, and a big-endian number. */
    private long[] attributes(int start) {
        long[] attributes = new long[ATTRIBUTES];
        int at = start;
        for (int head = index.get(at) & 0xff; head >>> 3 != 0; head = index.get(at) & 0xff) {
            int length = (head & 7) + 1;
            long value = 0;
            for (int i = 1; i <= length; i++) {
                value = value << Byte.SIZE | index.get(at + i) & 0xff;
            }
            attributes[head >>> 3] = value;
            at += 1 + length;
        }
        return attributes;
    }

    private String name(long[] attributes) {
        StringBuilder name = new StringBuilder();
        append(name, "/", attributes[MODULE], "/");
        append(name, "", attributes[PARENT], "/");
        name.append(string((int) attributes[BASE]));
        append(name, ".", attributes[EXTENSION], "");
        return name.toString();
    }

    private void append(StringBuilder to, String before, long string, String after) {
        if (string != 0) {
            to.append(before).append(string((int) string)).append(after);
        }
    }

    private String string(int offset) {
        int start = stringsAt + offset;
        int end = start;
        while (index.get(end) != 0) {
            end++;
        }
        return new String(index.array(), start, end - start, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
