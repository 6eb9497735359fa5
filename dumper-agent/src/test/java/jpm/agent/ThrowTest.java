package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
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

/** Exceptions that somebody waits for, and that the program catches. */
class ThrowTest {
    @TempDir
    Path folder;

    /** The agent's options, the messages of the dumps that are due, and a variable of the method that the first is about. */
    static Stream<Arguments> wanted() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(
                                jdk,
                                "throw=jpm.victim.ThrowVictim$OutOfStock",
                                List.of("no apples1 left"),
                                "sell.goods=apples1"),
                        Arguments.of(
                                jdk,
                                "throw=IllegalStateException,throw-range=2..3",
                                List.of("no apples2 left", "no apples3 left"),
                                "sell.stock=5"),
                        Arguments.of(
                                jdk,
                                "throw=java/lang/NumberFormat*,throw-message=*number 3*",
                                List.of("For input string: \"no number 3\""),
                                "parse.text=no number 3"),
                        Arguments.of(
                                jdk,
                                "throw=*Exception#ThrowVictim.load;*Error,throw-range=3..0",
                                List.of("cannot load file3", "cannot load file4"),
                                "load.name=file3"),
                        Arguments.of(
                                jdk,
                                "throw=RuntimeException#parse#0;Throwable#sell#0,throw-range=4",
                                List.of("no apples4 left"),
                                "sell.number=4"),
                        Arguments.of(jdk, "throw=java.lang.Error", List.of(), "")));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("wanted")
    void whatIsWaitedForIsDumpedAndTheProgramGoesOn(Jdk jdk, String options, List<String> messages, String variable) {
        JvmProcess.Result watched = JvmProcess.with(jdk)
                .flags("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .classPath(AgentJar.programs())
                .main("jpm.victim.ThrowVictim")
                .agent(AgentJar.path(), options + ",store=" + folder.resolve("store"))
                .run();

        assertThat(watched.exitCode()).isZero();
        assertThat(watched.stdoutLines()).containsExactly("12");
        List<WrittenDump> dumps = WrittenDump.in(folder.resolve("store")).stream()
                .sorted(Comparator.comparing(
                        dump -> String.valueOf(dump.metadata().get("time"))))
                .toList();
        assertThat(dumps).extracting(dump -> dump.metadata().get("message")).containsExactlyElementsOf(messages);
        assertThat(dumps)
                .allSatisfy(dump -> assertThat(dump.metadata())
                        .containsEntry("reason", "thrown")
                        .containsEntry("trigger", "throw"));
        if (!dumps.isEmpty()) {
            assertThat(dumps.get(0).has("heap.hprof")).isTrue();
            assertThat(variables(dumps.get(0))).contains(variable);
        }
    }

    /** As {@code method.name=value}. */
    private static List<String> variables(WrittenDump dump) {
        return dump.snapshot().frames().stream()
                .flatMap(frame -> Stream.concat(frame.arguments().stream(), frame.locals().stream())
                        .map(each -> frame.method() + "." + each.name() + "=" + text(dump.snapshot(), each)))
                .toList();
    }

    private static String text(Snapshot snapshot, Snapshot.Variable variable) {
        Integer index = variable.tableIndex();
        String value = index == null
                ? variable.value()
                : snapshot.variableTable().get(index).value();
        return String.valueOf(value).replace("\"", "");
    }
}
