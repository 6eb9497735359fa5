package jpm.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether the process that writes a {@code .part} folder still lives, as far as this process can tell. */
public enum DumpWriterProcess {
    ALIVE,
    DEAD,
    /** The writer runs on another machine or in another pid namespace, or there is no /proc. */
    UNKNOWN;

    private static final Path PROC = Path.of("/proc");

    static DumpWriterProcess of(DumpMetadata dump) {
        return of(dump, PROC);
    }

    /** @param proc the mounted proc file system, another folder in tests */
    static DumpWriterProcess of(DumpMetadata dump, Path proc) {
        Long pid = dump.number("pid");
        String bootId = firstLine(proc.resolve("sys/kernel/random/boot_id"));
        if (pid == null || bootId == null || !bootId.equals(dump.text("bootId"))) {
            return UNKNOWN;
        }
        if (!sameNamespace(dump.text("pidNamespace"), proc)) {
            return UNKNOWN;
        }
        Long started = startTicks(proc.resolve(Long.toString(pid)).resolve("stat"));
        Long expected = dump.number("processStartTicks");
        return started != null && (expected == null || expected.equals(started)) ? ALIVE : DEAD;
    }

    private static boolean sameNamespace(@Nullable String namespace, Path proc) {
        try {
            return namespace != null
                    && namespace.equals(
                            Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString());
        } catch (IOException | UnsupportedOperationException noNamespaces) {
            return false;
        }
    }

    /** Field 22 of /proc/PID/stat; the command in field 2 is in parentheses and may hold spaces and parentheses itself. */
    private static @Nullable Long startTicks(Path stat) {
        String line = firstLine(stat);
        if (line == null) {
            return null;
        }
        String[] afterCommand = line.substring(line.lastIndexOf(')') + 1).trim().split(" ", 22);
        try {
            return afterCommand.length > 19 ? (Long) Long.parseLong(afterCommand[19]) : null;
        } catch (NumberFormatException unexpected) {
            return null;
        }
    }

    private static @Nullable String firstLine(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException absent) {
            return null;
        }
    }
}
