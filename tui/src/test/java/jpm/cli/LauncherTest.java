package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of its own, with scripts in place of Maven and Java that write down how they are called. */
class LauncherTest {
    private static final String BUILD = """
            #!/bin/sh
            echo "$@" >>"$CALLS/mvn"
            mkdir -p tui/target/lib dumper-agent/target
            : >tui/target/lib/some.jar
            : >dumper-agent/target/jpm-agent.jar
            : >tui/target/jpm.jar
            """;

    @TempDir
    Path folder;

    private Path checkout;
    private Path javaHome;

    @BeforeEach
    void makeCheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("check out"));
        Files.copy(Path.of("..", "jpm"), checkout.resolve("jpm"));
        executable(checkout.resolve("jpm"));
        for (String module : List.of("tui", "analyzer", "snapshot", "testdata", "dumper-agent")) {
            Files.createDirectories(checkout.resolve(module).resolve("src/main"));
            old(Files.createFile(checkout.resolve(module).resolve("pom.xml")));
        }
        old(Files.createFile(checkout.resolve("pom.xml")));
        Files.createDirectories(folder.resolve("calls"));
        script("bin/mvn", BUILD);
        javaHome = folder.resolve("jdk");
        script("jdk/bin/java", "#!/bin/sh\necho \"$@\"\n");
        Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    }

    private void script(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        executable(path);
    }

    private static void executable(Path file) {
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private record Outcome(int code, String out, String err) {}

    private Process start(Path command, Map<String, String> changes, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("CALLS", folder.resolve("calls").toString());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        environment.put("JPM_NO_ARCHIVE", "1");
        environment.remove("JPM_JAVA_OPTS");
        environment.putAll(changes);
        return builder.start();
    }

    private static Outcome finish(Process process) throws Exception {
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }

    private Outcome run(String... arguments) throws Exception {
        return finish(start(checkout.resolve("jpm"), Map.of(), arguments));
    }

    private List<String> builds() throws IOException {
        Path calls = folder.resolve("calls/mvn");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    @Test
    void buildsOnFirstUseOnly() throws Exception {
        Outcome first = run("list", "a b");
        assertThat(first.code()).isZero();
        assertThat(first.out())
                .endsWith("some.jar jpm.cli.Main list a b\n")
                .contains("-Djpm.home=" + checkout.toRealPath());
        assertThat(first.err()).startsWith("jpm: building").endsWith("jpm: built\n");
        Outcome second = run("list");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).containsExactly("-B -q -Dquick -DskipTests package -pl tui,dumper-agent -am");
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        run("list");
        old(checkout.resolve("tui/target/jpm.jar"));
        Files.createFile(checkout.resolve("analyzer/src/main/New.java"));
        run("list");
        run("list");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(start(checkout.resolve("jpm"), Map.of(), "list"));
        }
        for (Process process : processes) {
            assertThat(finish(process).out()).endsWith("jpm.cli.Main list\n");
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void startsThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("check out/jpm"));
        Path toLink = Files.createSymbolicLink(folder.resolve("calls/jpm"), link);
        Outcome outcome = finish(start(toLink, Map.of(), "version"));
        assertThat(outcome.out()).endsWith("jpm.cli.Main version\n").contains("-Djpm.home=" + checkout.toRealPath());
    }

    @Test
    void aFailedBuildShowsItsLog() throws Exception {
        script("bin/mvn", "#!/bin/sh\necho '[ERROR] no compiler'\nexit 1\n");
        Outcome outcome = run("list");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("[ERROR] no compiler\njpm: the build failed\n");
    }

    @Test
    void saysWhichJavaItNeeds() throws Exception {
        run("list");
        Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Outcome old = run("list");
        assertThat(old.code()).isEqualTo(2);
        assertThat(old.err())
                .isEqualTo("jpm: cannot start: " + javaHome.resolve("bin/java")
                        + " is Java 11\njpm needs Java 17 or later: set JAVA_HOME\n");
        Outcome none = finish(start(checkout.resolve("jpm"), Map.of("JAVA_HOME", "/no/jdk"), "list"));
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err())
                .isEqualTo(
                        "jpm: cannot start: JAVA_HOME has no bin/java (/no/jdk)\nset JAVA_HOME to a JDK, 17 or later\n");
    }

    @Test
    void passesJavaOptionsAndTunesByCommand() throws Exception {
        run("list");
        Outcome outcome = finish(start(checkout.resolve("jpm"), Map.of("JPM_JAVA_OPTS", "-Xmx3g -ea"), "open"));
        assertThat(outcome.out()).contains(" -Xmx3g -ea ").doesNotContain("TieredStopAtLevel");
        assertThat(run("-r", "list").out()).contains("-XX:TieredStopAtLevel=1");
        assertThat(run().out()).contains("-XX:TieredStopAtLevel=1");
    }
}
