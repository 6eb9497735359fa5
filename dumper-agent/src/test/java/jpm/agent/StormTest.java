package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.testdata.programs.Storm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program all of whose threads fail all of the time. */
class StormTest {
    private static final int KINDS = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void everyFailureHasItsDumpAndItsExactCount(Jdk jdk) {
        Path store = folder.resolve("store");
        JvmProcess.Result watched = JvmProcess.with(jdk)
                .flags("-Xmx256m", "-Xss256k", "-XX:TieredStopAtLevel=1")
                .classPath(AgentJar.placeOf(Storm.class))
                .main(Storm.class.getName(), "200", Integer.toString(KINDS), "3000")
                .agent(AgentJar.path(), "max-use=200m,store=" + store)
                .run();

        assertThat(watched.exitCode()).isZero();
        Map<Object, Long> counts = new HashMap<>();
        for (WrittenDump dump : WrittenDump.in(store)) {
            long count = dump.has("occurrences") ? Long.parseLong(dump.text("occurrences")) : 1;
            counts.merge(dump.metadata().get("signature"), count, Math::max);
        }
        assertThat(counts).hasSize(KINDS);
        assertThat(sorted(counts.values()))
                .isEqualTo(sorted(deaths(watched.stdoutLines().get(1))));
        assertThat(new StoredDumps(store).usedBytes()).isLessThan(200L << 20);
    }

    private static List<Long> deaths(String line) {
        return Arrays.stream(line.substring(1, line.length() - 1).split(", "))
                .map(Long::valueOf)
                .toList();
    }

    private static List<Long> sorted(Iterable<Long> counts) {
        List<Long> sorted = new ArrayList<>();
        counts.forEach(sorted::add);
        sorted.sort(null);
        return sorted;
    }
}
