package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jpm.e2e.program.Endings;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes twice, in one build or in two, or lies on the class path; files that its options name cannot be read. The program runs as it does alone. */
@Execution(ExecutionMode.SAME_THREAD)
class AgentTwiceTest {
    @TempDir
    Path folder;

    private Path store() {
        return folder.resolve("store");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void namedTwice(Jdk jdk) {
        Path other = folder.resolve("other");
        List<String> said = assertUndisturbed(
                program(jdk).agent(Build.agentJar(), "store=" + store()).agent(Build.agentJar(), "store=" + other));

        assertThat(said).hasSize(1).allMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
        assertThat(new Store(store()).dumps()).hasSize(1);
        assertThat(new Store(other).dumps()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void twoBuildsOfIt(Jdk jdk) throws IOException {
        List<String> said = assertUndisturbed(
                program(jdk).agent(Build.agentJar(), "store=" + store()).agent(otherBuild(), "store=" + store()));

        assertThat(said).hasSize(1).allMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
        assertThat(new Store(store()).dumps()).hasSize(1);
    }

    /** A jar of the same classes and another content. */
    private Path otherBuild() throws IOException {
        Path jar = folder.resolve("jpm-agent-other.jar");
        try (ZipFile in = new ZipFile(Build.agentJar().toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (ZipEntry entry : (Iterable<ZipEntry>) in.stream().map(ZipEntry.class::cast)::iterator) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.getInputStream(entry).transferTo(out);
                out.closeEntry();
            }
            out.putNextEntry(new ZipEntry("other.txt"));
            out.closeEntry();
        }
        return jar;
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void onTheClassPathTwice(Jdk jdk) throws IOException {
        Path copy = Files.copy(Build.agentJar(), folder.resolve("copy.jar"), StandardCopyOption.REPLACE_EXISTING);
        List<String> said = assertUndisturbed(program(jdk)
                .alsoOnClassPath(copy)
                .alsoOnClassPath(Build.agentJar())
                .agent(Build.agentJar(), "store=" + store()));

        assertThat(said).hasSize(1).allMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
        assertThat(new Store(store()).dumps()).hasSize(1);
    }

    /** With the agent in it already, a second one that is attached changes nothing. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void attachedWhereItIs(Jdk jdk) throws IOException, InterruptedException {
        try (FailingProgram program =
                FailingProgram.start(FailingProgram.in(jdk, 0).agent(Build.agentJar(), "store=" + store()))) {
            jpm.attach.AttachClient.to(program.pid())
                    .loadAgent(otherBuild().toString(), "store=" + folder.resolve("other"));

            assertThat(program.fail(1).stream().filter(line -> line.startsWith("jpm: ")))
                    .hasSize(1);
            program.end();
        }
        assertThat(new Store(store()).dumps()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void filesOfOptionsThatCannotBeRead(Jdk jdk) throws IOException {
        Path unreadable = Files.createDirectory(folder.resolve("a-folder"));
        List<String> said = assertUndisturbed(program(jdk)
                .agent(
                        Build.agentJar(),
                        "privacy=" + unreadable + ",token-file=" + unreadable
                                + ",controller=http://127.0.0.1:1,nonsense=1,heap=perhaps,store=" + store()));

        assertThat(said).allMatch(line -> line.startsWith("jpm: "));
        assertThat(said)
                .anyMatch(line -> line.contains("privacy=" + unreadable + ": all values are masked"))
                .anyMatch(line -> line.contains("nonsense"))
                .anyMatch(line -> line.contains("heap"))
                .anyMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
        assertThat(Files.readString(new Store(store()).onlyDump().resolve("snapshot.json")))
                .doesNotContain("MAIN");
    }

    @Test
    void aStoreThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        List<String> said =
                assertUndisturbed(program(jpm.testdata.Jdks.running()).agent(Build.agentJar(), "store=" + file));

        assertThat(said).singleElement().asString().startsWith("jpm: no dump: " + file);
    }

    private JvmProcess program(Jdk jdk) {
        return JvmProcess.with(jdk)
                .flags("-Xmx64m", "-Xshare:auto")
                .classPath(Path.of("target/test-classes").toAbsolutePath())
                .main(Endings.class.getName(), Endings.MAIN_DIES.name());
    }

    /** Gives what the agent said, which comes at any time, besides what the program says without it. */
    private static List<String> assertUndisturbed(JvmProcess program) {
        JvmProcess.Result result = program.run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdoutLines()).containsExactly("begin");
        List<String> own = List.of(
                "Exception in thread \"main\" java.lang.IllegalStateException: MAIN4",
                "\tat jpm.e2e.program.Endings.fail(Endings.java:");
        Map<Boolean, List<String>> lines =
                result.stderrLines().stream().collect(Collectors.partitioningBy(line -> line.startsWith("jpm: ")));
        List<String> ofProgram = lines.get(false);
        assertThat(ofProgram).as(result.stderr()).startsWith(own.get(0)).hasSizeGreaterThan(1);
        assertThat(ofProgram.get(1)).startsWith(own.get(1));
        assertThat(ofProgram.subList(1, ofProgram.size()))
                .allMatch(line -> line.startsWith("\tat jpm.e2e.program.Endings"));
        return lines.get(true);
    }
}
