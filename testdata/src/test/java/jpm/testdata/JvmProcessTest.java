package jpm.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JvmProcessTest {
    /** Says what it was given and ends with its own exit code. */
    static final class Child {
        public static void main(String[] args) {
            System.out.println(args[0] + " " + System.getenv("GREETED") + " "
                    + Runtime.version().feature());
            System.err.println("grüße");
            System.exit(7);
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void collectsWhatTheChildLeaves(Jdk jdk) {
        JvmProcess.Result result = JvmProcess.with(jdk)
                .flags("-Xshare:auto", "-Dstderr.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8")
                .environment("GREETED", "you")
                .main(Child.class.getName(), "hello")
                .run();

        assertThat(result.stdoutLines()).containsExactly("hello you " + jdk.feature());
        assertThat(result.stderrLines()).containsExactly("grüße");
        assertThat(result.exitCode()).isEqualTo(7);
    }
}
