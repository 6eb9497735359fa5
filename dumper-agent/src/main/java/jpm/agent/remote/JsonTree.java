package jpm.agent.remote;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object in JSON: texts, numbers and truth values as text, lists, and objects. */
public record JsonTree(Map<String, Object> members) {
    private static final int MAX_DEPTH = 50;

    /** An object without members. */
    public static JsonTree empty() {
        return new JsonTree(Map.of());
    }

    /** Reads an object; {@link IOException} where it is none. */
    public static JsonTree parse(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("an object was expected");
            }
            return object(parser, 0);
        }
    }

    private static JsonTree object(JsonParser parser, int depth) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, depth + 1);
            if (value != null) {
                members.put(name, value);
            }
        }
        return new JsonTree(members);
    }

    private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || depth > MAX_DEPTH) {
            throw new IOException("the answer ends in its middle, or is nested too deeply");
        }
        if (token == JsonToken.START_OBJECT) {
            return object(parser, depth);
        }
        if (token != JsonToken.START_ARRAY) {
            return token == JsonToken.VALUE_NULL ? null : parser.getText();
        }
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object element = value(parser, depth + 1);
            if (element != null) {
                list.add(element);
            }
        }
        return list;
    }

    /** A text, number or truth value; null where there is none. */
    public @Nullable String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    public boolean isTrue(String name) {
        return "true".equals(text(name));
    }

    /** An object, empty where there is none. */
    public JsonTree object(String name) {
        return members.get(name) instanceof JsonTree tree ? tree : empty();
    }

    /** The texts of a list. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object each : list(name)) {
            if (each instanceof String text) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The objects of a list. */
    public List<JsonTree> objects(String name) {
        List<JsonTree> objects = new ArrayList<>();
        for (Object each : list(name)) {
            if (each instanceof JsonTree tree) {
                objects.add(tree);
            }
        }
        return objects;
    }

    private List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }
}
