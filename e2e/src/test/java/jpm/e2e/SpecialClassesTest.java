package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.debug.Local;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.SourceSet;
import jpm.testdata.oracle.PluginHost;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes that were compiled or loaded in another way than the usual. */
class SpecialClassesTest {
    @TempDir
    Path folder;

    static Stream<Arguments> withoutNames() {
        return Jdks.installed().stream()
                .flatMap(jdk ->
                        Stream.of(Arguments.of(jdk, "-g:none", "hot"), Arguments.of(jdk, "-g:source,lines", "cold")));
    }

    @ParameterizedTest
    @MethodSource("withoutNames")
    void slotsStandForNames(Jdk jdk, String debugFlag, String mode) {
        Path classes = folder.resolve("classes");
        SourceSet.NO_DEBUG.compile(Jdks.running(), classes, debugFlag);

        CaseRun run = CaseRun.all(
                        CaseRun.driver(jdk).alsoOnClassPath(classes),
                        folder.resolve("store"),
                        "nodebug",
                        mode,
                        "nodebug.Nameless")
                .get(0);

        new LocalsComparison("nodebug").compare(run);
        try (DebugSession session = DebugSession.open(run.dump(), DebugOptions.DEFAULT)) {
            assertThat(session.frames())
                    .filteredOn(frame -> frame.className().startsWith("nodebug"))
                    .hasSize(3)
                    .allSatisfy(frame -> assertThat(frame.whyNoLocals()).contains("-g"));
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aNamedModule(Jdk jdk) {
        Path classes = folder.resolve("classes");
        SourceSet.MODULE.compile(Jdks.running(), classes, "-g");

        JvmProcess.Result result = JvmProcess.with(jdk)
                .classPath()
                .flags("-p", classes.toString())
                .agent(Build.agentJar(), "store=" + folder.resolve("store"))
                .main("-m", "shop.app/shop.Till")
                .run();

        assertThat(result.exitCode()).isEqualTo(1);
        assertTillIsShown("args", "ways", "currency", "share");
    }

    /** Its compiler keeps no names. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aSourceFileThatTheLauncherCompiles(Jdk jdk) {
        String source = SourceSet.MODULE.unpack(folder.resolve("sources")).get(1);

        JvmProcess.Result without =
                JvmProcess.with(jdk).classPath().main(source).run();
        JvmProcess.Result with = JvmProcess.with(jdk)
                .classPath()
                .agent(Build.agentJar(), "store=" + folder.resolve("store"))
                .main(source)
                .run();

        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.stderrLines())
                .filteredOn(line -> !line.startsWith("jpm: "))
                .isEqualTo(without.stderrLines());
        assertTillIsShown("slot0", "slot1", "slot2", "slot3");
    }

    private void assertTillIsShown(String args, String first, String second, String third) {
        try (DebugSession session =
                DebugSession.open(new Store(folder.resolve("store")).onlyDump(), DebugOptions.DEFAULT)) {
            assertThat(session.frames())
                    .extracting(DebugFrame::qualifiedMethod)
                    .startsWith("shop.Till.split", "shop.Till.main");
            assertThat(variables(session, 0))
                    .containsExactly("this Till", first + " 0", second + " \"EUR\"", third + " 19.99");
            assertThat(variables(session, 1)).hasSize(3).first().isEqualTo(args + " []");
        }
    }

    private static List<String> variables(DebugSession session, int frame) {
        return session.locals(session.frames().get(frame)).stream()
                .map(local -> local.name() + " " + brief(session, local))
                .toList();
    }

    private static String brief(DebugSession session, Local local) {
        return local.type().equals("shop.Till") ? "Till" : session.render(local.value());
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aLoaderOfTheApplication(Jdk jdk) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("plugins"));
        SourceSet.PLUGIN.compile(Jdks.running(), classes, "-g");
        Path store = folder.resolve("store");

        JvmProcess.Result result = JvmProcess.with(jdk)
                .agent(Build.agentJar(), "store=" + store)
                .main(PluginHost.class.getName(), classes.toString(), "plugin.Plugin")
                .run();

        List<Path> dumps = List.of(new Store(store).onlyDump());
        LocalsComparison comparison = new LocalsComparison("plugin");
        comparison.compare(new CaseRun("plugin", result.stdoutLines(), dumps));
        assertThatThrownBy(() -> comparison.compare(new CaseRun("control", altered(result, "int:2", "int:3"), dumps)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> comparison.compare(new CaseRun("control", altered(result, "first", "last"), dumps)))
                .isInstanceOf(AssertionError.class);
    }

    private static List<String> altered(JvmProcess.Result result, String from, String to) {
        return result.stdout().replace(from, to).lines().toList();
    }
}
