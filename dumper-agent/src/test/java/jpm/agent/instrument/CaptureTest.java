package jpm.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs run under an agent that prints what was captured; their own output is the oracle. */
class CaptureTest {
    private static final String CASES = "jpm.agent.instrument.cases.";

    @TempDir
    private static Path folder;

    private static Path agent;

    @BeforeAll
    static void buildAgent() throws IOException {
        agent = folder.resolve("agent.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", TracingAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        new JarOutputStream(Files.newOutputStream(agent), manifest).close();
    }

    private static JvmProcess.Result run(Jdk jdk, String program, String... arguments) {
        return JvmProcess.with(jdk)
                .agent(agent, "")
                .main(CASES + program, arguments)
                .run();
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void a_stack_has_all_its_locals(Jdk jdk) {
        JvmProcess.Result result = run(jdk, "Shop");
        assertThat(result.stdoutLines())
                .filteredOn(line -> !line.contains("forEach"))
                .containsExactly(
                        "leaving level 1",
                        "leaving level 2",
                        "leaving level 3",
                        "leaving level 4",
                        "reported Thread.dispatchUncaughtException",
                        "  price:46 this=Shop name=level 1 quantity=7 sign=-1 empty=int[] large=9223372036854775807",
                        "  process:36 this=Shop name=level 1 share=13.0 wrapped=true c=x e=IllegalStateException",
                        "  deep:20 this=Shop depth=1 weight=13.0 label=level 1",
                        "  deep:22 this=Shop depth=2 weight=13.0 label=level 2",
                        "  deep:22 this=Shop depth=3 weight=13.0 label=level 3",
                        "  deep:22 this=Shop depth=4 weight=13.0 label=level 4",
                        "  lambda$main$0:13 shop=Shop total=10 item=3",
                        "  main:13 args=String[] shop=Shop items=List12 total=10",
                        "faults 0");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void programs_behave_as_without_handlers(Jdk jdk) {
        // The compiler may replace a frequent exception by one without a trace at any time.
        String flag = "-XX:-OmitStackTraceInFastThrow";
        JvmProcess program = JvmProcess.with(jdk).flags(flag).main(CASES + "Semantics");
        JvmProcess.Result without = program.run();
        JvmProcess.Result with = program.agent(agent, "").run();
        assertThat(without.stdoutLines()).hasSizeGreaterThan(10_000);
        assertThat(with.stdout()).isEqualTo(without.stdout());
        assertThat(with.stderr()).isEqualTo(without.stderr());
        assertThat(with.exitCode()).isEqualTo(without.exitCode());
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void a_deep_recursion_is_whole(Jdk jdk) {
        List<String> expected = new ArrayList<>();
        for (int depth = 0; depth <= 10_000; depth++) {
            expected.add(String.format(Locale.ROOT, "depth=%d name=bottom", depth));
        }
        // Ten thousand interpreted frames do not fit the default stack, without an agent neither.
        JvmProcess program = JvmProcess.with(jdk).flags("-Xss8m").main(CASES + "Depths", "deep");
        assertThat(program.agent(agent, "").run().stdoutLines())
                .filteredOn(line -> line.contains("descend:"))
                .extracting(line -> line.substring(line.indexOf("depth=")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void a_stack_overflow_stays_one_and_misses_no_frame(Jdk jdk) {
        JvmProcess.Result result = run(jdk, "Depths", "overflow");
        assertThat(result.stderr()).startsWith("Exception in thread \"main\" java.lang.StackOverflowError");
        List<String> depths = result.stdoutLines().stream()
                .filter(line -> line.contains("overflow:") && line.contains("depth="))
                .map(line -> line.substring(line.indexOf("depth=") + 6))
                .toList();
        assertThat(depths).hasSizeGreaterThan(5_000);
        long innermost = Long.parseLong(depths.get(0));
        for (int i = 0; i < depths.size(); i++) {
            assertThat(Long.parseLong(depths.get(i))).isEqualTo(innermost - i);
        }
        assertThat(depths.get(depths.size() - 1)).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void locals_survive_compilation(Jdk jdk) {
        assertThat(run(jdk, "Depths", "warm").stdout())
                .contains(" divisor=0 number=42 name=last boxed=Object[] half=21.0\n");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void a_stackless_exception_shows_its_recorded_frames(Jdk jdk) {
        assertThat(run(jdk, "Depths", "stackless").stdout())
                .containsPattern("throwStackless:[0-9]+ name=inner\n  stackless:.* depth=0\n  stackless:.* depth=1\n");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void a_hot_method_loses_its_handlers_until_an_exception_passes(Jdk jdk) {
        JvmProcess.Result result = JvmProcess.with(jdk)
                .flags("-Djpm.test.govern=true")
                .agent(agent, "")
                .main(CASES + "Hot")
                .run();
        assertThat(result.stdoutLines())
                .contains("without true")
                .filteredOn(line -> line.contains("work:"))
                .containsExactly("  work:37", "  work:37 rounds=-2 sum=0");
        assertThat(result.stderr()).doesNotContain("Unknown Source");
    }

    @Test
    void a_slow_way_out_loses_nothing() {
        List<CompletableFuture<JvmProcess.Result>> atOnce = Jdks.installed().stream()
                .map(jdk -> CompletableFuture.supplyAsync(() -> run(jdk, "Depths", "slow")))
                .toList();
        assertThat(atOnce)
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.join().stdout()).containsPattern("slow:[0-9]+ data=byte\\[] end=[0-9]+\n"));
    }
}
