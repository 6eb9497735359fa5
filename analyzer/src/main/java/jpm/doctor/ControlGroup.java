package jpm.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The limits of a process's control group and of those above it. */
final class ControlGroup {
    private static final String ROOT = "fs/cgroup";

    private final Path sys;
    private final String procCgroup;

    /**
     * Of a process.
     *
     * @param sys the mounted sysfs
     * @param procCgroup the content of {@code /proc/PID/cgroup}
     */
    ControlGroup(Path sys, String procCgroup) {
        this.sys = sys;
        this.procCgroup = procCgroup;
    }

    /** A limit and the file that sets it. */
    record Limit(long value, Path file) {}

    @Nullable
    Limit memory() {
        return smallest("memory", "memory.max", "memory.limit_in_bytes");
    }

    @Nullable
    Limit tasks() {
        return smallest("pids", "pids.max", "pids.max");
    }

    /** How many tasks are in the group whose limit this is; -1 where that cannot be told. */
    static long tasksIn(Limit limit) {
        Long count = number(limit.file().resolveSibling("pids.current"));
        return count == null ? -1 : count;
    }

    private @Nullable Limit smallest(String controller, String unifiedFile, String ownFile) {
        Limit unified = smallest(sys.resolve(ROOT), groupOf(""), unifiedFile);
        Limit own = smallest(sys.resolve(ROOT).resolve(controller), groupOf(controller), ownFile);
        return own == null || unified != null && unified.value() <= own.value() ? unified : own;
    }

    /** The process's path in a controller's hierarchy, {@code ""} in the unified one. */
    private @Nullable String groupOf(String controller) {
        for (String line : procCgroup.split("\n", -1)) {
            String[] fields = line.split(":", 3);
            if (fields.length == 3 && ("," + fields[1] + ",").contains("," + controller + ",")) {
                return fields[2];
            }
        }
        return null;
    }

    private static @Nullable Limit smallest(Path hierarchy, @Nullable String group, String file) {
        if (group == null || !Files.isDirectory(hierarchy)) {
            return null;
        }
        Path folder =
                hierarchy.resolve(group.substring(Math.min(1, group.length()))).normalize();
        // A namespace shows a group above its own root as /.. or as a path that is not mounted here.
        Path at = folder.startsWith(hierarchy) && Files.isDirectory(folder) ? folder : hierarchy;
        Limit smallest = null;
        while (at != null && at.startsWith(hierarchy)) {
            long value = limit(at.resolve(file));
            if (value >= 0 && (smallest == null || value < smallest.value())) {
                smallest = new Limit(value, at.resolve(file));
            }
            at = at.getParent();
        }
        return smallest;
    }

    /** -1 for none; the first hierarchies write none as a number close to the largest. */
    private static long limit(Path file) {
        Long value = number(file);
        return value == null || value >= Long.MAX_VALUE / 2 ? -1 : value;
    }

    private static @Nullable Long number(Path file) {
        try {
            String text = Files.readString(file).trim();
            return text.matches("\\d{1,19}") ? (Long) Long.parseLong(text) : null;
        } catch (IOException | NumberFormatException noLimit) {
            return null;
        }
    }
}
