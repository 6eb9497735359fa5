package jpm.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import jpm.classfile.MethodFlow.Call;
import jpm.classfile.MethodFlow.Place;
import jpm.classfile.MethodFlow.Point;
import jpm.classfile.MethodFlow.Variable;
import org.junit.jupiter.api.Test;

class MethodFlowTest {
    private static final Call PROCEED = new Call("jpm.testdata.oracle.Chain", "proceed", "()V");

    private static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(Path.of("../testdata/target/classes/jpm/testdata/programs/" + name + ".class"));
    }

    private static int line(String program, String text) throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("../testdata/src/main/java/jpm/testdata/programs/" + program + ".java"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                while (!lines.get(i).contains("Chain.proceed()")) {
                    i++;
                }
                return i + 1;
            }
        }
        throw new IllegalStateException(text);
    }

    @Test
    void a_call_tells_the_variables_in_scope_and_where_references_are() throws IOException {
        MethodFlow flow = Objects.requireNonNull(MethodFlow.of(bytes("Flow"), "lockedBlock", "(J)V"));

        List<Point> points = flow.pointsCalling(line("Flow", "void lockedBlock"), PROCEED);

        assertThat(points).hasSize(1);
        Point point = points.get(0);
        assertThat(point.call()).isEqualTo(PROCEED);
        assertThat(point.variables())
                .extracting(Variable::name)
                .containsExactly("this", "argument", "before", "within", "innermost");
        assertThat(point.references())
                .as("this, the lock's temporary, the inner lock's, which is a copy of this, and innermost")
                .extracting(Place::descriptor)
                .containsExactly(
                        "Ljpm/testdata/programs/Flow;",
                        "Ljava/lang/Object;",
                        "Ljpm/testdata/programs/Flow;",
                        "Ljava/lang/String;");
        assertThat(point.references())
                .extracting(Place::slot)
                .startsWith(0, -1, 0)
                .doesNotContain(1);
    }

    @Test
    void a_method_or_line_that_is_not_there_has_no_points() throws IOException {
        assertThat(MethodFlow.of(bytes("Flow"), "absent", "()V")).isNull();
        MethodFlow flow = Objects.requireNonNull(MethodFlow.of(bytes("Flow"), "lockedBlock", "(J)V"));
        assertThat(flow.pointsOf(9_999)).isEmpty();
        assertThat(flow.pointsOf(0)).hasSizeGreaterThan(50);
        assertThat(flow.argumentSlots()).isEqualTo(3);
        assertThat(flow.hasNames()).isTrue();
    }

    @Test
    void damaged_class_files_do_no_harm() throws IOException {
        byte[] whole = bytes("Flow");
        Random random = new Random(5);
        for (int run = 0; run < 300; run++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i < 1 + run % 20; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            MethodFlow flow = MethodFlow.of(damaged, "lockedBlock", "(J)V");
            assertThat(flow == null || flow.pointsOf(0).size() >= 0).isTrue();
        }
    }
}
