package jpm.e2e.jdwp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.debug.DebugOptions;
import jpm.e2e.CaseRun;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.oracle.Spoken;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The command-line debuggers of all JDKs are usable at dumps of all JDKs, and show what the dying program said. */
class JdbTest {
    private static final String PROGRAMS = "jpm.testdata.programs";
    private static final Path SOURCES = Path.of("").toAbsolutePath().getParent().resolve("testdata/src/main/java");
    private static final Set<String> SHOWN_AS_SAID = Set.of("int", "long", "short", "byte", "boolean");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> debuggers() {
        return Jdks.installed().stream().flatMap(dumped -> {
            CaseRun run = CaseRun.some(
                            CaseRun.driver(dumped, "-XX:+UseSerialGC"),
                            folder.resolve("store" + dumped.feature()),
                            PROGRAMS,
                            "cold",
                            PROGRAMS + ".Programs",
                            "values")
                    .get(0);
            return Jdks.installed().stream()
                    .map(client -> DynamicTest.dynamicTest(
                            "dump of " + dumped + ", jdb of " + client, () -> walk(run, client)));
        });
    }

    private static void walk(CaseRun run, Jdk client) throws Exception {
        List<Spoken.Frame> said = run.spoken();
        try (Served served = Served.dump(run.dump(), DebugOptions.DEFAULT);
                Jdb jdb = Jdb.attach(client, served.port(), SOURCES.toString())) {
            assertThat(methods(jdb.ask("where"))).isEqualTo(methods(said));
            assertThat(jdb.ask("where all")).contains(said.get(0).method());
            String called = "Chain.proceed";
            for (Spoken.Frame frame : said) {
                upTo(jdb, frame);
                shows(jdb, frame);
                assertThat(jdb.ask("list")).containsPattern("=> .*(Chain\\.proceed|" + called + ")\\(");
                called = frame.method();
                jdb.ask("up");
            }
            tellsOfClassesAndObjects(jdb, said.get(0));
            staysUsable(jdb);
            assertThat(jdb.quit()).isZero();
        }
    }

    private static List<String> methods(String where) {
        return Pattern.compile("\\[\\d+\\] " + Pattern.quote(PROGRAMS) + "\\.[\\w$.]+\\.([\\w$<>]+) \\(")
                .matcher(where)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static List<String> methods(List<Spoken.Frame> frames) {
        return frames.stream().map(Spoken.Frame::method).toList();
    }

    /** Frames of the oracle's own stand between the programs'. */
    private static void upTo(Jdb jdb, Spoken.Frame frame) {
        for (String line : jdb.ask("where").lines().toList()) {
            if (line.contains(frame.className() + "." + frame.method() + " (")) {
                return;
            }
            jdb.ask("up");
        }
    }

    private static void shows(Jdb jdb, Spoken.Frame frame) {
        String locals = jdb.ask("locals");
        for (Spoken.Variable variable : frame.variables().values()) {
            boolean isThis = variable.name().equals("this");
            if (isThis) {
                assertThat(jdb.ask("dump this")).as(frame.method()).containsPattern("(?s)^ this = \\{.*}|instance of");
            } else {
                assertThat(locals).as(frame.method()).containsPattern("(?m)^" + Pattern.quote(variable.name()) + " = ");
            }
            if (SHOWN_AS_SAID.contains(variable.type())) {
                String printed = variable.name() + " = " + variable.canonical().replaceFirst(".*:", "");
                assertThat(locals.lines()).as(frame.method()).contains(printed);
                assertThat(jdb.ask("print " + variable.name())).contains(printed);
            }
        }
    }

    private static void tellsOfClassesAndObjects(Jdb jdb, Spoken.Frame frame) {
        assertThat(jdb.ask("classes").lines()).contains(frame.className());
        assertThat(jdb.ask("class " + frame.className())).contains("extends: java.lang.Object");
        assertThat(jdb.ask("methods " + frame.className())).contains(frame.method() + "(");
        assertThat(jdb.ask("fields java.lang.String").lines()).contains("byte[] value", "byte coder", "int hash");
        assertThat(jdb.ask("dump \"text\".length()")).contains("= 4");
        assertThat(jdb.ask("dump new java.lang.Object()")).contains("Unable to create java.lang.Object");
    }

    /** Behind a refused step stands no prompt, as the debugger waits for the step to end; but it takes the next command. */
    private static void staysUsable(Jdb jdb) {
        String before = jdb.ask("where");
        assertThat(jdb.ask("set nothing = 1")).contains("Name unknown: nothing");
        assertThat(jdb.ask("pop")).contains("does not support popping frames");
        for (String command : List.of("step", "step up", "stepi", "next")) {
            String name = command.split(" ")[0];
            jdb.ask(command, Pattern.compile("Command '" + name + "' is not supported on the target VM\\s+$"));
            assertThat(jdb.ask("threads")).contains("Reference Handler").containsPattern("\\) *\\w+ +main ");
            assertThat(jdb.ask("where")).isEqualTo(before);
        }
    }
}
