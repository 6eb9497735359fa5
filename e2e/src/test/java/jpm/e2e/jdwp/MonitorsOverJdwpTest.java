package jpm.e2e.jdwp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jdi.ObjectReference;
import com.sun.jdi.ThreadReference;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.debug.DebugOptions;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.known.KnownProcess;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A debugger sees who waits for whose monitor as the process's own management bean saw it. */
class MonitorsOverJdwpTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> jdks() {
        return Jdks.installed().stream().map(jdk -> DynamicTest.dynamicTest(jdk.toString(), () -> check(jdk)));
    }

    private void check(Jdk jdk) throws Exception {
        Path dump = folder.resolve(jdk.feature() + ".hprof");
        List<String> told = JvmProcess.with(jdk)
                .main(KnownProcess.class.getName(), dump.toString())
                .run()
                .stdoutLines();
        try (Served served = Served.dump(dump, DebugOptions.DEFAULT);
                Attached client = Attached.to(served.port())) {
            client.vm.suspend();
            List<String[]> waits = told.stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words[0].equals("waits") && words[2].contains("Monitor"))
                    .toList();
            assertThat(waits).hasSize(3);
            for (String[] words : waits) {
                waitsFor(client.thread(words[1]), words[2], client.thread(words[3]));
            }
            waitsWithinItsOwn(client.thread("waiting"));
            isFree(client.thread("idle-1"));
        }
    }

    private static void waitsFor(ThreadReference waiting, String monitorClass, ThreadReference owner) throws Exception {
        ObjectReference monitor = waiting.currentContendedMonitor();
        assertThat(monitor.referenceType().name()).isEqualTo(monitorClass);
        assertThat(monitor.owningThread()).isEqualTo(owner);
        assertThat(monitor.waitingThreads()).containsExactly(waiting);
        assertThat(owner.ownedMonitors()).containsExactly(monitor);
    }

    private static void waitsWithinItsOwn(ThreadReference thread) throws Exception {
        ObjectReference monitor = thread.currentContendedMonitor();
        assertThat(monitor.referenceType().name()).endsWith("WaitedMonitor");
        assertThat(monitor.owningThread()).isNull();
        assertThat(monitor.waitingThreads()).isEmpty();
        assertThat(thread.ownedMonitors()).isEmpty();
    }

    /** Whether an object that nobody waits for is locked is not known. */
    private static void isFree(ThreadReference thread) throws Exception {
        assertThat(thread.currentContendedMonitor()).isNull();
        assertThat(thread.ownedMonitors()).isEmpty();
        assertThatThrownBy(thread::owningThread).isInstanceOf(UnsupportedOperationException.class);
    }
}
