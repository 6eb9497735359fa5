package jpm.e2e.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code jpm open} in a real terminal, on the dump of a shop that died and on a heap dump. */
@Execution(ExecutionMode.SAME_THREAD)
class ScreenTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @TempDir
    static Path dumps;

    @TempDir
    Path folder;

    private Tmux tmux;

    @BeforeAll
    static void dieUnderTheAgent() throws Exception {
        Path agent = ROOT.resolve("dumper-agent/target/jpm-agent.jar");
        Path classes = ROOT.resolve("testdata/target/classes");
        run(
                "-javaagent:" + agent + "=store=" + dumps.resolve("store"),
                "-cp",
                classes + "",
                "com.acme.shop.NightlyBilling");
        String ownClasses = System.getProperty("java.class.path");
        run(
                "-cp",
                ownClasses,
                "jpm.e2e.program.OddlyNamedThreads",
                dumps.resolve("odd.hprof").toString());
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of(java()), Stream.of(arguments)).toList())
                .redirectErrorStream(true)
                .redirectOutput(dumps.resolve("program.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static String java() {
        Jdk jdk = Jdks.running();
        return jdk.home().resolve("bin/java").toString();
    }

    @BeforeEach
    void startTerminal() throws IOException {
        tmux = Tmux.start(folder, 80, 24);
    }

    @AfterEach
    void stopTerminal() throws IOException {
        tmux.close();
    }

    /** Runs {@code jpm open} between two looks at the terminal's settings. */
    private void open(String what) throws IOException {
        Path script = folder.resolve("open.sh");
        Files.writeString(
                script,
                String.join(
                        "\n",
                        "stty -a >before",
                        command(what),
                        "echo jpm ended with $?",
                        "stty -a >after",
                        "cmp before after && echo settings restored"));
        tmux.type("echo before jpm; . ./open.sh").press("Enter");
    }

    private static String command(String what) {
        return "XDG_CACHE_HOME=" + dumps.resolve("cache") + " " + java() + " -cp '"
                + System.getProperty("java.class.path") + "' -Djpm.terminal=012 jpm.cli.Main open " + what;
    }

    private void openShop() throws IOException {
        open("--store " + dumps.resolve("store"));
        tmux.sees("#2 NightlyBilling.main").sees("price = null").sees(">31 ");
    }

    private void hasLeft(int exitCode) throws IOException {
        tmux.sees("jpm ended with " + exitCode).sees("settings restored").sees("before jpm");
        assertThat(tmux.isAlternateScreen()).isFalse();
        assertThat(tmux.isCursorVisible()).isTrue();
        assertThat(tmux.screen()).doesNotContain("NightlyBilling.main");
    }

    @Test
    void walksFromTheFrameThatThrewToItsCaller() throws IOException {
        openShop();
        tmux.press("u").sees(">24 ").sees("amounts = [12.3250]");
        tmux.press("4", "Down", "Enter").sees("id = \"A-5002\"");
        tmux.press("q");
        hasLeft(0);
    }

    @Test
    void runsCommands() throws IOException {
        openShop();
        tmux.type(":up").press("Enter").sees(">24 ").press("Escape").press("q");
        hasLeft(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM 143", "HUP 129", "INT 130"})
    void aSignalLeavesTheTerminalAsItWas(String signalAndCode) throws Exception {
        String[] parts = signalAndCode.split(" ");
        openShop();
        assertThat(tmux.isAlternateScreen()).isTrue();
        new ProcessBuilder("kill", "-" + parts[0], "" + tmux.java().pid())
                .start()
                .waitFor();
        hasLeft(Integer.parseInt(parts[1]));
    }

    @Test
    void controlCLeaves() throws IOException {
        openShop();
        tmux.press("C-c");
        hasLeft(0);
    }

    @Test
    void followsTheTerminalsSize() throws IOException {
        openShop();
        tmux.resize(120, 40).sees("│").sees("z zoom");
        tmux.resize(40, 10).seesNo("│").sees("2 Stack").sees("#2 NightlyBilling.main");
        tmux.resize(80, 24).sees("price = null").press("q");
        hasLeft(0);
    }

    @Test
    void stopsAndGoesOnLikeAnyProgram() throws IOException {
        Files.writeString(folder.resolve("jpm.sh"), command("--store " + dumps.resolve("store")));
        tmux.type("bash --norc -i").press("Enter").type("PS1=").press("Enter");
        tmux.type("stty -a >before; echo before jpm; sh ./jpm.sh").press("Enter");
        tmux.sees("price = null")
                .press("m")
                .sees("m lets it go")
                .press("C-z")
                .sees("Stopped")
                .sees("before jpm");
        assertThat(tmux.isAlternateScreen()).isFalse();
        assertThat(tmux.isCursorVisible()).isTrue();
        assertThat(tmux.wantsMouse()).isFalse();
        tmux.type("stty -a >during; cmp before during && echo as before")
                .press("Enter")
                .sees("as before\n");
        tmux.type("fg").press("Enter").sees("price = null").seesNo("Stopped");
        assertThat(tmux.wantsMouse()).isTrue();
        tmux.press("u").sees(">24 ").press("q").sees("Stopped").seesNo("price = null");
        tmux.awaitShell();
        tmux.type("stty -a >after; cmp during after && echo settings restored").press("Enter");
        tmux.sees("settings restored\n");
        assertThat(tmux.wantsMouse()).isFalse();
        tmux.type("exit").press("Enter");
    }

    @Test
    void aSignalWhileTheMouseIsCapturedLetsItGo() throws Exception {
        openShop();
        tmux.press("H", "m").sees("m lets it go");
        assertThat(tmux.wantsMouse()).isTrue();
        new ProcessBuilder("kill", "-TERM", "" + tmux.java().pid()).start().waitFor();
        hasLeft(143);
        assertThat(tmux.wantsMouse()).isFalse();
    }

    @Test
    void inspectsTheObjectsOfADeadProcess() throws IOException {
        openShop();
        tmux.press("H")
                .sees("java.lang.String")
                .press("/")
                .type("NightlyBilling")
                .press("Escape");
        tmux.press("/")
                .type("shop.PriceList")
                .press("Enter", "Enter")
                .sees("PriceList@")
                .press("Enter");
        tmux.sees("1 Object")
                .sees("prices = ")
                .sees("This needs an index")
                .press("x")
                .sees("2 Fields")
                .sees("dominator");
        tmux.resize(40, 10)
                .sees("2 Fields")
                .press("1")
                .sees("shallow")
                .press("b")
                .sees("2 Objects");
        tmux.resize(80, 24).press("Q").sees("edits a query").press("Enter").sees("query>");
        tmux.type("SELECT toString(s) FROM java.lang.String s WHERE toString(s) = 'TEE-RED-M '")
                .press("Enter");
        tmux.sees("TEE-RED-M").press("I").sees("com.acme.shop.NightlyBilling").press("q");
        hasLeft(0);
    }

    @Test
    void namesThatAreHardToShowKeepTheLayout() throws IOException {
        open(dumps.resolve("odd.hprof").toString());
        tmux.sees("1 Threads")
                .resize(120, 40)
                .press("1", "z")
                .press("/")
                .type("smile")
                .press("Enter");
        tmux.sees("😀 smile  ")
                .sees("日本語  ")
                .sees("cafe\u0301  ")
                .sees("\\u001b[31mred\\u0007  ")
                .sees("\\u202eright to left");
        tmux.press("z").sees("│");
        assertThat(cellsBeforeSeparator("日本語")).isEqualTo(cellsBeforeSeparator("main"));
        assertThat(cellsBeforeSeparator("😀 smile")).isEqualTo(cellsBeforeSeparator("main"));
        assertThat(cellsBeforeSeparator("cafe\u0301")).isEqualTo(cellsBeforeSeparator("main"));
        tmux.resize(80, 24).seesNo("z zoom").press("q");
        hasLeft(0);
    }

    /** Where tmux, by its own widths, has the separator in the row of a thread; rows out of sight are scrolled to. */
    private int cellsBeforeSeparator(String thread) throws IOException {
        String row = tmux.press("/").type(thread).press("Enter").line(thread, "│");
        String before = row.substring(0, row.indexOf('│'));
        int wide = (int) before.codePoints().filter(c -> c > 0x3000).count();
        int marks = (int) before.codePoints().filter(c -> c == 0x301).count();
        return before.codePointCount(0, before.length()) + wide - marks;
    }

    @Test
    void tellsWhyItCannotOpenAndLeavesTheTerminal() throws IOException {
        Files.writeString(folder.resolve("text.hprof"), "no dump");
        open("./text.hprof");
        tmux.sees("jpm: ").sees("jpm ended with 2").sees("settings restored");
        assertThat(tmux.isAlternateScreen()).isFalse();
    }
}
