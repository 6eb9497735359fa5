package jpm.service.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON trees; their values are those that {@link JsonObject} names. */
public final class JsonText {
    /** Deeper texts are refused: every reader of trees is recursive, as are those of the clients. */
    public static final int MAX_DEPTH = 90;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            // Java strings may hold halves of surrogate pairs, which UTF-8 and databases cannot.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    private JsonText() {}

    /** Parses one value; null is the JSON {@code null}. */
    public static @Nullable Object parse(byte[] utf8) throws MalformedJsonException {
        try (JsonParser json = FACTORY.createParser(utf8)) {
            if (json.nextToken() == null) {
                throw new MalformedJsonException("there is no JSON");
            }
            Object value = value(json);
            if (json.nextToken() != null) {
                throw new MalformedJsonException("something follows the JSON");
            }
            return value;
        } catch (JsonProcessingException malformed) {
            throw new MalformedJsonException(malformed.getOriginalMessage() + place(malformed));
        } catch (IOException unreadable) {
            throw new MalformedJsonException("it is not UTF-8");
        }
    }

    private static String place(JsonProcessingException malformed) {
        return malformed.getLocation() == null
                ? ""
                : " (line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr() + ")";
    }

    /** Parses an object. */
    public static JsonObject parseObject(byte[] utf8) throws MalformedJsonException {
        if (parse(utf8) instanceof JsonObject object) {
            return object;
        }
        throw new MalformedJsonException("it is not an object");
    }

    /** Parses an object. */
    public static JsonObject parseObject(String text) throws MalformedJsonException {
        return parseObject(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The names of the members, also of those that are null, of an object that stands at a path of a whole text. */
    public static List<String> names(String text, List<String> path) throws MalformedJsonException {
        try (JsonParser json = FACTORY.createParser(text)) {
            json.nextToken();
            for (String member : path) {
                enter(json, member);
            }
            return names(json);
        } catch (IOException malformed) {
            throw new MalformedJsonException("it is not JSON");
        }
    }

    private static void enter(JsonParser json, String member) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isFound = json.currentName().equals(member);
            json.nextToken();
            if (isFound) {
                return;
            }
            json.skipChildren();
        }
    }

    private static List<String> names(JsonParser json) throws IOException, MalformedJsonException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedJsonException("it is not an object");
        }
        List<String> names = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            names.add(json.currentName());
            json.nextToken();
            json.skipChildren();
        }
        return names;
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> integer(json);
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Object integer(JsonParser json) throws IOException {
        if (json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return json.getLongValue();
        }
        BigInteger large = json.getBigIntegerValue();
        return large;
    }

    private static JsonObject object(JsonParser json) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            Object value = value(json);
            if (value != null) {
                members.put(name, value);
            }
        }
        return new JsonObject(members);
    }

    private static List<Object> array(JsonParser json) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Object value = value(json);
            if (value != null) {
                elements.add(value);
            }
        }
        return List.copyOf(elements);
    }

    /** The value as UTF-8, all of it ASCII; null is the JSON {@code null}. */
    public static byte[] bytes(@Nullable Object value) {
        return bytes(value, false);
    }

    /** The value as UTF-8, on lines with indentation when {@code pretty}. */
    public static byte[] bytes(@Nullable Object value, boolean pretty) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            if (pretty) {
                json.useDefaultPrettyPrinter();
            }
            write(value, json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** The value as text, all of it ASCII. */
    public static String string(Object value) {
        return new String(bytes(value), StandardCharsets.US_ASCII);
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof JsonObject object) {
            json.writeStartObject();
            for (Map.Entry<String, Object> member : object.members().entrySet()) {
                json.writeFieldName(member.getKey());
                write(member.getValue(), json);
            }
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element, json);
            }
            json.writeEndArray();
        } else {
            scalar(value, json);
        }
    }

    private static void scalar(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigInteger large) {
            json.writeNumber(large);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            throw new IllegalArgumentException("no JSON: " + value.getClass());
        }
    }
}
