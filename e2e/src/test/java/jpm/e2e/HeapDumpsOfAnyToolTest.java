package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import jpm.debug.CommandInterpreter;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.Hoarder;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Heap dumps that the JDK's own means write show the variables of the program, found by what the heap itself tells of class path and JDK. */
class HeapDumpsOfAnyToolTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void jcmd(Jdk jdk) throws IOException, InterruptedException {
        Path dump = folder.resolve("jcmd.hprof");
        Process process = hoarder(jdk, "wait").flags("-Xmx64m").start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("waiting");
            String jcmd = jdk.home().resolve("bin/jcmd").toString();
            int code = new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.heap_dump", dump.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("jcmd.log").toFile())
                    .start()
                    .waitFor();
            assertThat(code).isZero();
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (DebugSession session = open(dump)) {
            assertThat(locals(session, "pause"))
                    .contains("log = \"collecting.\"  (inferred)")
                    .anyMatch(line -> line.startsWith("latch = CountDownLatch@") && line.endsWith("(inferred)"))
                    .anyMatch(line -> line.startsWith("given = [0, 0, "));
            assertThat(locals(session, "collect"))
                    .contains(
                            "how = \"wait\"  (inferred)",
                            "labels = [\"a\", \"b\"]  (inferred)",
                            "log = \"collecting.\"  (inferred)",
                            "nothing = <unavailable: null or no longer used>");
            assertThat(session.header().main()).isEqualTo(Hoarder.class.getName());
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void anOutOfMemoryError(Jdk jdk) {
        Path dump = folder.resolve("oom.hprof");
        JvmProcess.Result result = hoarder(jdk, "all")
                .flags("-Xmx24m", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=" + dump)
                .run();
        assertThat(result.exitCode()).isEqualTo(1);

        try (DebugSession session = open(dump)) {
            assertThat(locals(session, "collect"))
                    .contains("how = \"all\"  (inferred)", "labels = [\"a\", \"b\"]  (inferred)")
                    .anyMatch(line -> line.matches("this = Hoarder@\\w+ \\{owner=\"ann\", .*\\(inferred\\)"))
                    .anyMatch(line -> line.matches("log = \"collecting\\.+\"  \\(inferred\\)"));
            assertThat(locals(session, "main"))
                    .contains("args = [\"all\"]  (inferred)")
                    .anyMatch(line -> line.startsWith("hoarder = Hoarder@"));
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theOtherThreadsOfADumpOfTheAgent(Jdk jdk) {
        hoarder(jdk, "die").agent(Build.agentJar(), "store=" + folder).run();

        try (DebugSession session = open(new Store(folder).onlyDump(), "collector")) {
            assertThat(locals(session, "collect"))
                    .contains("labels = [\"c\"]  (inferred)", "log = \"collecting.\"  (inferred)")
                    .anyMatch(line -> line.startsWith("this = Hoarder@"));
        }
    }

    /** Interpreted, all that is in scope is there. */
    private static JvmProcess hoarder(Jdk jdk, String how) {
        return JvmProcess.with(jdk).flags("-Xint").main(Hoarder.class.getName(), how);
    }

    private static DebugSession open(Path dump) {
        return open(dump, "main");
    }

    private static DebugSession open(Path dump, String name) {
        DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT);
        session.selectThread(session.threads().stream()
                .filter(thread -> thread.name().equals(name))
                .findFirst()
                .orElseThrow()
                .number());
        return session;
    }

    private static List<String> locals(DebugSession session, String method) {
        DebugFrame frame = session.frames().stream()
                .filter(candidate -> candidate.methodName().equals(method))
                .findFirst()
                .orElseThrow();
        session.selectFrame(frame.index());
        return new CommandInterpreter(session).execute("locals").text().lines().toList();
    }
}
