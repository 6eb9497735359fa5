package jpm.source.decompile;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the decompiler made of a class.
 *
 * @param text the source text; when {@code failed}, why there is none
 * @param rows the line of the text, from 0, for each line of the file that was compiled of which it is known
 */
public record Decompilation(boolean failed, String text, NavigableMap<Integer, Integer> rows) {
    private static final int MAX_TEXT_BYTES = 1 << 26;
    private static final int MAX_LINES = 1 << 22;

    static Decompilation failure(String why) {
        return new Decompilation(true, why, new TreeMap<>());
    }

    void write(DataOutput out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeBoolean(failed);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.writeInt(rows.size());
        for (var entry : rows.entrySet()) {
            out.writeInt(entry.getKey());
            out.writeInt(entry.getValue());
        }
    }

    static Decompilation read(DataInput in) throws IOException {
        boolean failed = in.readBoolean();
        byte[] bytes = new byte[bounded(in.readInt(), MAX_TEXT_BYTES)];
        in.readFully(bytes);
        NavigableMap<Integer, Integer> rows = new TreeMap<>();
        for (int count = bounded(in.readInt(), MAX_LINES); count > 0; count--) {
            rows.put(in.readInt(), in.readInt());
        }
        return new Decompilation(failed, new String(bytes, StandardCharsets.UTF_8), rows);
    }

    private static int bounded(int count, int max) throws IOException {
        if (count < 0 || count > max) {
            throw new IOException("the text is too long");
        }
        return count;
    }
}
