package jpm.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a listing, read from the head of a dump.json. Reading stops once all are known, which is after a few hundred bytes in a file
 * whose fields stand in the documented order; any other order works too and reads more. Damaged text yields the fields before the damage.
 */
final class DumpHead {
    /** Bytes that hold the head of nearly every dump.json. */
    static final int HEAD_BYTES = 4096;

    /** More than this of a dump.json is never read for a listing. */
    private static final int MAX_BYTES = 4 << 20;

    private static final int WANTED_FIELDS = 10;
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1 << 20)
                    .maxNestingDepth(200)
                    .build())
            .build();

    @Nullable
    Instant time;

    @Nullable
    Long pid;

    @Nullable
    Long uid;

    @Nullable
    String user;

    @Nullable
    String main;

    @Nullable
    String reason;

    @Nullable
    String exception;

    @Nullable
    String message;

    @Nullable
    String thread;

    @Nullable
    String signature;

    /** Whether the text was a JSON object as far as it was read. */
    boolean readable;

    private int known;

    private DumpHead() {}

    /**
     * Throws {@link IOException} when the file cannot be opened or read.
     *
     * @param buffer at least {@link #HEAD_BYTES} long, overwritten
     */
    static DumpHead read(File file, byte[] buffer) throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            int length = fill(in, buffer, HEAD_BYTES);
            DumpHead first = parse(buffer, length);
            if (first.known == WANTED_FIELDS || length < HEAD_BYTES) {
                return first;
            }
            byte[] rest = in.readNBytes(MAX_BYTES - length);
            byte[] all = Arrays.copyOf(buffer, length + rest.length);
            System.arraycopy(rest, 0, all, length, rest.length);
            return parse(all, all.length);
        }
    }

    /** Reads up to {@code limit} bytes; gives how many there were. */
    static int fill(InputStream in, byte[] buffer, int limit) throws IOException {
        int length = 0;
        while (length < limit) {
            int read = in.read(buffer, length, limit - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return length;
    }

    private static DumpHead parse(byte[] json, int length) {
        DumpHead head = new DumpHead();
        try (JsonParser parser = JSON.createParser(json, 0, length)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                head.readable = true;
                head.readFields(parser);
            }
        } catch (IOException damaged) {
            // what stood before the damage is kept
        }
        return head;
    }

    private void readFields(JsonParser parser) throws IOException {
        while (known < WANTED_FIELDS && parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            take(name, value, parser);
            if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            }
        }
    }

    private void take(String name, JsonToken value, JsonParser parser) throws IOException {
        switch (name) {
            case "time" -> time = instant(text(value, parser));
            case "pid" -> pid = number(value, parser);
            case "uid" -> uid = number(value, parser);
            case "user" -> user = text(value, parser);
            case "main" -> main = text(value, parser);
            case "reason" -> reason = text(value, parser);
            case "exception" -> exception = text(value, parser);
            case "message" -> message = text(value, parser);
            case "thread" -> thread = text(value, parser);
            case "signature" -> signature = text(value, parser);
            default -> {
                return;
            }
        }
        known++;
    }

    private static @Nullable String text(JsonToken value, JsonParser parser) throws IOException {
        return value == JsonToken.VALUE_STRING ? cut(parser.getText()) : null;
    }

    private static String cut(String text) {
        int end = DumpEntry.MAX_TEXT_CHARS;
        if (text.length() <= end) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    static @Nullable Long number(JsonToken value, JsonParser parser) throws IOException {
        return value == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                ? (Long) parser.getLongValue()
                : null;
    }

    static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }
}
