package jpm.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.SourceSet;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every local of every frame is what the dying program said it was. */
class CapturedLocalsTest {
    private static final String PROGRAMS = "jpm.testdata.programs";

    @TempDir
    Path folder;

    /** How a program runs before it dies: a driver's mode and flags of the JVM. */
    private enum Warmth {
        INTERPRETED("cold", "-XX:+UseSerialGC"),
        WARM("warm", "-XX:+UseG1GC"),
        HOT("hot", "-XX:+UseParallelGC");

        private final String mode;
        private final String[] flags;

        Warmth(String mode, String... flags) {
            this.mode = mode;
            this.flags = flags;
        }

        /** A driver of the programs in packages of this prefix. */
        JvmProcess driver(Jdk jdk, String include) {
            JvmProcess driver = CaseRun.driver(jdk, flags);
            return this == INTERPRETED ? driver.interpreting(include + ".") : driver;
        }
    }

    @TestFactory
    Stream<DynamicContainer> programs() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(Warmth.values())
                        .map(warmth -> container(
                                jdk, warmth, warmth.driver(jdk, PROGRAMS), PROGRAMS, PROGRAMS + ".Programs")));
    }

    @TestFactory
    Stream<DynamicContainer> patterns() {
        return Jdks.atLeast(21).stream().flatMap(jdk -> {
            Path classes = folder.resolve("classes" + jdk.feature());
            SourceSet.JAVA_21.compile(jdk, classes, "-g", "--release", "21");
            return Stream.of(Warmth.values())
                    .map(warmth -> container(
                            jdk,
                            warmth,
                            warmth.driver(jdk, "java21").alsoOnClassPath(classes),
                            "java21",
                            "java21.Patterns"));
        });
    }

    private DynamicContainer container(Jdk jdk, Warmth warmth, JvmProcess process, String include, String registry) {
        Path store = folder.resolve(include + "-" + jdk.feature() + "-" + warmth);
        List<CaseRun> runs = CaseRun.all(process, store, include, warmth.mode, registry);
        LocalsComparison comparison = new LocalsComparison(include);
        return DynamicContainer.dynamicContainer(
                jdk + " " + warmth,
                runs.stream()
                        .map(run -> DynamicTest.dynamicTest(run.name(), () -> {
                            comparison.compare(run);
                            run.remove();
                        })));
    }
}
