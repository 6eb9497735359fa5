package jpm.testdata.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleTest {
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void everyCaseDiesAndSpeaks(Jdk jdk) {
        JvmProcess.Result result = drive(jdk);

        List<String> lines = result.stdoutLines();
        List<String> cases = named(lines, "CASE");
        assertThat(cases).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(named(lines, "END")).isEqualTo(cases);
        for (String name : cases) {
            assertThat(Spoken.threads(ofCase(lines, name))).as(name).isNotEmpty();
        }
    }

    @Test
    void framesAreReadBackInnermostFirst() {
        List<String> lines = ofCase(drive(Jdks.running()).stdoutLines(), "wrapped");

        List<Spoken.Frame> frames = Spoken.frames(lines, Spoken.threads(lines).get(0));

        assertThat(frames).extracting(Spoken.Frame::method).containsExactly("innermost", "middle", "wrapped");
        assertThat(frames.get(0).variables())
                .containsEntry("argument", new Spoken.Variable("argument", "java.lang.String", "string:5:\"two22\""))
                .containsEntry(
                        "letters",
                        new Spoken.Variable(
                                "letters", "char[]", "char[5]{char:0074,char:0077,char:006f,char:0032,char:0032}"));
    }

    @Test
    void aFrameThatSpeaksAgainForgetsTheDeeperOnes() {
        List<String> lines = List.of(
                "FRAME\t9\t5\t0\tA\tcaller\t1",
                "VAR\t9\tx\tint\tint:1",
                "FRAME\t9\t6\t0\tA\treturned\t2",
                "FRAME\t9\t5\t0\tA\tcaller\t3",
                "VAR\t9\tx\tint\tint:2",
                "VAR\t8\tx\tint\tint:99");

        assertThat(Spoken.frames(lines, "9"))
                .containsExactly(
                        new Spoken.Frame("A", "caller", 3, Map.of("x", new Spoken.Variable("x", "int", "int:2"))));
    }

    private static JvmProcess.Result drive(Jdk jdk) {
        return JvmProcess.with(jdk)
                .flags("-Xmx128m", "-XX:+UseSerialGC")
                .main(Driver.class.getName(), "cold", "jpm.testdata.programs.Programs")
                .run();
    }

    private static List<String> named(List<String> lines, String what) {
        return lines.stream()
                .filter(line -> line.startsWith(what + "\t"))
                .map(line -> line.substring(what.length() + 1))
                .toList();
    }

    private static List<String> ofCase(List<String> lines, String name) {
        List<String> all = new ArrayList<>(lines);
        return all.subList(all.indexOf("CASE\t" + name), all.indexOf("END\t" + name));
    }
}
