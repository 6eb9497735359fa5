package jpm.k8s;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that starts pods, and where in it the pod's template is. */
final class Workload {
    private static final List<List<String>> TEMPLATES =
            List.of(List.of("spec", "template"), List.of("spec", "jobTemplate", "spec", "template"), List.of());

    private final Map<String, @Nullable Object> object;
    private final List<String> path;

    private Workload(Map<String, @Nullable Object> object, List<String> path) {
        this.object = object;
        this.path = path;
    }

    /** Null for an object that starts no pods. */
    static @Nullable Workload of(Map<String, @Nullable Object> object) {
        for (List<String> path : TEMPLATES) {
            Workload candidate = new Workload(object, path);
            boolean isKind = !path.isEmpty() || "Pod".equals(Fields.text(object, "kind"));
            if (isKind && !Fields.maps(candidate.podSpec(), "containers").isEmpty()) {
                return candidate;
            }
        }
        return null;
    }

    /** As {@code deployment cart}. */
    String name() {
        return String.valueOf(Fields.text(object, "kind")).toLowerCase(Locale.ROOT) + " "
                + Fields.text(Fields.map(object, "metadata"), "name");
    }

    @Nullable
    String namespace() {
        return Fields.text(Fields.map(object, "metadata"), "namespace");
    }

    private Map<String, @Nullable Object> template() {
        Map<String, @Nullable Object> at = object;
        for (String name : path) {
            at = Fields.map(at, name);
        }
        return at;
    }

    Map<String, @Nullable Object> podSpec() {
        return Fields.map(template(), "spec");
    }

    /** The container of this name, or else the one that kubectl takes when none is named. */
    @Nullable
    Map<String, @Nullable Object> container(@Nullable String name) {
        List<Map<String, @Nullable Object>> all = Fields.maps(podSpec(), "containers");
        String told = name != null
                ? name
                : Fields.text(
                        Fields.map(Fields.map(template(), "metadata"), "annotations"),
                        "kubectl.kubernetes.io/default-container");
        for (Map<String, @Nullable Object> container : all) {
            if (told != null && told.equals(Fields.text(container, "name"))) {
                return container;
            }
        }
        return name == null ? all.get(0) : null;
    }

    /** An object of this identity with nothing in it but this specification of its pods. */
    Map<String, @Nullable Object> withPodSpec(Map<String, @Nullable Object> podSpec) {
        Map<String, @Nullable Object> inner = Fields.of("spec", podSpec);
        for (int i = path.size() - 1; i >= 0; i--) {
            inner = Fields.of(path.get(i), inner);
        }
        Map<String, @Nullable Object> partial = new LinkedHashMap<>();
        partial.put("apiVersion", object.get("apiVersion"));
        partial.put("kind", object.get("kind"));
        Map<String, @Nullable Object> metadata =
                Fields.of("name", String.valueOf(Fields.text(Fields.map(object, "metadata"), "name")));
        if (namespace() != null) {
            metadata.put("namespace", namespace());
        }
        partial.put("metadata", metadata);
        partial.putAll(inner);
        return partial;
    }
}
