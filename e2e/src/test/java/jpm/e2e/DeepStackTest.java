package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.Endings;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.value.Value;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stack overflow's frames, numbered by the program: from the innermost one down and from the first call up, without a wrong one between. */
class DeepStackTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void anEndlessRecursion(Jdk jdk) {
        assertLevelsDescend(jdk, "-Xss1m");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void anEndlessRecursionOnALargeStack(Jdk jdk) {
        assertLevelsDescend(jdk, "-Xss16m");
    }

    private void assertLevelsDescend(Jdk jdk, String stackSize) {
        JvmProcess.with(jdk)
                .flags("-Xmx256m", stackSize)
                .agent(Build.agentJar(), "store=" + folder)
                .main(Endings.class.getName(), Endings.OVERFLOW.name())
                .run();

        List<Long> levels = levels();
        assertThat(levels).hasSizeGreaterThan(1_000);
        assertThat(levels.get(levels.size() - 1)).isEqualTo(1);
        int gaps = 0;
        for (int i = 1; i < levels.size(); i++) {
            long step = levels.get(i - 1) - levels.get(i);
            assertThat(step).isPositive();
            gaps += step == 1 ? 0 : 1;
        }
        assertThat(gaps).isLessThanOrEqualTo(1);
    }

    private List<Long> levels() {
        try (DebugSession session = DebugSession.open(new Store(folder).onlyDump(), DebugOptions.DEFAULT)) {
            List<Long> levels = new ArrayList<>();
            for (DebugFrame frame : session.frames()) {
                if (frame.methodName().equals("down")) {
                    levels.add(level(session, frame));
                }
            }
            return levels;
        }
    }

    private static long level(DebugSession session, DebugFrame frame) {
        return session.locals(frame).stream()
                .filter(local -> local.name().equals("level"))
                .map(local -> ((Value.Primitive) local.value()).bits())
                .findFirst()
                .orElseThrow();
    }
}
