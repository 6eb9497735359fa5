package jpm.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/** The JDK that a core file is of, found by its build id: only its own tools understand what is in the core. */
final class CoreJdk {
    private static final String LIBJVM = "lib/server/libjvm.so";
    private static final String TOOL = "bin/jhsdb";

    private final Path home;

    private CoreJdk(Path home) {
        this.home = home;
    }

    /** Throws {@link JpmException} that names the build where it is not on this machine. */
    static CoreJdk of(CoreFile core, String libjvm) throws IOException {
        String wanted = core.buildId(libjvm);
        Path told = Path.of(libjvm);
        List<Path> libraries = new ArrayList<>(List.of(told));
        homes().forEach(candidate -> libraries.add(candidate.resolve(LIBJVM)));
        for (Path library : libraries) {
            Path home = homeOf(library);
            boolean isSame = Files.isReadable(library)
                    && (wanted == null ? library.equals(told) : wanted.equals(CoreFile.buildId(library)));
            if (isSame && home != null && Files.isExecutable(home.resolve(TOOL))) {
                return new CoreJdk(home);
            }
        }
        throw new JpmException(
                "cannot read the core: the JDK that was at " + told
                        + (wanted == null ? "" : " (build id " + wanted + ")") + " is not here, or has no jhsdb",
                "install the same build of the JDK and name its folder in JAVA_HOME");
    }

    private static @Nullable Path homeOf(Path library) {
        Path server = library.toAbsolutePath().normalize().getParent();
        Path lib = server == null ? null : server.getParent();
        return lib == null ? null : lib.getParent();
    }

    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>();
        String named = System.getenv("JAVA_HOME");
        if (named != null && !named.isEmpty()) {
            homes.add(Path.of(named));
        }
        homes.add(Path.of(System.getProperty("java.home")));
        for (String place : new String[] {
            "/usr/lib/jvm", "/opt", "/opt/java", System.getProperty("user.home") + "/.sdkman/candidates/java"
        }) {
            try (Stream<Path> below = Files.list(Path.of(place))) {
                below.filter(Files::isDirectory).sorted().forEach(homes::add);
            } catch (IOException notThere) {
                continue;
            }
        }
        return homes;
    }

    /** Writes the heap of a core as HPROF; empty when done, else why it cannot be. */
    String writeHeap(Path core, Path heap) throws IOException {
        String said =
                run("jmap", "--binaryheap", "--dumpfile", heap.toString(), "--exe", java(), "--core", core.toString());
        return Files.exists(heap) ? "" : lastLine(said);
    }

    /** The stacks of the threads in a core, as jhsdb prints them. */
    String stacks(Path core) throws IOException {
        return run("jstack", "--exe", java(), "--core", core.toString());
    }

    private String java() {
        return home.resolve("bin/java").toString();
    }

    private String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve(TOOL).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return said;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String lastLine(String text) {
        return text.lines().reduce("", (before, line) -> line.isBlank() ? before : line.strip());
    }
}
