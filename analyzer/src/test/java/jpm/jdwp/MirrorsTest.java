package jpm.jdwp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What debuggers see of a dump is what reflection saw of the program. */
class MirrorsTest {
    @TempDir
    Path folder;

    static Stream<Jdk> jdks() {
        return Jdks.installed().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void mirrors_tell_what_reflection_told(Jdk jdk) {
        JvmProcess.Result result = JvmProcess.with(jdk)
                .flags("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m")
                .flags("-XX:+UnlockDiagnosticVMOptions", "-XX:+ShowHiddenFrames")
                .main(
                        MirrorsProgram.class.getName(),
                        folder.resolve("self.hprof").toString())
                .run();

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdoutLines()).containsExactly("compared true");
    }
}
