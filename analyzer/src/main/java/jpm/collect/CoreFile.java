package jpm.collect;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the kernel wrote of a 64-bit process that died: an ELF core file. Damaged or cut ones tell what they have. */
final class CoreFile implements Closeable {
    private static final int HEADER_BYTES = 64;
    private static final int MAGIC = 0x7f454c46;
    private static final int CORE = 4;
    private static final int LOADED = 1;
    private static final int NOTES = 4;
    private static final int NOTE_STATUS = 1;
    private static final int NOTE_PROCESS = 3;
    private static final int NOTE_SIGNAL = 0x53494749;
    private static final int NOTE_FILES = 0x46494c45;
    private static final int NOTE_BUILD_ID = 3;
    private static final int MAX_NOTES_BYTES = 64 << 20;
    private static final int MAX_SEGMENTS = 1 << 20;
    private static final int SENT_BY_PROCESS = 0;
    private static final Map<Integer, String> SIGNALS = Map.of(
            3, "SIGQUIT", 4, "SIGILL", 5, "SIGTRAP", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11,
            "SIGSEGV", 31, "SIGSYS");

    private final FileChannel channel;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, Long> mappedFiles = new LinkedHashMap<>();
    private int signal;
    private int signalCode;
    private long sender;
    private long crashedThread;
    private long pid;
    private String command = "";

    private record Segment(int type, long offset, long address, long fileBytes) {}

