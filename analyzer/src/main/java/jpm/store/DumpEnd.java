package jpm.store;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What end.json tells, read cheaply: the file is a few dozen bytes. */
final class DumpEnd {
    private static final int MAX_BYTES = 8192;

    /** Length of the heap dump as it was written, 0 when none was. */
    long heapBytes;

    /** Length of all the dump's other files, -1 when it is not told. */
    long otherBytes = -1;

    /** Whether writing the heap failed. */
    boolean failed;

    private DumpEnd() {}

    /** Null when there is no end.json. */
    static @Nullable DumpEnd read(File folder, byte[] buffer) {
        try (FileInputStream in = new FileInputStream(new File(folder, DumpFiles.END))) {
            int length = DumpHead.fill(in, buffer, Math.min(MAX_BYTES, buffer.length));
            DumpEnd end = new DumpEnd();
            end.parse(buffer, length);
            return end;
        } catch (IOException absent) {
            return null;
        }
    }

    private void parse(byte[] json, int length) {
        try (JsonParser parser = DumpHead.JSON.createParser(json, 0, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readFields(parser);
            }
        } catch (IOException damaged) {
            // what stood before the damage is kept
        }
    }

    private void readFields(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("heapBytes")) {
                heapBytes = number(value, parser, 0);
            } else if (name.equals("otherBytes")) {
                otherBytes = number(value, parser, -1);
            } else if (name.equals("heapError")) {
                failed = value == JsonToken.VALUE_STRING;
            }
            parser.skipChildren();
        }
    }

    private static long number(JsonToken value, JsonParser parser, long otherwise) throws IOException {
        Long number = DumpHead.number(value, parser);
        return number == null || number < 0 ? otherwise : number;
    }
}
