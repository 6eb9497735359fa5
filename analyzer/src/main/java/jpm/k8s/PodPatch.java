package jpm.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.k8s.PodSettings.VolumeKind;
import org.jspecify.annotations.Nullable;

/** What is to be added to one pod, as a strategic merge patch of its specification, and what its owner should know. */
final class PodPatch {
    static final String CONFIG_MAP = "jpm-agent";
    private static final String DUMPS_VOLUME = "jpm-dumps";
    private static final String TMP_VOLUME = "jpm-tmp";
    private static final String TERMINATION_LOG = "/dev/termination-log";
    private static final long WRITTEN_BYTES_PER_SECOND = 200L << 20;
    private static final int LEAST_GRACE_SECONDS = 60;
    private static final int UNKNOWN_GRACE_SECONDS = 120;
    private static final int OWN_GRACE_SECONDS = 30;
    private static final String[] OPTION_VARIABLES = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"};

    private final Workload workload;
    private final Map<String, @Nullable Object> container;
    private final PodSettings settings;
    private final List<String> notices = new ArrayList<>();

    PodPatch(Workload workload, Map<String, @Nullable Object> container, PodSettings settings) {
        this.workload = workload;
        this.container = container;
        this.settings = settings;
    }

    List<String> notices() {
        return notices;
    }

    Map<String, @Nullable Object> podSpec() {
        return Fields.of(
                "terminationGracePeriodSeconds", graceSeconds(),
                "containers", List.of(containerPatch()),
                "volumes", volumes());
    }

    private Map<String, @Nullable Object> containerPatch() {
        String name = String.valueOf(Fields.text(container, "name"));
        int containers = Fields.maps(workload.podSpec(), "containers").size();
        if (containers > 1 && settings.container() == null) {
            notices.add("of its " + containers + " containers " + name + " gets the agent; --container names another");
        }
        checkProbe();
        return Fields.of(
                "name",
                name,
                "env",
                environment(),
                "terminationMessagePath",
                TERMINATION_LOG,
                "terminationMessagePolicy",
                "FallbackToLogsOnError",
                "volumeMounts",
                mounts());
    }

    private List<Map<String, @Nullable Object>> environment() {
        String variable = freeVariable();
        String before = value(variable);
        String option = "-javaagent:" + settings.agentPath();
        List<String> options = new ArrayList<>();
        if (before != null && !before.isBlank()) {
            options.add(before.strip());
        }
        if (before == null || !before.contains(option)) {
            options.add(option);
        }
        if (!options().contains("-XX:ErrorFile=")) {
            options.add("-XX:ErrorFile=" + PodSettings.DUMPS + "/hs_err_pid%p.log");
        }
        boolean endsEarly = options().matches("(?s).*-XX:\\+(Exit|Crash)OnOutOfMemoryError.*");
        if (endsEarly && !options().contains("HeapDumpOnOutOfMemoryError")) {
            options.add("-XX:+HeapDumpOnOutOfMemoryError");
            options.add("-XX:HeapDumpPath=" + PodSettings.DUMPS);
            notices.add(
                    "the JVM ends at an OutOfMemoryError before the agent sees it: it is told to write its own heap dump, for jpm collect");
        }
        return List.of(
                Fields.of("name", variable, "value", String.join(" ", options)),
                Fields.of("name", "JPM_STORE", "value", PodSettings.DUMPS));
    }

    /** The variable for the JVM's options: one whose value comes from elsewhere cannot be added to. */
    private String freeVariable() {
        for (String name : OPTION_VARIABLES) {
            if (variable(name) == null || value(name) != null) {
                return name;
            }
        }
        notices.add("JAVA_TOOL_OPTIONS and JDK_JAVA_OPTIONS come from elsewhere: the value of the first is replaced");
        return OPTION_VARIABLES[0];
    }

    private @Nullable Map<String, @Nullable Object> variable(String name) {
        for (Map<String, @Nullable Object> variable : Fields.maps(container, "env")) {
            if (name.equals(Fields.text(variable, "name"))) {
                return variable;
            }
        }
        return null;
    }

    private @Nullable String value(String name) {
        return Fields.text(variable(name), "value");
    }

    /** All words in which the container may give options to the JVM. */
    private String options() {
        StringBuilder all = new StringBuilder();
        for (String list : new String[] {"command", "args"}) {
            if (container.get(list) instanceof List<?> words) {
                words.forEach(word -> all.append(word).append(' '));
            }
        }
        Fields.maps(container, "env")
                .forEach(variable -> all.append(Fields.text(variable, "value")).append(' '));
        return all.toString();
    }

