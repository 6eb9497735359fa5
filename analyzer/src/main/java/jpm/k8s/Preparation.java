package jpm.k8s;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * What makes manifests leave dumps.
 *
 * @param agent the ConfigMap with the agent for each namespace; none where the image has it
 * @param patches for each object that starts pods its identity and what is to be added
 * @param patched all objects that were read, with the patches in them
 * @param notices what their owner should know, a clause each
 */
public record Preparation(
        List<Map<String, @Nullable Object>> agent,
        List<Map<String, @Nullable Object>> patches,
        List<Map<String, @Nullable Object>> patched,
        List<String> notices) {
    /** More than this does a cluster not keep in a ConfigMap. */
    private static final int MAX_CONFIG_MAP_BYTES = 1 << 20;

    private static final int ROOM_FOR_NAMES = 1 << 10;

    /** Throws {@link JpmException} where the agent is too large for a ConfigMap, or no object has the wanted container. */
    public static Preparation of(List<Map<String, @Nullable Object>> objects, PodSettings settings) {
        List<Map<String, @Nullable Object>> patches = new ArrayList<>();
        List<Map<String, @Nullable Object>> patched = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        Set<@Nullable String> namespaces = new LinkedHashSet<>();
        for (Map<String, @Nullable Object> object : withoutLists(objects)) {
            Workload workload = Workload.of(object);
            Map<String, @Nullable Object> container =
                    workload == null ? null : workload.container(settings.container());
            if (workload == null || container == null) {
                patched.add(object);
                continue;
            }
            PodPatch pod = new PodPatch(workload, container, settings);
            Map<String, @Nullable Object> patch = workload.withPodSpec(pod.podSpec());
            pod.notices().forEach(notice -> notices.add(workload.name() + ": " + notice));
            patches.add(patch);
            patched.add(StrategicMerge.merge(object, patch));
            namespaces.add(workload.namespace());
        }
        return new Preparation(configMaps(namespaces, settings), patches, patched, notices);
    }

    private static List<Map<String, @Nullable Object>> withoutLists(List<Map<String, @Nullable Object>> objects) {
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        for (Map<String, @Nullable Object> object : objects) {
            boolean isList = String.valueOf(Fields.text(object, "kind")).endsWith("List")
                    && object.get("items") instanceof List<?>;
            all.addAll(isList ? withoutLists(Fields.maps(object, "items")) : List.of(object));
        }
        return all;
    }

    private static List<Map<String, @Nullable Object>> configMaps(
            Set<@Nullable String> namespaces, PodSettings settings) {
        byte[] jar = settings.agentJar();
        if (jar == null) {
            return List.of();
        }
        if (jar.length > MAX_CONFIG_MAP_BYTES - ROOM_FOR_NAMES) {
            throw new JpmException(
                    "cannot put the agent into a ConfigMap: it has " + jar.length + " bytes, and the limit is "
                            + MAX_CONFIG_MAP_BYTES,
                    "put the jar into the image and name its path with --agent");
        }
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (String namespace : namespaces) {
            Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
            metadata.put("name", PodPatch.CONFIG_MAP);
            if (namespace != null) {
                metadata.put("namespace", namespace);
            }
            String content = Base64.getEncoder().encodeToString(jar);
            maps.add(Fields.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    metadata,
                    "binaryData",
                    Fields.of("jpm-agent.jar", content)));
        }
        return maps;
    }
}
