package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.blind.Guest;
import jpm.e2e.program.boot.BillingApplication;
import jpm.e2e.program.osgi.FelixHost;
import jpm.e2e.program.osgi.bundle.Stock;
import jpm.e2e.program.tomcat.TwoShops;
import jpm.e2e.program.tomcat.web.Till;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs whose classes come by other class loaders than the JDK's die with their locals, and run as they do without the agent. */
class ForeignHostsTest {
    @TempDir
    Path folder;

    private Path store = Path.of("");

    @BeforeEach
    void nameStore() {
        store = folder.resolve("store");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void springBootsFatJar(Jdk jdk) throws IOException {
        Path jar = ProgramJar.springBoot(folder.resolve("billing.jar"), BillingApplication.class);
        JvmProcess.Result result = runAsWithout(
                "",
                () -> JvmProcess.with(jdk)
                        .flags("-Xmx128m", "-XX:TieredStopAtLevel=1")
                        .classPath()
                        .main("-jar", jar.toString()));

        assertThat(result.stdoutLines()).as(result.stderr()).containsExactly("887");
        assertThat(result.exitCode()).isEqualTo(1);
        try (DebugSession session = openOnly()) {
            assertThat(session.exceptions().get(session.exceptions().size() - 1).className())
                    .isEqualTo("java.lang.NullPointerException");
            assertThat(Inspection.printed(session, "price", "sku", "discount", "listed", "this.prices"))
                    .containsExactly(
                            "sku = \"TEE-RED\"", "discount = 3", "listed = null", "this.prices = {\"MUG-07\"=890}");
            assertThat(Inspection.printed(session, "bill", "customer", "cents", "skus"))
                    .containsExactly("customer = \"ann\"", "cents = 887", "skus = [\"MUG-07\", \"TEE-RED\"]");
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aBundleInFelix(Jdk jdk) throws IOException {
        Path bundle = ProgramJar.of(
                folder.resolve("stock.jar"),
                Map.of(
                        "Bundle-ManifestVersion", "2",
                        "Bundle-SymbolicName", "stock",
                        "Bundle-Activator", Stock.class.getName(),
                        "Import-Package", "org.osgi.framework"),
                Stock.class.getPackageName());
        int[] run = {0};
        JvmProcess.Result result = runAsWithout(
                ",include=jpm.e2e.program.osgi.bundle",
                () -> JvmProcess.with(jdk)
                        .flags("-Xmx128m", "-XX:TieredStopAtLevel=1")
                        .main(
                                FelixHost.class.getName(),
                                folder.resolve("cache" + run[0]++).toString(),
                                bundle.toString()));

        assertThat(result.stdoutLines()).containsExactly("stock took lamp", "stock took mug", "bundle stock stopped");
        try (DebugSession session = openOnly()) {
            assertThat(Inspection.printed(session, "takeAll", "bundle", "wanted", "taken", "this.shelf.size()"))
                    .containsExactly("bundle = \"stock\"", "wanted = 3", "taken = 2", "this.shelf.size() = 0");
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void twoWebApplicationsInTomcat(Jdk jdk) throws IOException {
        Path east = webApplication("east");
        Path west = webApplication("west");
        JvmProcess.Result result = runAsWithout(
                "",
                () -> JvmProcess.with(jdk)
                        .flags("-Xmx128m", "-XX:TieredStopAtLevel=1")
                        .main(
                                TwoShops.class.getName(),
                                folder.resolve("base").toString(),
                                east.toString(),
                                west.toString()));

        assertThat(result.stdoutLines())
                .containsExactly(
                        "/east: 200 opened 1 times",
                        "/west: 200 opened 1 times",
                        "/east can be collected: true",
                        "/west: 200 opened 2 times");
        List<List<String>> shown = new ArrayList<>();
        for (Path dump : new Store(store).dumps()) {
            try (DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT)) {
                shown.add(Inspection.printed(session, "share", "shop", "cents", "people", "number"));
            }
        }
        assertThat(shown).containsExactlyInAnyOrder(till("east", 1), till("west", 1), till("west", 2));
    }

    private static List<String> till(String shop, int number) {
        return List.of("shop = \"/" + shop + "\"", "cents = 700", "people = 0", "number = " + number);
    }

    private Path webApplication(String name) throws IOException {
        return ProgramJar.copyClasses(folder.resolve(name).resolve("WEB-INF/classes"), Till.class.getPackageName())
                .getParent()
                .getParent();
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aLoaderThatCannotSeeTheAgent(Jdk jdk) throws IOException {
        Path jar = ProgramJar.of(folder.resolve("guest.jar"), Map.of(), Guest.class.getPackageName());
        JvmProcess.Result result = runAsWithout(
                ",include=jpm.e2e.program.blind",
                () -> JvmProcess.with(jdk)
                        .flags("-Xmx128m", "-XX:TieredStopAtLevel=1")
                        .main("jpm.e2e.program.blind.Host", jar.toString()));

        assertThat(result.stdoutLines()).containsExactly("sees the agent: false", "0 row A1", "1 row A2");
        try (DebugSession session = openOnly()) {
            assertThat(Inspection.printed(session, "run", "seat", "this.seats"))
                    .containsExactly("seat = 2", "this.seats = [\"A1\", \"A2\"]");
        }
    }

    /** Runs with the agent, after a run without it that must end in the same way. */
    private JvmProcess.Result runAsWithout(String options, Supplier<JvmProcess> program) {
        JvmProcess.Result without = program.get().run();
        JvmProcess.Result with = program.get()
                .agent(Build.agentJar(), "store=" + store + options)
                .run();
        assertThat(with.exitCode()).as(with.stderr()).isEqualTo(without.exitCode());
        assertThat(with.stdoutLines()).as(with.stderr()).isEqualTo(without.stdoutLines());
        assertThat(comparable(with)).isEqualTo(comparable(without));
        return with;
    }

    /** What was said on stderr, without the agent's lines, times and generated names. */
    private static List<String> comparable(JvmProcess.Result result) {
        return result.stderrLines().stream()
                .filter(line -> !line.startsWith("jpm: dump "))
                .map(line -> line.replaceAll(
                        "\\d{4}-\\d\\d-\\d\\dT\\S+|\\w{3} \\d\\d, \\d{4} \\S+ [AP]M|Lambda[/$]\\S+|\\b\\d+ ---|@[0-9a-f]+",
                        "…"))
                .toList();
    }

    private DebugSession openOnly() {
        return DebugSession.open(new Store(store).onlyDump(), DebugOptions.DEFAULT);
    }
}