    private List<Map<String, @Nullable Object>> mounts() {
        List<Map<String, @Nullable Object>> mounts = new ArrayList<>();
        mounts.add(Fields.of("name", DUMPS_VOLUME, "mountPath", PodSettings.DUMPS));
        if (!settings.agentJars().isEmpty()) {
            mounts.add(Fields.of("name", CONFIG_MAP, "mountPath", "/jpm/agent", "readOnly", true));
        }
        if (needsTmp()) {
            mounts.add(Fields.of("name", TMP_VOLUME, "mountPath", "/tmp"));
        }
        return mounts;
    }

    /** A JVM can be attached to through /tmp alone. */
    private boolean needsTmp() {
        boolean hasTmp = Fields.maps(container, "volumeMounts").stream()
                .anyMatch(mount -> "/tmp".equals(Fields.text(mount, "mountPath"))
                        && !TMP_VOLUME.equals(Fields.text(mount, "name")));
        return Fields.isTrue(Fields.map(container, "securityContext"), "readOnlyRootFilesystem") && !hasTmp;
    }

    private List<Map<String, @Nullable Object>> volumes() {
        List<Map<String, @Nullable Object>> volumes = new ArrayList<>();
        volumes.add(dumpsVolume());
        if (!settings.agentJars().isEmpty()) {
            volumes.add(Fields.of("name", CONFIG_MAP, "projected", Fields.of("sources", sources())));
        }
        if (needsTmp()) {
            volumes.add(Fields.of("name", TMP_VOLUME, "emptyDir", Fields.of("sizeLimit", "16Mi")));
        }
        return volumes;
    }

    private List<Map<String, @Nullable Object>> sources() {
        List<Map<String, @Nullable Object>> sources = new ArrayList<>();
        for (int part = 0; part < settings.agentJars().size(); part++) {
            sources.add(Fields.of("configMap", Fields.of("name", configMap(part))));
        }
        return sources;
    }

    /** The name of the ConfigMap with a part of the agent. */
    static String configMap(int part) {
        return part == 0 ? CONFIG_MAP : CONFIG_MAP + "-" + (part + 1);
    }

    private Map<String, @Nullable Object> dumpsVolume() {
        String name = settings.volume().name();
        if (settings.volume().kind() == VolumeKind.CLAIM) {
            return Fields.of("name", DUMPS_VOLUME, "persistentVolumeClaim", Fields.of("claimName", name));
        }
        if (settings.volume().kind() == VolumeKind.HOST_PATH) {
            notices.add("the folder " + name + " of the node must be writable for the container's user");
            return Fields.of("name", DUMPS_VOLUME, "hostPath", Fields.of("path", name, "type", "DirectoryOrCreate"));
        }
        if (Fields.text(Fields.map(Fields.map(container, "resources"), "limits"), "ephemeral-storage") != null) {
            notices.add(
                    "dumps count against the container's ephemeral-storage limit: a heap dump may evict the pod; --volume claim:NAME does not");
        }
        return Fields.of("name", DUMPS_VOLUME, "emptyDir", Fields.of());
    }

    private @Nullable Long memoryBytes() {
        return Quantities.bytes(Fields.text(Fields.map(Fields.map(container, "resources"), "limits"), "memory"));
    }

    /** What writing a heap of all the container's memory takes, and what the program had for itself. */
    private long graceSeconds() {
        if (settings.graceSeconds() != null) {
            return settings.graceSeconds();
        }
        Long memory = memoryBytes();
        if (memory == null) {
            notices.add(
                    "the container has no memory limit: nothing bounds its heap, and the grace period is a guess; --grace sets it");
        }
        long needed = memory == null
                ? UNKNOWN_GRACE_SECONDS
                : Math.max(LEAST_GRACE_SECONDS, OWN_GRACE_SECONDS + memory / WRITTEN_BYTES_PER_SECOND);
        return Math.max(needed, Fields.number(workload.podSpec(), "terminationGracePeriodSeconds", 0));
    }

    /** A JVM that writes its heap answers no probe. */
    private void checkProbe() {
        Long memory = memoryBytes();
        Map<String, @Nullable Object> probe = Fields.map(container, "livenessProbe");
        if (memory == null || probe.isEmpty()) {
            return;
        }
        long patience = Fields.number(probe, "periodSeconds", 10) * Fields.number(probe, "failureThreshold", 3);
        long pause = memory / WRITTEN_BYTES_PER_SECOND;
        if (patience <= pause) {
            notices.add("the liveness probe kills the container after " + patience + " s, and writing a heap of "
                    + (memory >> 20) + " MiB may take " + pause + " s: raise its failureThreshold");
        }
    }
}
