package jpm.io;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A gzip file read at any position without unpacking it to disk. One sequential pass divides it into chunks: a member, as the JDK writes its packed
 * dumps in small ones, or a part of a large member together with what a decoder needs to begin there. Afterwards a chunk is unpacked when it is
 * read, and the last ones are kept.
 */
final class GzipByteSource implements ByteSource {
    private static final int MAGIC = 0x1f8b;
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int USUAL_CHUNK_BYTES = 1 << 20;
    private static final int MAX_ENTRIES = 1 << 12;
    private static final int MAX_CHUNK_BYTES = 1 << 28;
    private static final int MAX_CACHED_BYTES = 1 << 26;
    private static final int CACHED_SHARE_OF_MEMORY = 16;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final ByteSource packed;
    private final List<Chunk> chunks;
    private final long sizeBytes;
    private final String damage;
    private final long cachedBytes =
            Math.min(MAX_CACHED_BYTES, Runtime.getRuntime().maxMemory() / CACHED_SHARE_OF_MEMORY);
    private final Map<Integer, byte[]> unpacked = new LinkedHashMap<>(16, 0.75f, true);
    private long unpackedBytes;

    /**
     * A part of the whole that can be unpacked alone.
     *
     * @param entry where its packed bytes begin
     * @param packedWindow the bytes before it, packed; null at a member's beginning
     */
    private record Chunk(long rawAt, int rawBytes, DeflateDecoder.State entry, byte @Nullable [] packedWindow) {
        boolean isEntry() {
            return packedWindow != null;
        }

        /** How much room an unpacked chunk has in front for its window. */
        int windowBytes() {
            return isEntry() ? DeflateDecoder.WINDOW_BYTES : 0;
        }

        Chunk with(Chunk next) {
            return new Chunk(rawAt, rawBytes + next.rawBytes, entry, packedWindow);
        }
    }

    private GzipByteSource(ByteSource packed, List<Chunk> chunks, String damage) {
        this.packed = packed;
        this.chunks = chunks;
        this.damage = damage;
        Chunk last = chunks.get(chunks.size() - 1);
        this.sizeBytes = last.rawAt + last.rawBytes;
    }

    static boolean isGzip(ByteSource source) {
        byte[] magic = new byte[2];
        return source.read(0, magic, 0, 2) == 2 && BigEndian.getUnsignedShort(magic, 0) == MAGIC;
    }

    static GzipByteSource open(ByteSource packed, Progress progress, Cancellation cancellation) {
        return open(packed, progress, cancellation, USUAL_CHUNK_BYTES, MAX_ENTRIES);
    }

    /** @param maxEntries how many chunks may begin within members before chunks are made larger, which bounds the memory for windows */
    static GzipByteSource open(
            ByteSource packed, Progress progress, Cancellation cancellation, int chunkBytes, int maxEntries) {
        Scan scan = new Scan(packed, progress, cancellation, chunkBytes, maxEntries);
        scan.members();
        if (scan.chunks.isEmpty()) {
            throw new UnsupportedDumpException("the gzip data is damaged from its start", "");
        }
        return new GzipByteSource(packed, scan.chunks, scan.damage);
    }

    /** The sequential pass that finds the chunks. */
    private static final class Scan {
        private final ByteSource packed;
        private final Progress progress;
        private final Cancellation cancellation;
        private final int maxEntries;
        private final Deflater windowPacker = new Deflater(Deflater.BEST_SPEED, true);
        private final CRC32 checksum = new CRC32();
        List<Chunk> chunks = new ArrayList<>();
        String damage = "";
        private int chunkBytes;
        private int entries;
        private byte[] buffer;
        private long rawAt;

        Scan(ByteSource packed, Progress progress, Cancellation cancellation, int chunkBytes, int maxEntries) {
            this.packed = packed;
            this.progress = progress;
            this.cancellation = cancellation;
            this.chunkBytes = chunkBytes;
            this.maxEntries = maxEntries;
            this.buffer = newBuffer(chunkBytes);
        }

        private static byte[] newBuffer(int chunkBytes) {
            return new byte[DeflateDecoder.WINDOW_BYTES + chunkBytes + DeflateDecoder.SLACK_BYTES];
        }

        void members() {
            try {
                for (long at = 0; at < packed.sizeBytes() && damage.isEmpty(); ) {
                    long dataAt = dataOffset(packed, at);
                    if (dataAt < 0) {
                        damage = "the gzip member at byte " + at + " is damaged";
                        return;
                    }
                    at = member(dataAt) + TRAILER_BYTES;
                }
            } finally {
                windowPacker.end();
            }
        }

        /** Unpacks a member; gives the place of its trailer. */
        private long member(long dataAt) {
            long memberAt = rawAt;
            checksum.reset();
            DeflateDecoder decoder = new DeflateDecoder(packed, dataAt);
            int window = 0;
            try {
                while (!decoder.isEnded()) {
                    window = chunk(decoder, window);
                }
                requireTrailer(decoder.byteBehind(), rawAt - memberAt);
            } catch (DataFormatException e) {
                damage = "the gzip data is cut off or damaged near byte " + decoder.byteBehind();
            }
            return decoder.byteBehind();
        }

        /** Unpacks the next chunk behind the window; gives the new window's size. */
        private int chunk(DeflateDecoder decoder, int window) throws DataFormatException {
            cancellation.check();
            progress.report("unpacking", decoder.byteBehind(), packed.sizeBytes());
            DeflateDecoder.State entry = decoder.state();
            int begin = DeflateDecoder.WINDOW_BYTES;
            byte[] packedWindow = window == 0 ? null : packed(begin - window, window);
            try {
                decoder.decode(buffer, begin - window, begin, begin + chunkBytes);
            } finally {
                add(entry, packedWindow, decoder.written() - begin);
            }
            int kept = Math.min(DeflateDecoder.WINDOW_BYTES, window + decoder.written() - begin);
            System.arraycopy(buffer, decoder.written() - kept, buffer, begin - kept, kept);
            if (entries > maxEntries && chunkBytes < MAX_CHUNK_BYTES) {
                enlargeChunks();
            }
            return kept;
        }

