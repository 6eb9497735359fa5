package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.snapshot.Snapshot;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs that run out of each kind of memory. */
class MemoryErrorTest {
    @TempDir
    Path folder;

    /** The kind, the flags that bring it about, the message that the JVM gives it, and the method that fails. */
    static Stream<Arguments> kinds() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "heap", List.of("-Xmx32m"), "Java heap space", "hoard"),
                        Arguments.of(
                                jdk,
                                "array-limit",
                                List.of("-Xmx32m"),
                                "Requested array size exceeds VM limit",
                                "tooLong"),
                        Arguments.of(
                                jdk,
                                "gc-overhead",
                                List.of("-Xmx32m", "-XX:+UseParallelGC", "-XX:GCTimeLimit=20"),
                                "(GC overhead limit exceeded|Java heap space)",
                                "fillSlowly"),
                        Arguments.of(
                                jdk,
                                "direct",
                                List.of("-Xmx32m", "-XX:MaxDirectMemorySize=8m"),
                                "Cannot reserve 1048576 bytes of direct buffer memory",
                                "reserve"),
                        Arguments.of(
                                jdk, "threads", List.of("-Xmx32m"), "unable to create native thread", "tooManyThreads"),
                        Arguments.of(
                                jdk,
                                "metaspace",
                                List.of("-Xmx64m", "-XX:MaxMetaspaceSize=24m"),
                                "Metaspace",
                                "makeClasses"),
                        Arguments.of(jdk, "application", List.of("-Xmx32m"), "no room for 11 letters", "refuse")));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("kinds")
    void everyKindLeavesADumpWithTheHeapAndTheLocals(
            Jdk jdk, String kind, List<String> flags, String message, String method) {
        JvmProcess.Result watched = JvmProcess.with(jdk)
                .flags(flags.toArray(new String[0]))
                .flags("-XX:TieredStopAtLevel=1")
                .classPath(AgentJar.programs())
                .main("jpm.victim.MemoryVictim", kind)
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(watched.exitCode()).isEqualTo(1);
        assertThat(watched.stderrLines()).anyMatch(line -> line.startsWith("jpm: dump "));
        WrittenDump dump = onlyDump();
        assertThat(dump.metadata()).containsEntry("reason", "oom");
        assertThat((String) dump.metadata().get("message")).matches("(?s)" + message + ".*");
        assertThat(dump.has("heap.hprof")).isTrue();
        assertThat(dump.snapshot().frames())
                .filteredOn(frame -> frame.method().equals(method))
                .singleElement()
                .satisfies(MemoryErrorTest::knowsHowMuchWasWanted);
    }

    private static void knowsHowMuchWasWanted(Snapshot.Frame frame) {
        assertThat(frame.arguments()).anyMatch(argument -> argument.name().equals("wanted"));
    }

    private Path store() {
        return folder.resolve("store");
    }

    private WrittenDump onlyDump() {
        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(1);
        return dumps.get(0);
    }
}
