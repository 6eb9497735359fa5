package jpm.k8s;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Merges a patch into an object as Kubernetes does: maps by field, lists of maps by the field that names their elements. */
final class StrategicMerge {
    private static final Map<String, String> KEYS =
            Map.of("containers", "name", "env", "name", "volumes", "name", "volumeMounts", "mountPath");
    /** A volume of the same name is replaced whole: it cannot be of two kinds. */
    private static final String VOLUMES = "volumes";

    private StrategicMerge() {}

    static Map<String, @Nullable Object> merge(
            Map<String, @Nullable Object> object, Map<String, @Nullable Object> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(object);
        for (Map.Entry<String, @Nullable Object> field : patch.entrySet()) {
            String name = field.getKey();
            Object value = field.getValue();
            if (value instanceof List<?> && KEYS.containsKey(name)) {
                merged.put(name, lists(name, Fields.maps(object, name), Fields.maps(patch, name)));
            } else if (value instanceof Map<?, ?>) {
                merged.put(name, merge(Fields.map(object, name), Fields.map(patch, name)));
            } else {
                merged.put(name, value);
            }
        }
        return merged;
    }

    private static List<Map<String, @Nullable Object>> lists(
            String name, List<Map<String, @Nullable Object>> objects, List<Map<String, @Nullable Object>> patches) {
        List<Map<String, @Nullable Object>> merged = new ArrayList<>(objects);
        String key = Objects.requireNonNull(KEYS.get(name));
        for (Map<String, @Nullable Object> patch : patches) {
            int at = indexOf(Fields.text(patch, key), key, merged);
            if (at < 0) {
                merged.add(patch);
            } else {
                merged.set(at, name.equals(VOLUMES) ? patch : merge(merged.get(at), patch));
            }
        }
        return merged;
    }

    private static int indexOf(@Nullable String value, String key, List<Map<String, @Nullable Object>> among) {
        for (int i = 0; i < among.size(); i++) {
            if (Objects.equals(value, Fields.text(among.get(i), key))) {
                return i;
            }
        }
        return -1;
    }
}
