package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.debug.Provenance;
import jpm.e2e.program.Hoarding;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.value.Value;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A heap that was full of what a local held still has it, with its frame and name, though the stack is unwound when it is written. */
@Execution(ExecutionMode.SAME_THREAD)
class MemoryHeldByLocalsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theLocalStillHoldsTheMemory(Jdk jdk) {
        JvmProcess.Result died = JvmProcess.with(jdk)
                .flags("-Xmx48m")
                .agent(Build.agentJar(), "store=" + folder)
                .main(Hoarding.class.getName())
                .run();

        List<String> printed = died.stdoutLines();
        int blocks = Integer.parseInt(printed.get(printed.size() - 1));
        Path dump = new Store(folder).onlyDump();
        assertThat(dump.resolve("heap.hprof").toFile().length()).isGreaterThan(blocks * 8_000L);
        try (DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT)) {
            DebugFrame frame = session.frames().stream()
                    .filter(each -> each.methodName().equals("hoard"))
                    .findFirst()
                    .orElseThrow();
            assertThat(session.locals(frame))
                    .filteredOn(local -> local.name().equals("blocks"))
                    .singleElement()
                    .satisfies(local -> assertThat(local.provenance()).isEqualTo(Provenance.CAPTURED));
            session.selectFrame(frame.index());
            assertThat(((Value.Primitive) session.evaluate("blocks.size")).bits())
                    .isBetween((long) blocks, blocks + 100L);
        }
    }
}
