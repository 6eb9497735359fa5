package jpm.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The whole of a dump.json (or end.json). Values are String, Long, Double, Boolean, null, {@code List} and {@code Map} of these; the accessors
 * take a path of names joined by dots, ignore case, and give null where the field is absent or of another type. A file that is damaged gives what
 * stood before the damage.
 */
public final class DumpMetadata {
    private static final int MAX_BYTES = 64 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(16 << 20)
                    .maxNestingDepth(200)
                    .build())
            .build();

    private final Map<String, @Nullable Object> fields;

    private DumpMetadata(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** Reads {@code dump.json} of a dump's folder; never throws for what is in the file. */
    public static DumpMetadata read(Path folder) {
        return readFile(folder.resolve(DumpFiles.METADATA));
    }

    static DumpMetadata readFile(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(MAX_BYTES));
        } catch (IOException unreadable) {
            return new DumpMetadata(new LinkedHashMap<>());
        }
    }

    /** Any other object in JSON that is to be read like that. */
    public static DumpMetadata parse(byte[] json) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readObject(parser, fields);
            }
        } catch (IOException damaged) {
            return new DumpMetadata(fields);
        }
        return new DumpMetadata(fields);
    }

    /** An object that stands in another one. */
    public static DumpMetadata of(Map<?, ?> object) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        object.forEach((name, value) -> fields.put(String.valueOf(name), value));
        return new DumpMetadata(fields);
    }

    private static void readObject(JsonParser parser, Map<String, @Nullable Object> into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                Map<String, @Nullable Object> nested = new LinkedHashMap<>();
                into.put(name, nested);
                readObject(parser, nested);
            } else if (token == JsonToken.START_ARRAY) {
                List<@Nullable Object> nested = new ArrayList<>();
                into.put(name, nested);
                readArray(parser, nested);
            } else {
                into.put(name, scalar(token, parser));
            }
        }
    }

    private static void readArray(JsonParser parser, List<@Nullable Object> into) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                return;
            }
            if (token == JsonToken.START_OBJECT) {
                Map<String, @Nullable Object> nested = new LinkedHashMap<>();
                into.add(nested);
                readObject(parser, nested);
            } else if (token == JsonToken.START_ARRAY) {
                List<@Nullable Object> nested = new ArrayList<>();
                into.add(nested);
                readArray(parser, nested);
            } else {
                into.add(scalar(token, parser));
            }
        }
    }

    private static @Nullable Object scalar(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? (Object) parser.getDoubleValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    /** All fields in the order of the file. */
    public Map<String, @Nullable Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    public @Nullable String text(String path) {
        return value(path) instanceof String text ? text : null;
    }

    public @Nullable Long number(String path) {
        return value(path) instanceof Long number ? number : null;
    }

    /** The elements of a list, or none. */
    public List<@Nullable Object> list(String path) {
        return value(path) instanceof List<?> list ? Collections.unmodifiableList(list) : List.of();
    }

    /** The value at a path, null also where there is none. A name that itself has dots in it is found as well. */
    public @Nullable Object value(String path) {
        return value(fields, path);
    }

    private static @Nullable Object value(Map<?, ?> object, String path) {
        for (Map.Entry<?, ?> field : object.entrySet()) {
            String name = String.valueOf(field.getKey());
            if (name.equalsIgnoreCase(path)) {
                return field.getValue();
            }
            boolean prefix = path.length() > name.length()
                    && path.charAt(name.length()) == '.'
                    && path.regionMatches(true, 0, name, 0, name.length());
            if (prefix && field.getValue() instanceof Map<?, ?> nested) {
                Object found = value(nested, path.substring(name.length() + 1));
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
