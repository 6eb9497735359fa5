package jpm.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jpm.testdata.oracle.Driver;
import jpm.testdata.oracle.PluginHost;
import jpm.testdata.oracle.Spoken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SourceSetTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = temporary.resolve("classes");
    }

    @Test
    void classesWithoutNamesSpeakOfSlots() {
        SourceSet.NO_DEBUG.compile(Jdks.running(), folder, "-g:none");

        assertThat(methods(drive(Jdks.running(), "nodebug.Nameless"))).containsExactly("reused", "instance", "start");
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("newerJdks")
    void patternsSpeak(Jdk jdk) {
        SourceSet.JAVA_21.compile(jdk, folder, "-g", "--release", "21");

        assertThat(methods(drive(jdk, "java21.Patterns"))).contains("area", "recordPattern", "nestedPattern");
    }

    static List<Jdk> newerJdks() {
        return Jdks.atLeast(21);
    }

    @Test
    void theModuleDies() {
        SourceSet.MODULE.compile(Jdks.running(), folder, "-g");

        JvmProcess.Result result = JvmProcess.with(Jdks.running())
                .classPath()
                .flags("-p", folder.toString())
                .main("-m", "shop.app/shop.Till")
                .run();

        assertThat(result.stderr()).contains("ArithmeticException", "shop.app/shop.Till.split");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void thePluginSpeaks() {
        SourceSet.PLUGIN.compile(Jdks.running(), folder, "-g");

        JvmProcess.Result result = JvmProcess.with(Jdks.running())
                .main(PluginHost.class.getName(), folder.toString(), "plugin.Plugin")
                .run();

        assertThat(methods(result)).containsExactly("run");
    }

    private JvmProcess.Result drive(Jdk jdk, String registry) {
        return JvmProcess.with(jdk)
                .alsoOnClassPath(folder)
                .main(Driver.class.getName(), "cold", registry)
                .run();
    }

    private static List<String> methods(JvmProcess.Result result) {
        List<String> lines = result.stdoutLines();
        assertThat(Spoken.threads(lines)).as(result.stdout() + result.stderr()).isNotEmpty();
        return Spoken.frames(lines, Spoken.threads(lines).get(0)).stream()
                .map(Spoken.Frame::method)
                .toList();
    }
}
