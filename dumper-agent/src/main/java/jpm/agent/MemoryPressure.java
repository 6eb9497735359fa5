package jpm.agent;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the memory of the container, the control group that the kernel counts this process in, against its limit: at the limit the kernel kills
 * without a word.
 *
 * <p>What the kernel can take back at once, inactive pages of files, does not count as used.
 */
final class MemoryPressure {
    /** The memory must fall by so many percent before it is told of again. */
    private static final int RELIEF_PERCENT = 5;

    private final int percent;
    private final List<Group> groups;
    private boolean told;

    /** The files of a control group in which the kernel tells of its memory. */
    private record Group(File folder, String limitFile, String usageFile, String reclaimable) {
        @Nullable
        Long limit() {
            Long limit = number(limitFile);
            // The first hierarchy's way to say "none" is a number close to the largest.
            return limit == null || limit > Long.MAX_VALUE / 2 ? null : limit;
        }

        @Nullable
        Long used() {
            Long usage = number(usageFile);
            return usage == null ? null : Long.valueOf(Math.max(0, usage - reclaimableBytes()));
        }

        private @Nullable Long number(String file) {
            String text = HostFacts.text(new File(folder, file).getPath());
            try {
                return text == null ? null : Long.valueOf(text.trim());
            } catch (NumberFormatException e) {
                return null;
            }
        }

        private long reclaimableBytes() {
            String stat = HostFacts.text(new File(folder, "memory.stat").getPath());
            int at = stat == null ? -1 : ("\n" + stat).indexOf("\n" + reclaimable + " ");
            if (stat == null || at < 0) {
                return 0;
            }
            int start = at + reclaimable.length() + 1;
            int end = stat.indexOf('\n', start);
            return Long.parseLong(
                    stat.substring(start, end < 0 ? stat.length() : end).trim());
        }
    }

    /**
     * @param percent of the limit, from which on memory is short
     * @param mounts where the control groups are, {@code /sys/fs/cgroup}
     * @param membership {@code /proc/self/cgroup}, which says where this process is in them
     */
    MemoryPressure(int percent, String mounts, @Nullable String membership) {
        this.percent = percent;
        this.groups = limited(mounts, membership == null ? "" : membership);
    }

    /** The groups from this process's own to the outermost that have a limit. */
    private static List<Group> limited(String mounts, String membership) {
        List<Group> limited = new ArrayList<>();
        for (String line : membership.split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                addLimited(limited, mounts, parts[2], "memory.max", "memory.current", "inactive_file");
            } else if (parts.length == 3 && parts[1].equals("memory")) {
                addLimited(
                        limited,
                        mounts + "/memory",
                        parts[2],
                        "memory.limit_in_bytes",
                        "memory.usage_in_bytes",
                        "total_inactive_file");
            }
        }
        return limited;
    }

    private static void addLimited(
            List<Group> limited, String mount, String path, String limitFile, String usageFile, String reclaimable) {
        String each = path;
        while (true) {
            Group group = new Group(new File(mount + each), limitFile, usageFile, reclaimable);
            if (group.limit() != null) {
                limited.add(group);
            }
            int slash = each.lastIndexOf('/');
            if (slash < 0 || each.equals("/")) {
                return;
            }
            each = slash == 0 ? "/" : each.substring(0, slash);
        }
    }

    /** What is to be told of the memory now, as a sentence; null when there is enough, or nothing new. */
    @Nullable
    String news() {
        for (Group group : groups) {
            Long limit = group.limit();
            Long used = group.used();
            if (limit == null || used == null || limit <= 0) {
                continue;
            }
            double usedPercent = 100.0 * used / limit;
            if (usedPercent >= percent) {
                return tell(used, limit);
            }
            told &= usedPercent > percent - RELIEF_PERCENT;
        }
        return null;
    }

    private @Nullable String tell(long used, long limit) {
        if (told) {
            return null;
        }
        told = true;
        return (used >> 20) + " of " + (limit >> 20) + " MiB that the container may use are in use";
    }
}
