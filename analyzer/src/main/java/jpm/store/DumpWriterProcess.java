package jpm.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the process that writes a {@code .part} folder still lives, as far as this process can tell. */
public enum DumpWriterProcess {
    ALIVE,
    DEAD,
    /** The writer runs on another machine, or where no lock tells of it in another pid namespace; or there is no /proc. */
    UNKNOWN;

    private static final Path PROC = Path.of("/proc");
    /** No writer does nothing for so long, wherever it runs. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    static DumpWriterProcess of(Path folder, DumpMetadata dump) {
        return of(folder, dump, PROC);
    }

    /** @param proc the mounted proc file system, another folder in tests */
    static DumpWriterProcess of(Path folder, DumpMetadata dump, Path proc) {
        Boolean locked = isLocked(folder.resolve(DumpFiles.WRITING));
        if (Boolean.TRUE.equals(locked)) {
            return ALIVE;
        }
        String bootId = firstLine(proc.resolve("sys/kernel/random/boot_id"));
        boolean sameKernel = bootId != null && bootId.equals(dump.text("bootId"));
        if (locked != null && sameKernel) {
            return DEAD;
        }
        boolean known = sameKernel && dump.number("pid") != null && sameNamespace(dump.text("pidNamespace"), proc);
        if (known) {
            return byProcessId(dump, proc);
        }
        boolean orphan = locked != null || dump.fields().isEmpty();
        return orphan && isQuiet(folder) ? DEAD : UNKNOWN;
    }

    private static DumpWriterProcess byProcessId(DumpMetadata dump, Path proc) {
        Long started = startTicks(proc.resolve(dump.number("pid") + "/stat"));
        Long expected = dump.number("processStartTicks");
        return started != null && (expected == null || expected.equals(started)) ? ALIVE : DEAD;
    }

    /**
     * Whether somebody has the file locked; null when there is none, or nobody may ask. The lock of a process on another machine does not show on every
     * file system.
     */
    private static @Nullable Boolean isLocked(Path file) {
        if (!Files.exists(file)) {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException ownDump) {
            return true;
        } catch (IOException notAllowed) {
            return null;
        }
    }

    private static boolean isQuiet(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            long newest = Stream.concat(Stream.of(folder), files)
                    .mapToLong(file -> file.toFile().lastModified())
                    .max()
                    .orElse(0);
            return System.currentTimeMillis() - newest > QUIET.toMillis();
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
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
