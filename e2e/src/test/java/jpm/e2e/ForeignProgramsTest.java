package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.DiscountDatabase;
import jpm.e2e.program.PriceServer;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that nobody of this project wrote die of a fault in their guest's code; the values of the request are in the dump. */
class ForeignProgramsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aRequestToJetty(Jdk jdk) {
        JvmProcess.Result result = run(jdk, PriceServer.class, "jpm.e2e.program;org.eclipse.jetty.server");

        assertThat(result.stdoutLines()).containsExactly("200", "500");
        try (DebugSession session = open()) {
            assertThat(session.header().exception()).isEqualTo("java.lang.ArithmeticException");
            assertThat(methods(session).toList()).startsWith("share", "price");
            assertThat(Inspection.printed(session, "share", "cents", "people"))
                    .containsExactly("cents = 1999L", "people = 0");
            assertThat(Inspection.printed(session, "price", "item", "customer", "this.asked"))
                    .containsExactly("item = \"lamp\"", "customer = \"ann\"", "this.asked = {\"lamp\"=2}");
            assertThat(Inspection.printed(session, "price", "request._metaData._uri._query")
                            .get(0))
                    .endsWith("= \"item=lamp&cents=1999&people=0\"");
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aQueryToH2(Jdk jdk) {
        JvmProcess.Result result = run(jdk, DiscountDatabase.class, "jpm.e2e.program;org.h2");

        assertThat(result.stdoutLines()).containsExactly("closed");
        try (DebugSession session = open()) {
            assertThat(session.header().exception()).isEqualTo("java.lang.IllegalStateException");
            assertThat(session.exceptions())
                    .extracting(exception -> exception.className())
                    .containsExactly(
                            "java.lang.IllegalStateException",
                            "org.h2.jdbc.JdbcSQLNonTransientException",
                            "java.lang.NullPointerException");
            assertThat(methods(session).toList())
                    .startsWith("discount")
                    .contains("fetchNextRow", "executeQuery", "report");
            assertThat(Inspection.printed(session, "discount", "cents", "coupon"))
                    .containsExactly("cents = 500L", "coupon = null");
            assertThat(Inspection.printed(session, "report", "customer", "rows", "sql"))
                    .containsExactly(
                            "customer = \"ann\"",
                            "rows = 0",
                            "sql = \"select cents, discount(cents, coupon) from orders where customer = 'ann'\"");
        }
    }

    private JvmProcess.Result run(Jdk jdk, Class<?> program, String include) {
        return JvmProcess.with(jdk)
                .flags("-Xmx96m", "-XX:TieredStopAtLevel=1")
                .agent(Build.agentJar(), "store=" + folder + ",include=" + include)
                .main(program.getName())
                .run();
    }

    private DebugSession open() {
        return DebugSession.open(new Store(folder).onlyDump(), DebugOptions.DEFAULT);
    }

    private static Stream<String> methods(DebugSession session) {
        return session.frames().stream().map(DebugFrame::methodName);
    }
}
