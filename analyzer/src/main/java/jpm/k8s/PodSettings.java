package jpm.k8s;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pods are to leave dumps.
 *
 * @param volume where dumps are kept
 * @param agentJars the agent to bring along, a ConfigMap for each part; none where the image has it
 * @param agentPath where the agent is in the container
 * @param container the only container to change; null for the one that is the pod's default
 * @param graceSeconds how long a pod may take to end; null to reckon it from the memory's limit
 */
public record PodSettings(
        Volume volume,
        List<byte[]> agentJars,
        String agentPath,
        @Nullable String container,
        @Nullable Integer graceSeconds) {
    /** Where the agent is if a ConfigMap brings it. */
    public static final String MOUNTED_AGENT = "/jpm/agent/jpm-agent.jar";

    /** Where dumps are in the container. */
    static final String DUMPS = "/jpm/dumps";

    /** What keeps dumps, and how long. */
    public enum VolumeKind {
        /** As long as the pod. */
        EMPTY_DIR,
        /** As long as the claim. */
        CLAIM,
        /** As long as the node. */
        HOST_PATH
    }

    /** @param name the claim, or the path on the node; empty for an emptyDir */
    public record Volume(VolumeKind kind, String name) {}
}
