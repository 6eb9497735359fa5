package jpm.snapshot;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a heap dump in HPROF's format so that it does not tell what the program worked on: arrays of primitives, which are what strings consist of, too,
 * are replaced by others of the same type and length. Equal ones stay equal within the dump. References, classes, sizes, numbers in fields and names
 * of the program stay as they are.
 *
 * <p>Kept are arrays of nothing but zeros, texts that are names of the program's classes, methods or fields, and what jpm's agent has recorded of the frames. Hash
 * codes of strings, which would give short ones away, become 0. Reads the dump twice, and holds some bytes for each class and name in memory.
 */
public final class HeapRedaction {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int[] TYPE_BYTES = {0, 0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8};
    private static final int OBJECT = 2;
    private static final int BOOLEAN = 4;
    private static final int CHAR = 5;
    private static final int FLOAT = 6;
    private static final int DOUBLE = 7;
    private static final int BYTE = 8;
    private static final int INT = 10;

    private static final String SEGMENT = "java/lang/JpmSegment";

    /** Gives the dump from its start. */
    public interface Source {
        InputStream open() throws IOException;
    }

    private final SipHash hash;
    private final Set<Long> keptContents = new HashSet<>();
    private final Set<Long> keptArrays = new HashSet<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, String> classNames = new HashMap<>();
    private final Map<Long, Layout> layouts = new HashMap<>();
    private final Map<Long, int[]> hashPlaces = new HashMap<>();
    private int idBytes;

    private record Field(String name, int type) {}

    private record Layout(long superclass, List<Field> fields) {}

    /**
     * @param key 16 bytes that nobody knows: who knows them can try whether a guessed text is in the dump
     * @param kept further arrays of bytes that stay as they are
     */
    public HeapRedaction(byte[] key, List<byte[]> kept) {
        hash = new SipHash(key);
        for (byte[] each : kept) {
            keptContents.add(hash.of(each, 0, each.length));
        }
    }

    /** Writes the dump without what the program worked on. Fails where it is no whole dump; what was written is then worthless. */
    public void redact(Source source, OutputStream out) throws IOException {
        try (InputStream in = source.open()) {
            new Pass(in, null).run();
        }
        findHashPlaces();
        try (InputStream in = source.open()) {
            Pass pass = new Pass(in, out);
            pass.run();
            pass.flush();
        }
    }

    private void findHashPlaces() {
        for (Long id : layouts.keySet()) {
            int[] places = places(id, "hash", INT, "java/util/", "java/lang/String");
            if (places.length > 0) {
                hashPlaces.put(id, places);
            }
        }
    }

    /** Where a class's instances have fields of a name and type that a class whose name begins so declares. */
    private int[] places(long classId, String name, int type, String... declaring) {
        int at = 0;
        int[] places = new int[0];
        long each = classId;
        for (Layout layout = layouts.get(each); layout != null; layout = layouts.get(each)) {
            String owner = classNames.getOrDefault(each, "");
            for (Field field : layout.fields()) {
                if (field.type() == type
                        && field.name().equals(name)
                        && Arrays.stream(declaring).anyMatch(owner::startsWith)) {
                    places = Arrays.copyOf(places, places.length + 1);
                    places[places.length - 1] = at;
                }
                at += bytes(field.type());
            }
            each = layout.superclass();
        }
        return places;
    }

    private int bytes(int type) {
        return type == OBJECT ? idBytes : TYPE_BYTES[type];
    }

    /** One reading of the dump: without an output it learns, with one it writes. */
    private final class Pass {
        private final DataInputStream in;
        private final @Nullable OutputStream out;
        private final byte[] pending = new byte[BUFFER_BYTES];
        private int pendingBytes;
        private byte[] body = new byte[256];

        Pass(InputStream source, @Nullable OutputStream out) {
            this.in = new DataInputStream(new BufferedInputStream(source, BUFFER_BYTES));
            this.out = out;
        }

        void run() throws IOException {
            int read;
            do {
                read = u1();
            } while (read != 0);
            idBytes = i4();
            if (idBytes != 4 && idBytes != 8) {
                throw new IOException("no heap dump");
            }
            i8();
            for (int tag = in.read(); tag >= 0; tag = in.read()) {
                put(tag);
                record(tag);
            }
        }

        private void record(int tag) throws IOException {
            i4();
            long length = i4() & 0xFFFFFFFFL;
            switch (tag) {
                case 0x01 -> symbol(length);
                case 0x02 -> loadedClass();
                case 0x0C, 0x1C -> objects(length);
                default -> pass(length);
            }
        }

