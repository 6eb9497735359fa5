package jpm.agent.control;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for: one object of texts, numbers and booleans, and lists of texts.
 *
 * @param fields the single values, as text
 */
record ControlRequest(Map<String, String> fields, Map<String, List<String>> lists) {
    private static final int MAX_FIELDS = 50;
    private static final int MAX_ELEMENTS = 100;
    private static final int MAX_CHARS = 16 * 1024;

    /** Reads it; {@link IllegalArgumentException} where it is none. */
    static ControlRequest read(JsonParser json) throws IOException {
        ControlRequest request = new ControlRequest(new HashMap<>(), new HashMap<>());
        require(json.nextToken() == JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            require(request.fields.size() + request.lists.size() < MAX_FIELDS);
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                request.lists.put(name, list(json));
            } else if (json.currentToken() != JsonToken.VALUE_NULL) {
                request.fields.put(name, text(json));
            }
        }
        return request;
    }

    private static List<String> list(JsonParser json) throws IOException {
        List<String> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(list.size() < MAX_ELEMENTS);
            list.add(text(json));
        }
        return list;
    }

    private static String text(JsonParser json) throws IOException {
        require(json.currentToken() != null && json.currentToken().isScalarValue());
        String text = json.getText();
        require(text.length() <= MAX_CHARS);
        return text;
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("the request is none of jpm's");
        }
    }

    /** A field that must be there. */
    String text(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the request lacks " + name);
        }
        return value;
    }

    @Nullable
    String optional(String name) {
        return fields.get(name);
    }

    List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    boolean isTrue(String name) {
        return "true".equals(fields.get(name));
    }

    /** A number; {@link IllegalArgumentException} where it is none. */
    long number(String name, long otherwise) {
        String value = fields.get(name);
        try {
            return value == null ? otherwise : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is no number: " + value, e);
        }
    }
}
