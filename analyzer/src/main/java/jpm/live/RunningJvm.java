package jpm.live;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import jpm.doctor.JavaCommand;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of this machine, as the proc file system shows it.
 *
 * @param main its main class, module, jar or source file; null where the command line does not tell
 * @param uid whose process it is; -1 where unknown
 * @param control the agent's control socket as seen from here; null where no agent listens, or it may not be seen
 */
public record RunningJvm(
        long pid, int uid, @Nullable String main, @Nullable Path control) {
    private static final Path PROC = Path.of("/proc");
    private static final String SOCKET_NAME = "/jpm-control-";

    /** The other JVMs that this user may see into, by process id. */
    public static List<RunningJvm> all() {
        List<RunningJvm> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(PROC)) {
            processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .mapToLong(Long::parseLong)
                    .sorted()
                    .filter(pid -> pid != ProcessHandle.current().pid() && isJvm(pid))
                    .forEach(pid -> found.add(of(pid)));
        } catch (IOException e) {
            throw new JpmException("cannot look for JVMs: there is no " + PROC, "name the process: --pid", e);
        }
        return found;
    }

    /**
     * The JVMs that a word means: a process id, or a main class or jar, with or without its package or folder.
     *
     * @throws JpmException when the word is the id of a process that is no JVM, or of none
     */
    public static List<RunningJvm> matching(String word) {
        if (word.matches("[0-9]{1,10}")) {
            return List.of(ofProcess(Long.parseLong(word)));
        }
        return all().stream().filter(jvm -> jvm.isCalled(word)).toList();
    }

    /** The JVM that is a process; {@link JpmException} where it is none. */
    public static RunningJvm ofProcess(long pid) {
        if (!Files.isDirectory(process(pid))) {
            throw new JpmException(
                    "cannot find process " + pid + ": there is none", "jpm break list shows what listens");
        }
        if (Files.isReadable(process(pid).resolve("maps")) && isReadable(pid) && !isJvm(pid)) {
            throw new JpmException("cannot use process " + pid + ": it is no JVM", "name a Java program's process");
        }
        return of(pid);
    }

    private static boolean isReadable(long pid) {
        try {
            return !Files.readString(process(pid).resolve("maps"), StandardCharsets.ISO_8859_1)
                    .isEmpty();
        } catch (IOException notAllowed) {
            return false;
        }
    }

    private static boolean isJvm(long pid) {
        try (Stream<String> maps = Files.lines(process(pid).resolve("maps"), StandardCharsets.ISO_8859_1)) {
            return maps.anyMatch(line -> line.endsWith("/libjvm.so"));
        } catch (IOException | java.io.UncheckedIOException notAllowed) {
            return false;
        }
    }

    private static RunningJvm of(long pid) {
        return new RunningJvm(pid, owner(pid), main(pid), controlSocket(pid));
    }

    private static Path process(long pid) {
        return PROC.resolve(Long.toString(pid));
    }

    private static int owner(long pid) {
        try {
            return (int) Files.getAttribute(process(pid), "unix:uid");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return -1;
        }
    }

    private static @Nullable String main(long pid) {
        try {
            String line = Files.readString(process(pid).resolve("cmdline"), StandardCharsets.UTF_8);
            List<String> words = List.of(line.split("\0", -1));
            return words.size() < 2 ? null : JavaCommand.of(words, file -> null).main();
        } catch (IOException | JpmException unknown) {
            return null;
        }
    }

    private boolean isCalled(String word) {
        if (main == null) {
            return false;
        }
        String file = new File(main).getName();
        String simple = main.substring(Math.max(main.lastIndexOf('.'), main.lastIndexOf('/')) + 1);
        return main.equals(word) || file.equals(word) || simple.equals(word);
    }

    /** How people know it: its main class or jar's file name. */
    public String name() {
        return main == null ? "?" : main.endsWith(".jar") ? new File(main).getName() : main;
    }

    /** Whether it has not ended meanwhile. */
    public boolean isRunning() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** The name of the user whose process it is; null where this one may talk to it. */
    public @Nullable String foreignUser() {
        int own = owner(ProcessHandle.current().pid());
        if (uid < 0 || own <= 0 || own == uid) {
            return null;
        }
        try {
            return Files.getOwner(process(pid)).getName();
        } catch (IOException gone) {
            return Integer.toString(uid);
        }
    }

    /** Whether an agent listens in it that this user may talk to. */
    public boolean isListening() {
        return control != null;
    }

    /** The bound sockets of a process have their paths in one list, and their inodes among its open files. */
    private static @Nullable Path controlSocket(long pid) {
        List<String> inodes = socketInodes(pid);
        try (Stream<String> lines = Files.lines(process(pid).resolve("net/unix"), StandardCharsets.ISO_8859_1)) {
            return lines.map(line -> line.trim().split("\\s+", 8))
                    .filter(fields -> fields.length == 8 && fields[7].contains(SOCKET_NAME))
                    .filter(fields -> inodes.contains(fields[6]))
                    .map(fields -> process(pid).resolve("root" + fields[7]))
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IOException | java.io.UncheckedIOException notAllowed) {
            return null;
        }
    }

    private static List<String> socketInodes(long pid) {
        List<String> inodes = new ArrayList<>();
        File[] links = process(pid).resolve("fd").toFile().listFiles();
        for (File link : links == null ? new File[0] : links) {
            try {
                String target = Files.readSymbolicLink(link.toPath()).toString();
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            } catch (IOException closed) {
                continue;
            }
        }
        return inodes;
    }
}
