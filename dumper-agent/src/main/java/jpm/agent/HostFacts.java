package jpm.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts about this process and its host from {@code /proc} and its kin; each null or -1 where the platform has none. */
public final class HostFacts {
    private static final int MAX_BYTES = 1 << 20;
    private static final int CONTAINER_ID_LENGTH = 64;
    private static final int START_TICKS_FIELD = 19;

    /** The kernel tells programs of 100 ticks a second, whatever its own clock is. */
    private static final int MILLIS_PER_TICK = 10;

    private HostFacts() {}

    /** This process's id in its own pid namespace. */
    public static long pid() {
        String stat = text("/proc/self/stat");
        int end = stat == null ? -1 : stat.indexOf(' ');
        return stat == null || end < 1 ? ProcessHandle.current().pid() : Long.parseLong(stat.substring(0, end));
    }

    /** When the process started, as the JDK tells it, which takes a class that cannot be had any more once memory was short at its first use. */
    static long startMillis() {
        String stat = text("/proc/stat");
        long ticks = startTicks();
        int boot = stat == null ? -1 : stat.indexOf("\nbtime ");
        if (stat == null || boot < 0 || ticks < 0) {
            return ProcessHandle.current()
                    .info()
                    .startInstant()
                    .orElse(java.time.Instant.now())
                    .toEpochMilli();
        }
        int start = boot + "\nbtime ".length();
        long bootSeconds = Long.parseLong(stat.substring(start, stat.indexOf('\n', start)));
        return bootSeconds * 1_000 + ticks * MILLIS_PER_TICK;
    }

    /** The effective user id, or -1. */
    public static int uid() {
        return attribute("unix:uid");
    }

    /** The effective group id, or -1. */
    static int gid() {
        return attribute("unix:gid");
    }

    static @Nullable String groupName(int gid) {
        return gid < 0 ? null : nameOf(gid, text("/etc/group"));
    }

    static @Nullable String host() {
        String name = line("/proc/sys/kernel/hostname");
        return name != null ? name : System.getenv(File.separatorChar == '\\' ? "COMPUTERNAME" : "HOSTNAME");
    }

    static @Nullable String bootId() {
        return line("/proc/sys/kernel/random/boot_id");
    }

    static @Nullable String machineId() {
        return line("/etc/machine-id");
    }

    /** The path of the process in the unified hierarchy, or else in the first one. */
    static @Nullable String cgroup() {
        String all = text("/proc/self/cgroup");
        if (all == null || all.isEmpty()) {
            return null;
        }
        String first = null;
        for (String each : lines(all)) {
            int path = each.indexOf(':', each.indexOf(':') + 1) + 1;
            if (each.startsWith("0::")) {
                return each.substring(3);
            }
            first = first == null && path > 0 ? each.substring(path) : first;
        }
        return first;
    }

    /** The 64 hex digits that container engines use, from the control group or the mounts. */
    static @Nullable String containerId() {
        String id = containerIdIn(text("/proc/self/cgroup"));
        return id != null ? id : containerIdIn(containerMounts(text("/proc/self/mountinfo")));
    }

    static @Nullable String pidNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** When the process started, in clock ticks since boot, or -1. */
    static long startTicks() {
        String stat = text("/proc/self/stat");
        return stat == null ? -1 : startTicksIn(stat);
    }

    /** The memory limit of the control group, or null without one. */
    static @Nullable Long memoryLimitBytes() {
        String limit = line("/sys/fs/cgroup/memory.max");
        if (limit == null) {
            limit = line("/sys/fs/cgroup/memory/memory.limit_in_bytes");
        }
        if (limit == null || limit.isEmpty() || limit.equals("max")) {
            return null;
        }
        long bytes = Long.parseLong(limit);
        // The first hierarchy's way to say "none" is a number close to the largest.
        return bytes > Long.MAX_VALUE / 2 ? null : Long.valueOf(bytes);
    }

    /** The command line, program first. */
    static List<String> commandLine() {
        String raw = text("/proc/self/cmdline");
        return raw == null || raw.isEmpty() ? commandLineOfHandle() : split(raw, '\0');
    }

    private static List<String> commandLineOfHandle() {
        ProcessHandle.Info info = ProcessHandle.current().info();
        List<String> command = new ArrayList<>();
        info.command().ifPresent(command::add);
        info.arguments().ifPresent(arguments -> command.addAll(List.of(arguments)));
        return command;
    }

    /** Field 22 of {@code /proc/<pid>/stat}; the second may hold spaces and brackets. */
    static long startTicksIn(String stat) {
        List<String> fields = split(stat.substring(stat.lastIndexOf(')') + 2), ' ');
        return fields.size() > START_TICKS_FIELD ? Long.parseLong(fields.get(START_TICKS_FIELD)) : -1;
    }

    static @Nullable String containerIdIn(@Nullable String text) {
        int run = 0;
        for (int i = 0; text != null && i < text.length(); i++) {
            run = Character.digit(text.charAt(i), 16) >= 0 ? run + 1 : 0;
            boolean ends = i + 1 == text.length() || Character.digit(text.charAt(i + 1), 16) < 0;
            if (run == CONTAINER_ID_LENGTH && ends) {
                return text.substring(i + 1 - run, i + 1);
            }
        }
        return null;
    }

    private static @Nullable String containerMounts(@Nullable String mounts) {
        if (mounts == null) {
            return null;
        }
        for (String mount : lines(mounts)) {
            if (mount.contains("/containers/") && (mount.contains("/hostname") || mount.contains("/resolv.conf"))) {
                return mount;
            }
        }
        return null;
    }

    private static int attribute(String name) {
        try {
            Object value = Files.getAttribute(Path.of("/proc/self"), name);
            return value instanceof Integer number ? number : -1;
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }

    private static @Nullable String nameOf(int id, @Nullable String table) {
        if (table == null) {
            return null;
        }
        String wanted = Integer.toString(id);
        for (String line : lines(table)) {
            List<String> fields = split(line, ':');
            if (fields.size() > 2 && fields.get(2).equals(wanted)) {
                return fields.get(0);
            }
        }
        return null;
    }

    private static @Nullable String line(String path) {
        String text = text(path);
        return text == null ? null : text.trim();
    }

    /** A small file's text, or null where it cannot be read. */
    static @Nullable String text(String path) {
        try (InputStream in = new FileInputStream(path)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n > 0 && bytes.size() < MAX_BYTES; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
            return bytes.toString(StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    private static List<String> lines(String text) {
        return split(text, '\n');
    }

    // String.split may compile a pattern.
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) {
            parts.add(text.substring(start));
        }
        return parts;
    }
}
