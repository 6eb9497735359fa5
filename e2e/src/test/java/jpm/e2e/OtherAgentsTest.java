package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.e2e.program.Endings;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside another agent, started before or after ours, the locals are right and the program ends as with the other alone. */
class OtherAgentsTest {
    private static final String PROGRAMS = "jpm.testdata.programs";
    /** Fields that OpenTelemetry adds and takes out of what reflection gives. */
    private static final String HIDDEN = "(?:[\\w.$]+\\.)?__opentelemetryVirtualField[\\w$]*=null,?";

    @TempDir
    Path folder;

    /** The other agent. */
    private enum Other {
        OPEN_TELEMETRY("opentelemetry-javaagent.jar"),
        JACOCO("jacoco-agent.jar");

        private final String jar;

        Other(String jar) {
            this.jar = jar;
        }

        String option(Path folder) {
            String options = this == JACOCO ? "=destfile=" + folder.resolve("jacoco.exec") : "";
            return "-javaagent:" + Build.foreignJar(jar) + options;
        }
    }

    static Stream<Arguments> agents() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(Other.values()).map(other -> Arguments.of(jdk, other)));
    }

    /** On each JDK the other agent starts before ours or behind, in turn. */
    @TestFactory
    Stream<DynamicContainer> locals() {
        return agents().map(Arguments::get).map(pair -> {
            Jdk jdk = (Jdk) pair[0];
            Other other = (Other) pair[1];
            boolean isFirst = (Jdks.installed().indexOf(jdk) + other.ordinal()) % 2 == 0;
            return container(jdk, other, isFirst ? "JAVA_TOOL_OPTIONS" : "_JAVA_OPTIONS");
        });
    }

    /** The JVM takes the options of the one variable before those of the command line, those of the other behind. */
    private DynamicContainer container(Jdk jdk, Other other, String variable) {
        Path store = folder.resolve(jdk.feature() + "-" + other + variable);
        JvmProcess process = beside(other, CaseRun.driver(jdk, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"))
                .environment(variable, other.option(folder));
        List<CaseRun> runs = CaseRun.all(process, store, PROGRAMS, "cold", PROGRAMS + ".Programs");
        LocalsComparison comparison = new LocalsComparison(PROGRAMS, HIDDEN);
        return DynamicContainer.dynamicContainer(
                jdk + " " + other + " in " + variable,
                runs.stream()
                        .map(run -> DynamicTest.dynamicTest(run.name(), () -> {
                            comparison.compare(run);
                            run.remove();
                        })));
    }

    /** Neither sends anything anywhere. */
    private static JvmProcess beside(Other other, JvmProcess process) {
        Map<String, String> quiet = Map.of(
                "OTEL_TRACES_EXPORTER", "none",
                "OTEL_METRICS_EXPORTER", "none",
                "OTEL_LOGS_EXPORTER", "none",
                "OTEL_JAVAAGENT_LOGGING", "none");
        if (other == Other.OPEN_TELEMETRY) {
            quiet.forEach(process::environment);
        }
        return process;
    }

    @ParameterizedTest
    @MethodSource("agents")
    void endsAsWithTheOtherAlone(Jdk jdk, Other other) {
        JvmProcess.Result alone = ending(jdk, other).run();
        JvmProcess.Result both = ending(jdk, other)
                .agent(Build.agentJar(), "store=" + folder.resolve("store"))
                .run();

        assertThat(both.exitCode()).isEqualTo(alone.exitCode());
        assertThat(both.stdoutLines()).isEqualTo(alone.stdoutLines());
        assertThat(both.stderrLines().stream().filter(line -> !line.startsWith("jpm: dump ")))
                .containsExactlyElementsOf(alone.stderrLines());
        assertThat(new Store(folder.resolve("store")).dumps()).hasSize(1);
    }

    private JvmProcess ending(Jdk jdk, Other other) {
        return beside(
                        other,
                        JvmProcess.with(jdk)
                                .flags("-Xmx128m", "-Xshare:auto", "-XX:TieredStopAtLevel=1", other.option(folder)))
                .main(Endings.class.getName(), Endings.MAIN_DIES.name());
    }
}
