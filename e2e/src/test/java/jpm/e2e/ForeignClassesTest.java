package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.debug.CommandInterpreter;
import jpm.debug.CommandResult;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.KotlinShop;
import jpm.e2e.program.ScalaShop;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.SourceSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps of programs in other languages, without debug information or obfuscated: what is not there is said, and whatever is asked is answered. */
class ForeignClassesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void kotlin(Jdk jdk) {
        run(jdk, KotlinShop.class, "jpm.e2e.program;kotlin");

        for (DebugSession session : List.of(agentDump(), heapDump("main"))) {
            try (session) {
                String text = allAnswers(session);
                assertThat(text)
                        .contains("jpm.e2e.program.KotlinShop.main{lambda}(text=\"nineteen\"")
                        .contains("kotlin.collections.MapsKt___MapsKt.map(")
                        .contains("$this$map = {\"nineteen\"=1}")
                        .containsPattern("_Maps.kt, decompiled from (the dump's class file|.*kotlin-stdlib-.*jar)");
                select(session, "map");
                assertThat(answer(session, "list").lines().filter(line -> line.matches(" *>\\d.*")))
                        .singleElement()
                        .asString()
                        .contains("transform(");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void scala(Jdk jdk) {
        run(jdk, ScalaShop.class, "jpm.e2e.program;scala");

        for (DebugSession session : List.of(agentDump(), heapDump("main"))) {
            try (session) {
                String text = allAnswers(session);
                assertThat(text)
                        .contains("scala.collection.immutable.List.map(f=")
                        .containsPattern("List.scala, decompiled from (the dump's class file|.*scala-library-.*jar)");
                select(session, "map");
                assertThat(answer(session, "list")).containsPattern(">\\d+ .*apply\\(");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void obfuscated(Jdk jdk) throws IOException {
        Path jar = folder.resolve("o.jar");
        Map<String, String> names = Obfuscation.obfuscate(Build.classes("testdata"), "com/acme/shop", jar);
        String main = names.get("com/acme/shop/NightlyBilling").replace('/', '.');

        JvmProcess.with(jdk)
                .classPath(jar)
                .flags("-XX:+HeapDumpOnOutOfMemoryError")
                .agent(Build.agentJar(), "store=" + folder.resolve("store"))
                .main(main)
                .run();

        try (DebugSession session = agentDump()) {
            String text = allAnswers(session);
            String billing = names.get("com/acme/shop/Billing").replace('/', '.');
            assertThat(text)
                    .contains(billing + ".amount(")
                    .contains("unknown source")
                    .contains("compiled without -g")
                    .contains("(compiled without line numbers)");
            select(session, "amount");
            assertThat(answer(session, "list")).contains("amount(").doesNotContainPattern(">\\d");
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void without_debug_information(Jdk jdk) {
        Path classes = folder.resolve("classes");
        SourceSet.NO_DEBUG.compile(Jdks.running(), classes, "-g:none");
        JvmProcess.Result result = CaseRun.driver(jdk, "-XX:TieredStopAtLevel=1", "-Djpm.oracle.dumps=" + folder)
                .interpreting("nodebug.")
                .alsoOnClassPath(classes)
                .main("jpm.testdata.oracle.Driver", "cold", "nodebug.Nameless")
                .run();
        String name = result.stdoutLines().get(0).substring("CASE\t".length());

        try (DebugSession session = DebugSession.open(folder.resolve(name + ".hprof"), DebugOptions.DEFAULT)) {
            selectThread(session, name);
            assertThat(allAnswers(session))
                    .contains("slots, inferred from the class file")
                    .contains("slot4 = \"text\"  (inferred)")
                    .contains("slot1 = \"second\"  (inferred)")
                    .containsPattern("this = Nameless@\\w+ \\{field=12}  \\(inferred\\)")
                    .contains("(compiled without line numbers)");
        }
    }

    private void run(Jdk jdk, Class<?> program, String include) {
        JvmProcess.Result result = JvmProcess.with(jdk)
                .flags("-XX:TieredStopAtLevel=1", "-Dheap=" + folder.resolve("main.hprof"))
                .interpreting(include.replace(";", ".;").concat(".").split(";"))
                .agent(Build.agentJar(), "store=" + folder.resolve("store") + ",include=" + include)
                .main(program.getName())
                .run();
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(1);
    }

    private DebugSession agentDump() {
        return DebugSession.open(new Store(folder.resolve("store")).onlyDump(), DebugOptions.DEFAULT);
    }

    private DebugSession heapDump(String thread) {
        DebugSession session = DebugSession.open(folder.resolve("main.hprof"), DebugOptions.DEFAULT);
        selectThread(session, thread);
        return session;
    }

    private static void selectThread(DebugSession session, String name) {
        session.selectThread(session.threads().stream()
                .filter(thread -> thread.name().equals(name))
                .findFirst()
                .orElseThrow()
                .number());
    }

    private static void select(DebugSession session, String method) {
        session.selectFrame(session.frames().stream()
                .filter(frame -> frame.methodName().equals(method))
                .findFirst()
                .orElseThrow()
                .index());
    }

    private static String answer(DebugSession session, String command) {
        return new CommandInterpreter(session).execute(command).text();
    }

    /** What is said of every frame of the current stack. */
    private static String allAnswers(DebugSession session) {
        CommandInterpreter interpreter = new CommandInterpreter(session);
        List<String> answers = new ArrayList<>();
        for (String command : List.of("bt", "bt full", "threads")) {
            answers.add(answered(interpreter.execute(command)));
        }
        for (DebugFrame frame : session.frames()) {
            interpreter.execute("frame " + frame.index());
            for (String command : List.of("list", "locals", "info frame")) {
                answers.add(answered(interpreter.execute(command)));
            }
        }
        return String.join("\n", answers);
    }

    private static String answered(CommandResult result) {
        assertThat(result.text()).doesNotContainIgnoringCase("internal error").isNotBlank();
        assertThat(result.text().lines()).noneMatch(line -> line.startsWith("\tat "));
        return result.text();
    }
}