        private void symbol(long length) throws IOException {
            long id = id();
            int textBytes = (int) (length - idBytes);
            read(textBytes);
            if (out == null) {
                keptContents.add(hash.of(body, 0, textBytes));
                names.put(id, new String(body, 0, textBytes, StandardCharsets.UTF_8));
                for (int i = 0; i < textBytes; i++) {
                    body[i] = body[i] == '/' ? (byte) '.' : body[i];
                }
                keptContents.add(hash.of(body, 0, textBytes));
            }
        }

        private void loadedClass() throws IOException {
            i4();
            long id = id();
            i4();
            String name = names.get(id());
            if (name != null) {
                classNames.put(id, name);
            }
        }

        private void objects(long length) throws IOException {
            long left = length;
            while (left > 0) {
                left -= object();
            }
            if (left < 0) {
                throw new IOException("a segment ends in the middle of an object");
            }
        }

        /** Handles one sub-record and gives its length. */
        private long object() throws IOException {
            int tag = u1();
            int id = idBytes;
            return switch (tag) {
                case 0xFF, 0x05, 0x07 -> 1 + passed(id);
                case 0x01 -> 1 + passed(2L * id);
                case 0x02, 0x03, 0x08 -> 1 + passed(id + 8L);
                case 0x04, 0x06 -> 1 + passed(id + 4L);
                case 0x20 -> 1 + classDump();
                case 0x21 -> 1 + instance();
                case 0x22 -> 1 + objectArray();
                case 0x23 -> 1 + primitiveArray();
                default -> throw new IOException("unknown part " + tag + " of a heap dump");
            };
        }

        private long passed(long bytes) throws IOException {
            pass(bytes);
            return bytes;
        }

        private long classDump() throws IOException {
            long id = id();
            i4();
            long superclass = id();
            pass(5L * idBytes + 4);
            long length = 7L * idBytes + 8;
            int constants = u2();
            length += 2;
            for (int i = 0; i < constants; i++) {
                u2();
                length += 3 + passed(bytes(u1()));
            }
            int statics = u2();
            length += 2;
            for (int i = 0; i < statics; i++) {
                id();
                length += idBytes + 1L + passed(bytes(u1()));
            }
            int count = u2();
            List<Field> fields = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                String name = names.getOrDefault(id(), "");
                fields.add(new Field(name, u1()));
            }
            layouts.put(id, new Layout(superclass, fields));
            return length + 2 + count * (idBytes + 1L);
        }

        private long instance() throws IOException {
            id();
            i4();
            long classId = id();
            int bytes = i4();
            if (out == null) {
                read(bytes);
                learn(classId);
            } else {
                hideHashes(classId, bytes);
            }
            return 2L * idBytes + 8 + bytes;
        }

        // What the agent recorded: which frames they were, and the numbers in them.
        private void learn(long classId) {
            if (SEGMENT.equals(classNames.get(classId))) {
                for (String field : new String[] {"sites", "bits"}) {
                    for (int place : places(classId, field, OBJECT, SEGMENT)) {
                        ByteBuffer buffer = ByteBuffer.wrap(body);
                        keptArrays.add(idBytes == 8 ? buffer.getLong(place) : buffer.getInt(place) & 0xFFFFFFFFL);
                    }
                }
            }
        }

        private void hideHashes(long classId, int bytes) throws IOException {
            int[] places = hashPlaces.get(classId);
            if (places == null) {
                pass(bytes);
                return;
            }
            fill(bytes);
            for (int place : places) {
                Arrays.fill(body, place, place + 4, (byte) 0);
            }
            put(body, bytes);
        }

        private long objectArray() throws IOException {
            id();
            i4();
            long elements = i4() & 0xFFFFFFFFL;
            id();
            pass(elements * idBytes);
            return 2L * idBytes + 8 + elements * idBytes;
        }

        private long primitiveArray() throws IOException {
            long id = id();
            i4();
            long elements = i4() & 0xFFFFFFFFL;
            int type = u1();
            long bytes = elements * TYPE_BYTES[type];
            if (out == null || keptArrays.contains(id)) {
                pass(bytes);
            } else if (bytes > Integer.MAX_VALUE - 16) {
                hideLong(type, bytes);
            } else {
                fill((int) bytes);
                if (!isKept(type, (int) bytes)) {
                    hide(type, (int) bytes, hash.of(body, 0, (int) bytes));
                }
                put(body, (int) bytes);
            }
            return idBytes + 9L + bytes;
        }

