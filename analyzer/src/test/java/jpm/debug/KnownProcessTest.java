package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.known.KnownProcess;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Threads, locks and objects of a process that tells what it knows of them. */
class KnownProcessTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> commandsSayWhatTheProcessKnows() {
        return Jdks.installed().stream().map(jdk -> DynamicTest.dynamicTest(jdk.toString(), () -> check(jdk)));
    }

    private void check(Jdk jdk) {
        Path dump = folder.resolve(jdk.feature() + ".hprof");
        JvmProcess.Result result = JvmProcess.with(jdk)
                .main(KnownProcess.class.getName(), dump.toString())
                .run();
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        try (DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT)) {
            CommandInterpreter interpreter = new CommandInterpreter(session);
            checkLocks(interpreter, result.stdoutLines());
            checkObjects(interpreter);
            checkThreads(interpreter);
        }
    }

    private static String run(CommandInterpreter interpreter, String command) {
        CommandResult result = interpreter.execute(command);
        assertThat(result.error()).as(command + ": " + result.text()).isFalse();
        return result.text();
    }

    private static void checkLocks(CommandInterpreter interpreter, List<String> told) {
        String deadlocks = run(interpreter, "deadlock");
        List<String> names =
                Arrays.asList(told.get(0).substring("deadlocked ".length()).split(" "));
        assertThat(names).contains("monitor-1", "monitor-2", "lock-1", "lock-2");
        names.forEach(name -> assertThat(deadlocks).contains("(" + name + ") waits for"));
        assertThat(deadlocks).doesNotContain("(blocked)").doesNotContain("(waiting)");
        assertThat(deadlocks.lines().filter(line -> line.startsWith("Deadlock of 2 threads:")))
                .hasSize(2);

        List<String> monitors = run(interpreter, "info monitors").lines().toList();
        for (String line : told.subList(1, told.size())) {
            String[] words = line.split(" ");
            String lockClass = words[2].substring(Math.max(words[2].lastIndexOf('.'), words[2].lastIndexOf('$')) + 1);
            int lock = lockOf(words[1], monitors);
            assertThat(monitors.get(lock)).as(line).startsWith(lockClass + "@");
            assertThat(monitors.get(lock + 1)).as(line).contains("held by").contains("(" + words[3] + ")");
        }
        int waitedIn = monitors.indexOf(monitors.stream()
                .filter(line -> line.contains("waited in by") && line.contains("(waiting)"))
                .findFirst()
                .orElseThrow());
        assertThat(monitors.get(waitedIn - 1)).startsWith("WaitedMonitor@");
    }

    private static int lockOf(String waiter, List<String> monitors) {
        for (int i = 0; i < monitors.size(); i++) {
            if (monitors.get(i).contains("awaited by") && monitors.get(i).contains("(" + waiter + ")")) {
                int head = i;
                while (monitors.get(head).startsWith(" ")) {
                    head--;
                }
                return head;
            }
        }
        throw new AssertionError(waiter + " waits for nothing in " + monitors);
    }

    private static void checkObjects(CommandInterpreter interpreter) {
        int all = KnownProcess.WIDGETS + KnownProcess.HEAVY_WIDGETS;
        assertThat(run(interpreter, "find Widget"))
                .hasLineCount(201)
                .endsWith("... more; set max-results shows more\n");
        run(interpreter, "set max-results 5");
        assertThat(run(interpreter, "find Widget")).hasLineCount(6);
        assertThat(run(interpreter, "find Widget | head 3")).hasLineCount(3);
        assertThat(run(interpreter, "find Widget | count")).isEqualTo(all + "\n");
        assertThat(run(interpreter, "find -exact Widget | count")).isEqualTo(KnownProcess.WIDGETS + "\n");
        assertThat(run(interpreter, "find Heavy*idget|count")).isEqualTo(KnownProcess.HEAVY_WIDGETS + "\n");
        assertThat(run(interpreter, "find *HeavyWidget | count")).isEqualTo(KnownProcess.HEAVY_WIDGETS + "\n");
        assertThat(run(interpreter, "find Widget where weight >= 990 | count"))
                .isEqualTo(10 + KnownProcess.HEAVY_WIDGETS + "\n");
        assertThat(run(interpreter, "find Widget where weight == 17 && label.endsWith(\"17\")"))
                .matches("(?s)Widget@[0-9a-f]+ \\{weight=17, label=\"widget 17\"\\}\n");
        assertThat(run(interpreter, "find Widget where this instanceof HeavyWidget | count"))
                .isEqualTo(KnownProcess.HEAVY_WIDGETS + "\n");
        assertThat(run(interpreter, "find Widget where weight < 0")).isEqualTo("None of " + all + " objects.\n");

        assertThat(run(interpreter, "print KnownProcess.KEPT.size()")).endsWith("= " + all + "\n");
        assertThat(run(interpreter, "refs KnownProcess.KEPT.get(3)")).startsWith("[3] of Object[]@");
        assertThat(run(interpreter, "refs KnownProcess.KEPT.get(3) out"))
                .contains("<class> = ")
                .contains("label = String@");
        assertThat(run(interpreter, "path KnownProcess.KEPT.get(3)"))
                .contains("KEPT\n")
                .contains("elementData\n")
                .contains("[3]\n");
        assertThat(retained(run(interpreter, "retained KnownProcess.BALLAST"))).isBetween(5_000_000L, 5_001_000L);
        assertThat(run(interpreter, "dominators KnownProcess.BALLAST 1")).contains("5,000,");
        assertThat(run(interpreter, "dominators 3").lines()).hasSize(3);
        assertThat(run(interpreter, "info statics KnownProcess"))
                .contains("WIDGETS = " + KnownProcess.WIDGETS)
                .contains("FIRST_LOCK = ");
        assertThat(run(interpreter, "info classes KnownProcess.*Monitor$").lines())
                .hasSize(4);
        assertThat(run(interpreter, "ptype HeavyWidget"))
                .contains("extends jpm.testdata.known.KnownProcess$Widget")
                .contains("HeavyWidget(int);");
        assertThat(run(interpreter, "whatis KnownProcess.KEPT.get(0)"))
                .isEqualTo("jpm.testdata.known.KnownProcess$Widget\n");
    }

    private static long retained(String text) {
        String line = text.lines()
                .filter(each -> each.startsWith("retained"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(
                line.replaceFirst("retained +", "").replaceFirst(" bytes.*", "").replace(",", ""));
    }

    private static void checkThreads(CommandInterpreter interpreter) {
        assertThat(run(interpreter, "threads -state BLOCKED | count")).isEqualTo("3\n");
        assertThat(run(interpreter, "threads -name ^lock- | count")).isEqualTo("2\n");
        assertThat(run(interpreter, "threads -at enterBusy"))
                .contains("blocked")
                .hasLineCount(1);
        assertThat(run(interpreter, "threads -name nobody")).isEqualTo("No such thread.\n");
        assertThat(run(interpreter, "threads -group -at holdNothing"))
                .startsWith("2 threads: ")
                .contains("idle-1")
                .contains("idle-2");
        assertThat(run(interpreter, "threads -with $thread.getName().startsWith(\"monitor\") | count"))
                .isEqualTo("2\n");
        assertThat(run(interpreter, "thread apply all print $thread.getName() | grep -c = .monitor-"))
                .isEqualTo("2\n");
    }
}
