package jpm.k8s;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes manifests leave dumps.
 *
 * @param agent the ConfigMaps with the agent for each namespace; none where the image has it
 * @param patches for each object that starts pods its identity and what is to be added
 * @param patched all objects that were read, with the patches in them
 * @param notices what their owner should know, a clause each
 */
public record Preparation(
        List<Map<String, @Nullable Object>> agent,
        List<Map<String, @Nullable Object>> patches,
        List<Map<String, @Nullable Object>> patched,
        List<String> notices) {
    /** Objects without the wanted container stay as they are. */
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
        List<Map<String, @Nullable Object>> maps = new ArrayList<>();
        for (String namespace : namespaces) {
            for (int part = 0; part < settings.agentJars().size(); part++) {
                maps.add(configMap(namespace, part, settings.agentJars().get(part)));
            }
        }
        return maps;
    }

    private static Map<String, @Nullable Object> configMap(@Nullable String namespace, int part, byte[] jar) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("name", PodPatch.configMap(part));
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        String content = Base64.getEncoder().encodeToString(jar);
        return Fields.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                metadata,
                "binaryData",
                Fields.of(AgentParts.fileName(part), content));
    }
}