        private boolean isKept(int type, int bytes) {
            boolean zero = true;
            for (int i = 0; i < bytes && zero; i++) {
                zero = body[i] == 0;
            }
            return zero || (type == BYTE && keptContents.contains(hash.of(body, 0, bytes)));
        }

        /** An array that is too long to be held: equal ones do not stay equal. */
        private void hideLong(int type, long bytes) throws IOException {
            for (long done = 0; done < bytes; done += BUFFER_BYTES) {
                int part = (int) Math.min(BUFFER_BYTES, bytes - done);
                fill(part);
                hide(type, part, hash.of(body, 0, part));
                put(body, part);
            }
        }

        private void hide(int type, int bytes, long seed) {
            Pseudonym pseudonym = new Pseudonym(seed);
            ByteBuffer buffer = ByteBuffer.wrap(body, 0, bytes);
            while (buffer.hasRemaining()) {
                switch (type) {
                    case BOOLEAN -> buffer.put((byte) (pseudonym.next() & 1));
                    case BYTE -> buffer.put((byte) pseudonym.letter());
                    case CHAR -> buffer.putChar(pseudonym.letter());
                    case FLOAT -> buffer.putFloat((float) pseudonym.fraction());
                    case DOUBLE -> buffer.putDouble(pseudonym.fraction());
                    default -> buffer.put((byte) pseudonym.next());
                }
            }
        }

        private int u1() throws IOException {
            int value = in.readUnsignedByte();
            put(value);
            return value;
        }

        private int u2() throws IOException {
            return u1() << 8 | u1();
        }

        private int i4() throws IOException {
            return u2() << 16 | u2();
        }

        private void i8() throws IOException {
            i4();
            i4();
        }

        private long id() throws IOException {
            long high = i4() & 0xFFFFFFFFL;
            return idBytes == 8 ? high << 32 | (i4() & 0xFFFFFFFFL) : high;
        }

        /** Reads into the body and passes on. */
        private void read(int bytes) throws IOException {
            fill(bytes);
            put(body, bytes);
        }

        private void fill(int bytes) throws IOException {
            if (bytes < 0) {
                throw new IOException("a negative length in a heap dump");
            }
            if (body.length < bytes) {
                body = new byte[Math.max(bytes, (int) Math.min(Integer.MAX_VALUE - 16, 2L * body.length))];
            }
            in.readFully(body, 0, bytes);
        }

        private void pass(long bytes) throws IOException {
            if (out == null) {
                skip(bytes);
                return;
            }
            for (long left = bytes; left > 0; ) {
                int part = (int) Math.min(left, BUFFER_BYTES);
                read(part);
                left -= part;
            }
        }

        private void skip(long bytes) throws IOException {
            long left = bytes;
            while (left > 0) {
                long skipped = in.skip(left);
                if (skipped <= 0) {
                    in.readByte();
                    skipped = 1;
                }
                left -= skipped;
            }
            if (left < 0) {
                throw new EOFException();
            }
        }

        private void put(int value) throws IOException {
            if (out != null) {
                if (pendingBytes == pending.length) {
                    flush();
                }
                pending[pendingBytes++] = (byte) value;
            }
        }

        private void put(byte[] bytes, int length) throws IOException {
            if (out == null) {
                return;
            }
            if (length > pending.length - pendingBytes) {
                flush();
            }
            if (length > pending.length) {
                out.write(bytes, 0, length);
            } else {
                System.arraycopy(bytes, 0, pending, pendingBytes, length);
                pendingBytes += length;
            }
        }

        void flush() throws IOException {
            if (out != null) {
                out.write(pending, 0, pendingBytes);
                pendingBytes = 0;
            }
        }
    }

    /** Values that follow from a seed: SplitMix64. */
    private static final class Pseudonym {
        private static final int LETTERS = 26;

        private long state;
        private long bits;
        private int bytesLeft;

        Pseudonym(long seed) {
            state = seed;
        }

        long next() {
            state += 0x9e3779b97f4a7c15L;
            long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }

        char letter() {
            if (bytesLeft == 0) {
                bits = next();
                bytesLeft = Long.BYTES;
            }
            bytesLeft--;
            int eight = (int) bits & 0xFF;
            bits >>>= 8;
            return (char) ('a' + (eight * LETTERS >> 8));
        }

        double fraction() {
            return (next() >>> 11) * 0x1.0p-53;
        }
    }
}
