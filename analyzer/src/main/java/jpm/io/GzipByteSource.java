package jpm.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A gzip file read at any position without unpacking it to disk.
 *
 * <p>The JDK writes its packed dumps as many small members, any of which can be unpacked alone: one sequential pass makes the table of
 * members. A file of one big member has no such entry points; it is unpacked from its beginning, or from where the last read ended.
 */
final class GzipByteSource implements ByteSource {
    private static final int MAGIC = 0x1f8b;
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int INPUT_BYTES = 1 << 16;
    private static final int OUTPUT_BYTES = 1 << 18;
    private static final int MAX_MEMBER_BYTES = 1 << 26;
    private static final int CACHED_MEMBERS = 8;
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final ByteSource packed;
    private final List<Member> members;
    private final long sizeBytes;
    private final String damage;
    private final Map<Integer, byte[]> unpacked;
    private @Nullable Stream stream;

    /** One member: where its deflate data begins, and where its unpacked bytes stand in the whole. */
    private record Member(long dataAt, long rawAt, long rawBytes) {}

    private GzipByteSource(ByteSource packed, List<Member> members, String damage) {
        this.packed = packed;
        this.members = members;
        this.damage = damage;
        Member last = members.get(members.size() - 1);
        this.sizeBytes = last.rawAt + last.rawBytes;
        this.unpacked = new LinkedHashMap<>(CACHED_MEMBERS * 2, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
                return size() > CACHED_MEMBERS;
            }
        };
    }

    static boolean isGzip(ByteSource source) {
        byte[] magic = new byte[2];
        return source.read(0, magic, 0, 2) == 2 && BigEndian.getUnsignedShort(magic, 0) == MAGIC;
    }

    static GzipByteSource open(ByteSource packed, Progress progress, Cancellation cancellation) {
        List<Member> members = new ArrayList<>();
        String damage = "";
        long at = 0;
        long rawAt = 0;
        while (at < packed.sizeBytes()) {
            long dataAt = dataOffset(packed, at);
            if (dataAt < 0) {
                damage = "the gzip member at byte " + at + " is damaged";
                break;
            }
            Stream member = new Stream(packed, dataAt, rawAt);
            boolean whole = member.skipToEnd(progress, cancellation);
            members.add(new Member(dataAt, rawAt, member.rawAt - rawAt));
            rawAt = member.rawAt;
            at = member.packedAt() + TRAILER_BYTES;
            member.close();
            if (!whole) {
                damage = "the gzip data is cut off or damaged near byte " + member.packedAt();
                break;
            }
        }
        if (rawAt == 0) {
            throw new UnsupportedDumpException("the gzip data is damaged from its start", "");
        }
        return new GzipByteSource(packed, members, damage);
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
            int number = memberAt(position + done);
            Member member = members.get(number);
            int wanted = (int) Math.min(length - done, member.rawAt + member.rawBytes - position - done);
            if (member.rawBytes <= MAX_MEMBER_BYTES) {
                byte[] bytes = member(number);
                System.arraycopy(bytes, (int) (position + done - member.rawAt), into, offset + done, wanted);
            } else {
                readStream(member, position + done, into, offset + done, wanted);
            }
            done += wanted;
        }
        return done;
    }

    private int memberAt(long position) {
        int low = 0;
        int high = members.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (members.get(middle).rawAt <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private byte[] member(int number) {
        synchronized (unpacked) {
            byte[] cached = unpacked.get(number);
            if (cached != null) {
                return cached;
            }
        }
        Member member = members.get(number);
        byte[] bytes = new byte[(int) member.rawBytes];
        try (Stream one = new Stream(packed, member.dataAt, member.rawAt)) {
            one.read(bytes, 0, bytes.length);
        }
        synchronized (unpacked) {
            unpacked.put(number, bytes);
        }
        return bytes;
    }

    private synchronized void readStream(Member member, long position, byte[] into, int offset, int length) {
        Stream current = stream;
        if (current == null || current.rawAt > position || current.rawAt < member.rawAt) {
            if (current != null) {
                current.close();
            }
            current = new Stream(packed, member.dataAt, member.rawAt);
            stream = current;
        }
        current.skipTo(position);
        current.read(into, offset, length);
    }

    @Override
    public synchronized void close() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
        packed.close();
    }

    /** The unpacking of one member from its start. */
    private static final class Stream implements AutoCloseable {
        private final ByteSource packed;
        private final Inflater inflater = new Inflater(true);
        private final byte[] input = new byte[INPUT_BYTES];
        private final byte[] scratch = new byte[OUTPUT_BYTES];
        private long inputAt;
        long rawAt;

        Stream(ByteSource packed, long dataAt, long rawAt) {
            this.packed = packed;
            this.inputAt = dataAt;
            this.rawAt = rawAt;
        }

        long packedAt() {
            return inputAt - inflaterRemaining;
        }

        private int inflaterRemaining;

        /** Reads as much of {@code length} as there is. */
        int read(byte[] into, int offset, int length) {
            int done = 0;
            try {
                while (done < length && !inflater.finished()) {
                    if (inflater.needsInput() && !fill()) {
                        break;
                    }
                    done += inflater.inflate(into, offset + done, length - done);
                    inflaterRemaining = inflater.getRemaining();
                }
            } catch (DataFormatException e) {
                broken = true;
            }
            rawAt += done;
            return done;
        }

        private boolean broken;

        private boolean fill() {
            int count = packed.read(inputAt, input, 0, input.length);
            if (count <= 0) {
                return false;
            }
            inputAt += count;
            inflater.setInput(input, 0, count);
            inflaterRemaining = count;
            return true;
        }

        void skipTo(long position) {
            while (rawAt < position) {
                if (read(scratch, 0, (int) Math.min(scratch.length, position - rawAt)) == 0) {
                    return;
                }
            }
        }

        /** Unpacks to the member's end; false when that end is missing. */
        boolean skipToEnd(Progress progress, Cancellation cancellation) {
            while (!inflater.finished() && !broken) {
                cancellation.check();
                if (read(scratch, 0, scratch.length) == 0 && !inflater.finished()) {
                    return false;
                }
                progress.report("unpacking", packedAt(), packed.sizeBytes());
            }
            return !broken;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }
}
