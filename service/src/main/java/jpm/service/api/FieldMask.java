package jpm.service.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.json.JsonObject;

/** The parameter {@code fields} of Google's APIs, which names the parts of an answer that are wanted: {@code a,b/c,d(e,f)}. */
final class FieldMask {
    private static final int MAX_DEPTH = 20;

    private final Map<String, FieldMask> wanted = new LinkedHashMap<>();

    /** Parses a mask. */
    static FieldMask parse(String text) {
        Parser parser = new Parser(text);
        FieldMask mask = new FieldMask();
        parser.list(mask, 0);
        if (parser.place < text.length()) {
            throw parser.malformed();
        }
        return mask;
    }

    /** Only what is wanted of an object. */
    JsonObject of(JsonObject whole) {
        if (wanted.isEmpty() || wanted.containsKey("*")) {
            return whole;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        whole.members().forEach((name, value) -> {
            FieldMask inner = wanted.get(name);
            if (inner != null) {
                kept.put(name, inner.ofValue(value));
            }
        });
        return new JsonObject(kept);
    }

    private Object ofValue(Object value) {
        if (value instanceof JsonObject object) {
            return of(object);
        }
        return value instanceof List<?> list ? list.stream().map(this::ofValue).toList() : value;
    }

    private static final class Parser {
        private final String text;
        private int place;

        Parser(String text) {
            this.text = text;
        }

        void list(FieldMask mask, int depth) {
            do {
                path(mask, depth);
            } while (take(','));
        }

        private void path(FieldMask mask, int depth) {
            if (depth > MAX_DEPTH) {
                throw malformed();
            }
            int start = place;
            while (place < text.length() && ",/()".indexOf(text.charAt(place)) < 0) {
                place++;
            }
            if (place == start) {
                throw malformed();
            }
            FieldMask inner = mask.wanted.computeIfAbsent(text.substring(start, place), name -> new FieldMask());
            if (take('/')) {
                path(inner, depth + 1);
            } else if (take('(')) {
                list(inner, depth + 1);
                if (!take(')')) {
                    throw malformed();
                }
            }
        }

        private boolean take(char expected) {
            boolean isThere = place < text.length() && text.charAt(place) == expected;
            place += isThere ? 1 : 0;
            return isThere;
        }

        ServiceException malformed() {
            return new ServiceException(Status.INVALID_ARGUMENT, "Invalid field mask in 'fields'");
        }
    }
}
