package jpm.testdata;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Java program in a JVM of its own and collects what it leaves.
 *
 * <p>The child sees none of the variables that would change what it prints: {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS},
 * {@code _JAVA_OPTIONS} and every {@code JPM_*} are taken from its environment.
 */
public final class JvmProcess {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(120);

    private final Jdk jdk;
    private final List<String> prefix = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> program = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String classPath = System.getProperty("java.class.path");
    private @Nullable Path workingFolder;
    private Duration timeout = DEFAULT_TIMEOUT;
    private boolean merged;
    private String stdin = "";

    private JvmProcess(Jdk jdk) {
        this.jdk = jdk;
    }

    /** A program run by {@code jdk}, with the class path of this JVM unless told otherwise. */
    public static JvmProcess with(Jdk jdk) {
        return new JvmProcess(jdk);
    }

    /** Adds flags of the JVM. */
    public JvmProcess flags(String... more) {
        flags.addAll(List.of(more));
        return this;
    }

    /** Never compiles methods of classes whose names begin so; the rest of the program, unlike with {@code -Xint}, is as fast as ever. */
    public JvmProcess interpreting(String... prefixes) {
        flags("-XX:CompileCommand=quiet");
        for (String prefix : prefixes) {
            flags("-XX:CompileCommand=exclude," + prefix + "*::*");
        }
        return this;
    }

    /** Loads an agent; {@code options} may be empty. */
    public JvmProcess agent(Path jar, String options) {
        return flags("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
    }

    /** Lets a shell run a command first, as {@code ulimit -f 100}, and then become the JVM. */
    public JvmProcess after(String shellCommand) {
        prefix.addAll(List.of("sh", "-c", shellCommand + " && exec \"$@\"", "sh"));
        return this;
    }

    /** Replaces the class path. */
    public JvmProcess classPath(Path... entries) {
        classPath = Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return this;
    }

    /** Puts a folder or jar behind the class path. */
    public JvmProcess alsoOnClassPath(Path entry) {
        classPath = classPath + File.pathSeparator + entry;
        return this;
    }

    /** Names the main class and its arguments; also {@code -jar} and a file, or {@code -m} and a module. */
    public JvmProcess main(String main, String... arguments) {
        program.clear();
        program.add(main);
        program.addAll(List.of(arguments));
        return this;
    }

    /** Sets a variable of the child's environment. */
    public JvmProcess environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Sets the folder in which the child starts. */
    public JvmProcess in(Path folder) {
        workingFolder = folder;
        return this;
    }

    /** Sets how long the child may take before it is killed and the run fails. */
    public JvmProcess timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** Sends stderr into stdout, so that the order of both is kept. */
    public JvmProcess merged() {
        merged = true;
        return this;
    }

    /** Gives the child something to read. */
    public JvmProcess stdin(String text) {
        stdin = text;
        return this;
    }

    /**
     * What a child left.
     *
     * @param pid its process id
     * @param exitCode its exit code
     * @param stdout what it wrote to stdout, as UTF-8
     * @param stderr what it wrote to stderr, as UTF-8; empty when merged
     */
    public record Result(long pid, int exitCode, String stdout, String stderr) {
        /** The lines of stdout. */
        public List<String> stdoutLines() {
            return stdout.lines().toList();
        }

        /** The lines of stderr. */
        public List<String> stderrLines() {
            return stderr.lines().toList();
        }
    }

    /** Runs the program to its end. */
    public Result run() {
        return new Running(start()).join(timeout);
    }

    /** Starts the program without waiting; the caller ends it. */
    public Process start() {
        try {
            Process process = startTalking();
            try (var out = process.getOutputStream()) {
                out.write(stdin.getBytes(StandardCharsets.UTF_8));
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #start}, with a standard input that stays open for the caller to write to. */
    public Process startTalking() {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(merged);
        builder.environment().keySet().removeIf(JvmProcess::disturbing);
        builder.environment().putAll(environment);
        if (workingFolder != null) {
            builder.directory(workingFolder.toFile());
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line that {@link #run} starts. */
    public List<String> command() {
        List<String> command = new ArrayList<>(prefix);
        command.add(jdk.java().toString());
        command.addAll(flags);
        if (!classPath.isEmpty()) {
            command.addAll(List.of("-cp", classPath));
        }
        command.addAll(program);
        return command;
    }

    private static boolean disturbing(String name) {
        return name.startsWith("JPM_")
                || List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                        .contains(name);
    }

    private record Running(Process process, CompletableFuture<String> stdout, CompletableFuture<String> stderr) {
        Running(Process process) {
            this(process, drain(process.getInputStream()), drain(process.getErrorStream()));
        }

        private static CompletableFuture<String> drain(InputStream stream) {
            return CompletableFuture.supplyAsync(() -> text(stream), Running::startReader);
        }

        /** A pool may have fewer threads than there are streams, which would then be read one after the other. */
        private static void startReader(Runnable reading) {
            Thread reader = new Thread(reading, "output of a child");
            reader.setDaemon(true);
            reader.start();
        }

        private static String text(InputStream stream) {
            try (stream) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Result join(Duration timeout) {
            try {
                if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new IllegalStateException(
                            "killed after " + timeout + "\n" + stdout.join() + "\n" + stderr.join());
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            return new Result(process.pid(), process.exitValue(), stdout.join(), stderr.join());
        }
    }
}