        private void add(DeflateDecoder.State entry, byte @Nullable [] packedWindow, int count) {
            if (count > 0) {
                checksum.update(buffer, DeflateDecoder.WINDOW_BYTES, count);
                chunks.add(new Chunk(rawAt, count, entry, packedWindow));
                entries += packedWindow == null ? 0 : 1;
                rawAt += count;
            }
        }

        private byte[] packed(int from, int count) {
            windowPacker.reset();
            windowPacker.setInput(buffer, from, count);
            windowPacker.finish();
            byte[] bytes = new byte[count + 64];
            return Arrays.copyOf(bytes, windowPacker.deflate(bytes));
        }

        private void requireTrailer(long at, long memberBytes) {
            byte[] trailer = new byte[TRAILER_BYTES];
            if (packed.read(at, trailer, 0, trailer.length) < trailer.length) {
                damage = "the gzip data is cut off at byte " + packed.sizeBytes();
            } else if (Integer.reverseBytes(BigEndian.getInt(trailer, 0)) != (int) checksum.getValue()
                    || Integer.reverseBytes(BigEndian.getInt(trailer, Integer.BYTES)) != (int) memberBytes) {
                damage = "the gzip member that ends at byte " + at + " has another checksum";
            }
        }

        /** Joins chunks of a member by twos, which halves the windows. */
        private void enlargeChunks() {
            List<Chunk> joined = new ArrayList<>();
            for (Chunk chunk : chunks) {
                Chunk before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
                if (before != null
                        && chunk.isEntry()
                        && before.rawBytes + chunk.rawBytes <= 2L * chunkBytes + 2 * DeflateDecoder.SLACK_BYTES) {
                    joined.set(joined.size() - 1, before.with(chunk));
                } else {
                    joined.add(chunk);
                }
            }
            chunks = joined;
            entries = (int) joined.stream().filter(Chunk::isEntry).count();
            chunkBytes *= 2;
            buffer = Arrays.copyOf(buffer, newBuffer(chunkBytes).length);
        }
    }

    /** Where the deflate data of the member at {@code at} begins, or -1 when there is no gzip header. */
    private static long dataOffset(ByteSource packed, long at) {
        byte[] head = new byte[4096];
        int length = packed.read(at, head, 0, head.length);
        if (length < FIXED_HEADER_BYTES || BigEndian.getUnsignedShort(head, 0) != MAGIC || head[2] != 8) {
            return -1;
        }
        int flags = head[3];
        int position = FIXED_HEADER_BYTES;
        if ((flags & FLAG_EXTRA) != 0) {
            position += 2 + (head[position] & 0xff) + ((head[position + 1] & 0xff) << Byte.SIZE);
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            if ((flags & flag) != 0) {
                position = afterZero(head, position, length);
            }
        }
        position += (flags & FLAG_HEADER_CRC) != 0 ? 2 : 0;
        return position >= length ? -1 : at + position;
    }

    private static int afterZero(byte[] bytes, int from, int length) {
        int at = from;
        while (at < length && bytes[at] != 0) {
            at++;
        }
        return at + 1;
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public String damage() {
        return damage;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
        int done = 0;
        while (done < length && position + done < sizeBytes) {
            int number = chunkAt(position + done);
            Chunk chunk = chunks.get(number);
            int from = (int) (position + done - chunk.rawAt);
            int count = Math.min(length - done, chunk.rawBytes - from);
            System.arraycopy(unpacked(number), chunk.windowBytes() + from, into, offset + done, count);
            done += count;
        }
        return done;
    }

    private int chunkAt(long position) {
        int low = 0;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).rawAt <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** A chunk's bytes behind room for its window. */
    private byte[] unpacked(int number) {
        synchronized (unpacked) {
            byte[] kept = unpacked.get(number);
            if (kept != null) {
                return kept;
            }
        }
        byte[] bytes = unpack(chunks.get(number));
        synchronized (unpacked) {
            byte[] other = unpacked.put(number, bytes);
            unpackedBytes += other == null ? bytes.length : 0;
            var oldest = unpacked.entrySet().iterator();
            while (unpackedBytes > cachedBytes && unpacked.size() > 2) {
                unpackedBytes -= oldest.next().getValue().length;
                oldest.remove();
            }
        }
        return bytes;
    }

    private byte[] unpack(Chunk chunk) {
        int begin = chunk.windowBytes();
        byte[] bytes = new byte[begin + chunk.rawBytes + DeflateDecoder.SLACK_BYTES];
        try {
            int window = chunk.packedWindow == null ? 0 : unpackWindow(chunk.packedWindow, bytes);
            new DeflateDecoder(packed, chunk.entry).decode(bytes, begin - window, begin, begin + chunk.rawBytes);
        } catch (DataFormatException e) {
            throw new JpmException("the gzip data changed while it was read", "Open the file again.", e);
        }
        return bytes;
    }

    /** Puts a window in front of the chunk; gives its size. */
    private static int unpackWindow(byte[] packedWindow, byte[] bytes) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            byte[] window = new byte[DeflateDecoder.WINDOW_BYTES];
            inflater.setInput(packedWindow);
            int count = inflater.inflate(window);
            System.arraycopy(window, 0, bytes, DeflateDecoder.WINDOW_BYTES - count, count);
            return count;
        } finally {
            inflater.end();
        }
    }

    @Override
    public void close() {
        packed.close();
    }
}
