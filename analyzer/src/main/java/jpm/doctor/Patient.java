package jpm.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * A JVM to examine, running or yet to be started: its options, whichever way they come to it, and its surroundings as it sees them. What was read
 * is as it was at the beginning, files are looked at when asked for.
 */
public final class Patient {
    private static final Path HOST_ROOT = Path.of("/");

    private final @Nullable Long pid;
    private final Host host;
    private final Path process;
    private final Path root;
    private final Path cwd;
    private final JavaCommand command;
    private final Map<String, String> environment;
    private final JvmFlags flags;
    private final Mounts mounts;
    private final Credentials credentials;

    /**
     * Where the system tells of itself.
     *
     * @param proc the mounted proc
     * @param sys the mounted sysfs
     */
    public record Host(Path proc, Path sys) {
        /** This machine. */
        public static final Host THIS = new Host(Path.of("/proc"), Path.of("/sys"));
    }

    private Patient(
            @Nullable Long pid,
            Host host,
            Path process,
            Path root,
            Path cwd,
            List<String> words,
            Map<String, String> environment) {
        this.pid = pid;
        this.host = host;
        this.process = process;
        this.root = root;
        this.cwd = cwd;
        this.mounts = Mounts.of(text(process.resolve("mountinfo")));
        this.credentials = Credentials.of(text(process.resolve("status")));
        this.command = JavaCommand.of(
                words, file -> JavaCommand.read(HOST_ROOT, place(file).here().toString()));
        this.environment = new LinkedHashMap<>(environment);
        this.environment.putAll(command.variables());
        this.flags = new JvmFlags(allOptions());
    }

    /** A running JVM. Throws {@link JpmException} where there is none, or it may not be looked at. */
    public static Patient ofProcess(long pid, Host host) {
        Path process = host.proc().resolve(Long.toString(pid));
        if (!Files.isDirectory(process)) {
            throw new JpmException(
                    "cannot examine process " + pid + ": there is none", "jpm doctor lists those that run");
        }
        try {
            List<String> words = split(Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8));
            Path cwd = Files.readSymbolicLink(process.resolve("cwd"));
            Map<String, String> environment = new LinkedHashMap<>();
            for (String pair : split(Files.readString(process.resolve("environ"), StandardCharsets.UTF_8))) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    environment.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
            return new Patient(pid, host, process, process.resolve("root"), cwd, asJava(words, pid, host), environment);
        } catch (AccessDeniedException e) {
            throw new JpmException(
                    "cannot examine process " + pid + ": permission denied",
                    "run as the user whose process it is, or as root",
                    e);
        } catch (IOException e) {
            throw new JpmException("cannot examine process " + pid + ": it ended meanwhile", "name another", e);
        }
    }

    /** The JVM that a command line would start from here. */
    public static Patient ofCommand(List<String> words, Map<String, String> environment, Path cwd, Host host) {
        return new Patient(
                null, host, host.proc().resolve("self"), HOST_ROOT, cwd.toAbsolutePath(), words, environment);
    }

    /** The JVMs that run and may be looked at, but for this one, by process id. */
    public static List<Patient> running(Host host) {
        List<Patient> running = new ArrayList<>();
        for (long pid : pids(host)) {
            boolean isOther = pid != ProcessHandle.current().pid();
            if (isOther && isJvm(host.proc().resolve(Long.toString(pid)))) {
                try {
                    running.add(ofProcess(pid, host));
                } catch (JpmException endedOrForbidden) {
                    continue;
                }
            }
        }
        return running;
    }

    private static long[] pids(Host host) {
        try (Stream<Path> processes = Files.list(host.proc())) {
            return processes
                    .map(process -> process.getFileName().toString())
                    .filter(name -> name.matches("[1-9]\\d{0,9}"))
                    .mapToLong(Long::parseLong)
                    .sorted()
                    .toArray();
        } catch (IOException noProc) {
            return new long[0];
        }
    }

    private static boolean isJvm(Path process) {
        return text(process.resolve("maps")).contains("/libjvm.so");
    }

    /** A JVM may be started by another program than java; its words are none of the launcher's then. */
    private static List<String> asJava(List<String> words, long pid, Host host) {
        if (!words.isEmpty() && words.get(0).matches("(.*/)?java")) {
            return words;
        }
        if (!isJvm(host.proc().resolve(Long.toString(pid)))) {
            throw new JpmException(
                    "cannot examine process " + pid + ": it runs no JVM", "jpm doctor lists those that do");
        }
        return List.of("java");
    }

    private static List<String> split(String zeroSeparated) {
        return zeroSeparated.isEmpty() ? List.of() : List.of(zeroSeparated.split("\0"));
    }

    private List<String> allOptions() {
        List<String> all = new ArrayList<>(Words.ofVariable(variable("JAVA_TOOL_OPTIONS")));
        String ofLauncher = variable("JDK_JAVA_OPTIONS");
        all.addAll(Words.ofVariable(ofLauncher));
        all.addAll(command.options());
        String ofFile = new JvmFlags(all).value("VMOptionsFile");
        if (ofFile != null) {
            String content = JavaCommand.read(HOST_ROOT, place(ofFile).here().toString());
            all.addAll(content == null ? List.of() : Words.ofFile(content));
        }
        all.addAll(Words.ofVariable(variable("_JAVA_OPTIONS")));
        return all;
    }

    /** Null for one that is yet to be started. */
    public @Nullable Long pid() {
        return pid;
    }

    /** The main class, module, jar or file. */
    public @Nullable String main() {
        return command.main();
    }

    JavaCommand command() {
        return command;
    }

    JvmFlags flags() {
        return flags;
    }

    Credentials credentials() {
        return credentials;
    }

    /** A variable's value, empty where it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** A path as the JVM would take it. */
    Place place(String path) {
        return Place.of(root, cwd.resolve(path), mounts, credentials);
    }

    Place workingFolder() {
        return place("");
    }

    ControlGroup controlGroup() {
        return new ControlGroup(host.sys(), processFile("cgroup"));
    }

    /** A file of {@code /proc/PID}, empty where it cannot be read. */
    String processFile(String name) {
        return text(process.resolve(name));
    }

    /** A file of {@code /proc}, empty where it cannot be read. */
    String hostFile(String name) {
        return text(host.proc().resolve(name));
    }

    /** The names of the files that the process has open. */
    List<String> openFiles() {
        List<String> open = new ArrayList<>();
        try (Stream<Path> links = Files.list(process.resolve("fd"))) {
            for (Path link : (Iterable<Path>) links::iterator) {
                open.add(Files.readSymbolicLink(link).toString());
            }
        } catch (IOException | RuntimeException notAllowed) {
            return open;
        }
        return open;
    }

    /** Whether it runs in a container, as far as its root, its process ids and its variables tell. */
    boolean isInContainer() {
        Mounts.Mount rootMount = mounts.holding(HOST_ROOT);
        boolean isLayer = rootMount != null && rootMount.isOfContainer();
        return isLayer
                || !variable("KUBERNETES_SERVICE_HOST").isEmpty()
                || place("/.dockerenv").exists()
                || place("/run/.containerenv").exists();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException unreadable) {
            return "";
        }
    }
}
