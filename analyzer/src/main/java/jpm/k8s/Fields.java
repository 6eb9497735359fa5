package jpm.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an object that may hold anything. */
final class Fields {
    private Fields() {}

    /** A map's field that is a map; empty where it is none. */
    @SuppressWarnings("unchecked") // keys of another type are found by no name
    static Map<String, @Nullable Object> map(@Nullable Object of, String name) {
        return of instanceof Map<?, ?> map && map.get(name) instanceof Map<?, ?> found
                ? (Map<String, @Nullable Object>) found
                : Map.of();
    }

    /** A map's field that is a list of maps; what is no map is left out. */
    @SuppressWarnings("unchecked") // keys of another type are found by no name
    static List<Map<String, @Nullable Object>> maps(@Nullable Object of, String name) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        if (of instanceof Map<?, ?> map && map.get(name) instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> found) {
                    maps.add((Map<String, @Nullable Object>) found);
                }
            }
        }
        return maps;
    }

    /** A map's field as text, null where it is none. */
    static @Nullable String text(@Nullable Object of, String name) {
        Object found = of instanceof Map<?, ?> map ? map.get(name) : null;
        return found instanceof String || found instanceof Number ? found.toString() : null;
    }

    static long number(@Nullable Object of, String name, long byDefault) {
        return of instanceof Map<?, ?> map && map.get(name) instanceof Number number ? number.longValue() : byDefault;
    }

    static boolean isTrue(@Nullable Object of, String name) {
        return of instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get(name));
    }

    /** A map in this order; pairs of name and value. */
    static Map<String, @Nullable Object> of(Object... pairs) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}