    private CoreFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Null for a file that is no such core. */
    static @Nullable CoreFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file);
        CoreFile core = new CoreFile(channel);
        boolean isCore = false;
        try {
            isCore = core.readHeader();
            return isCore ? core : null;
        } finally {
            if (!isCore) {
                channel.close();
            }
        }
    }

    private boolean readHeader() throws IOException {
        ByteBuffer header = read(0, HEADER_BYTES);
        boolean isElf = header.remaining() == HEADER_BYTES
                && header.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(0) == MAGIC
                && header.get(4) == 2
                && header.get(5) == 1;
        if (!isElf || header.getShort(16) != CORE) {
            return false;
        }
        readSegments(header);
        for (Segment segment : segments) {
            if (segment.type() == NOTES && segment.fileBytes() <= MAX_NOTES_BYTES) {
                readNotes(read(segment.offset(), (int) segment.fileBytes()));
            }
        }
        return true;
    }

    private void readSegments(ByteBuffer header) throws IOException {
        int size = header.getShort(54) & 0xFFFF;
        int count = header.getShort(56) & 0xFFFF;
        if (count == 0xFFFF) {
            // More than fit there are counted in the first section.
            ByteBuffer section = read(header.getLong(40), HEADER_BYTES);
            count = section.remaining() < 48 ? 0 : section.getInt(44);
        }
        if (size < 56 || count < 0 || count > MAX_SEGMENTS) {
            return;
        }
        ByteBuffer table = read(header.getLong(32), size * count);
        for (int at = 0; at + 56 <= table.remaining(); at += size) {
            segments.add(new Segment(
                    table.getInt(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32)));
        }
    }

    private void readNotes(ByteBuffer notes) {
        int at = 0;
        while (at + 12 <= notes.remaining()) {
            int nameBytes = notes.getInt(at);
            int bytes = notes.getInt(at + 4);
            int content = at + 12 + padded(nameBytes);
            if (nameBytes < 0 || bytes < 0 || content < 0 || content > notes.remaining() - bytes) {
                return;
            }
            take(notes.getInt(at + 8), notes.slice(content, bytes).order(ByteOrder.LITTLE_ENDIAN));
            at = content + padded(bytes);
        }
    }

    private static int padded(int bytes) {
        return (bytes + 3) & ~3;
    }

    private void take(int type, ByteBuffer note) {
        if (type == NOTE_STATUS && crashedThread == 0 && note.remaining() >= 36) {
            signal = note.getShort(12);
            crashedThread = note.getInt(32);
        } else if (type == NOTE_SIGNAL && note.remaining() >= 12) {
            signalCode = note.getInt(8);
            sender = note.remaining() >= 20 ? note.getInt(16) : 0;
        } else if (type == NOTE_PROCESS && note.remaining() >= 136) {
            pid = note.getInt(24);
            command = text(note, 56, 136);
        } else if (type == NOTE_FILES && note.remaining() >= 16) {
            readFiles(note);
        }
    }

    private void readFiles(ByteBuffer note) {
        long count = note.getLong(0);
        if (count < 0 || count > note.remaining() / 24) {
            return;
        }
        int name = 16 + 24 * (int) count;
        for (int i = 0; i < count && name < note.remaining(); i++) {
            String file = text(note, name, note.remaining());
            mappedFiles.putIfAbsent(file, note.getLong(16 + 24 * i));
            name += file.getBytes(StandardCharsets.ISO_8859_1).length + 1;
        }
    }

    private static String text(ByteBuffer from, int start, int end) {
        StringBuilder text = new StringBuilder();
        for (int i = start; i < end && from.get(i) != 0; i++) {
            text.append((char) (from.get(i) & 0xFF));
        }
        return text.toString();
    }

    /** As {@code SIGSEGV}. */
    String signal() {
        return SIGNALS.getOrDefault(signal, "signal " + signal);
    }

    /** The other process that sent the signal; 0 where the process did it by itself. */
    long sender() {
        return signalCode <= SENT_BY_PROCESS && sender != pid ? sender : 0;
    }

    /** The kernel's number of the thread that got the signal. */
    long crashedThread() {
        return crashedThread;
    }

    long pid() {
        return pid;
    }

    /** The beginning of the command line, of which the kernel keeps 80 bytes. */
    String command() {
        return command;
    }

    /** The path of the JVM's library; null where the process had none. */
    @Nullable
    String libjvm() {
        return mappedFiles.keySet().stream()
                .filter(file -> file.endsWith("/libjvm.so"))
                .findFirst()
                .orElse(null);
    }

    /** The build id of a library as it was mapped; null where the core lacks its first page. */
    @Nullable
    String buildId(String library) throws IOException {
        Long base = mappedFiles.get(library);
        ByteBuffer header = base == null ? ByteBuffer.allocate(0) : memory(base, HEADER_BYTES);
        if (base == null || header.remaining() < HEADER_BYTES) {
            return null;
        }
        return buildId(header, offset -> memory(base + offset.at(), offset.bytes()));
    }

    /** The build id of a library's file; null where it has none. */
    static @Nullable String buildId(Path library) throws IOException {
        try (FileChannel channel = FileChannel.open(library)) {
            CoreFile file = new CoreFile(channel);
            ByteBuffer header = file.read(0, HEADER_BYTES);
            return header.remaining() < HEADER_BYTES
                    ? null
                    : buildId(header, range -> file.read(range.at(), range.bytes()));
        }
    }

    private record Range(long at, int bytes) {}

    @FunctionalInterface
    private interface Reader {
        ByteBuffer read(Range range) throws IOException;
    }

    /** Of a library whose note segments lie at the same offsets in its file and in memory, as those before its first page's end do. */
    private static @Nullable String buildId(ByteBuffer header, Reader reader) throws IOException {
        int size = header.getShort(54) & 0xFFFF;
        int count = header.getShort(56) & 0xFFFF;
        ByteBuffer table = reader.read(new Range(header.getLong(32), size * count));
        for (int at = 0; size >= 56 && at + 56 <= table.remaining(); at += size) {
            long bytes = table.getLong(at + 32);
            if (table.getInt(at) == NOTES && bytes > 0 && bytes <= MAX_NOTES_BYTES) {
                String id = buildIdIn(reader.read(new Range(table.getLong(at + 8), (int) bytes)));
                if (id != null) {
                    return id;
                }
            }
        }
        return null;
    }

    private static @Nullable String buildIdIn(ByteBuffer notes) {
        int at = 0;
        while (at + 12 <= notes.remaining()) {
            int content = at + 12 + padded(notes.getInt(at));
            int bytes = notes.getInt(at + 4);
            if (content < 0 || bytes < 0 || content > notes.remaining() - bytes) {
                return null;
            }
            if (notes.getInt(at + 8) == NOTE_BUILD_ID
                    && text(notes, at + 12, at + 16).equals("GNU")) {
                byte[] id = new byte[bytes];
                notes.slice(content, bytes).get(id);
                return HexFormat.of().formatHex(id);
            }
            at = content + padded(bytes);
        }
        return null;
    }

    private ByteBuffer memory(long address, int bytes) throws IOException {
        for (Segment segment : segments) {
            long into = address - segment.address();
            if (segment.type() == LOADED && into >= 0 && into + bytes <= segment.fileBytes()) {
                return read(segment.offset() + into, bytes);
            }
        }
        return ByteBuffer.allocate(0);
    }

    /** What is there of these bytes. */
    private ByteBuffer read(long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(Math.max(0, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        long at = offset;
        while (at >= 0 && buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
