package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jpm.graph.Heap;
import jpm.graph.HeapFrame;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import jpm.testdata.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadReportTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void saysOfThreadsWhatTheProgramSaidOfThem(Jdk jdk) {
        Path file = folder.resolve("heap.hprof");
        Map<String, String> said = new TreeMap<>();
        for (String line : KnownProgram.linesOf(KnownProgram.run(jdk, file.toString()), "thread")) {
            said.put(line.substring(0, line.indexOf(' ')), line);
        }

        ThreadReport report = report(file);
        Map<String, DumpedThread> found = report.threads().stream()
                .filter(t -> said.containsKey(t.thread().name()))
                .collect(Collectors.toMap(t -> t.thread().name(), t -> t));

        assertThat(found.keySet()).isEqualTo(said.keySet());
        found.forEach((name, thread) -> assertThat(line(thread))
                .isEqualTo(thread.isVirtual() ? said.get(name).replace(" WAITING ", " null ") : said.get(name)));
        assertThat(report.groups().stream()
                        .filter(group ->
                                group.stream().anyMatch(t -> t.thread().name().startsWith("twin")))
                        .map(group -> group.stream()
                                .map(DumpedThread::shownName)
                                .sorted()
                                .toList()))
                .containsExactly(List.of("twin-1", "twin-2", "twin-3", "twin-4"));
    }

    /** In the form of {@link KnownProgram}. */
    private static String line(DumpedThread thread) {
        StringBuilder line = new StringBuilder(thread.thread().name());
        line.append(' ').append(thread.isDaemon()).append(' ').append(thread.javaId());
        line.append(' ').append(thread.state());
        for (HeapFrame frame : thread.frames()) {
            line.append(' ').append(frame.className()).append('.').append(frame.methodName());
            line.append(':').append(Math.max(0, frame.line()));
        }
        return line.toString();
    }

    @Test
    void stacksThatDifferOnlyInTheirObjectsAreTheSame() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.Thread").field("tid", 'J').id();
        long held = dump.string("held");
        dump.thread(dump.instance(type, 7L), new HprofBuilder.Frame("A", "run", "()V", "A.java", 5, held));
        dump.thread(dump.instance(type, 8L), new HprofBuilder.Frame("A", "run", "()V", "A.java", 5));
        dump.thread(dump.instance(type, 9L), new HprofBuilder.Frame("A", "run", "()V", "A.java", 6));

        ThreadReport report = report(dump.write(folder.resolve("heap.hprof")));

        assertThat(report.threads().stream().map(DumpedThread::stackNumber)).containsExactly(1, 1, 2);
        assertThat(report.threads().stream().map(DumpedThread::shownName))
                .containsExactly("thread 7", "thread 8", "thread 9");
        assertThat(report.threads().stream().map(DumpedThread::frameRoots)).containsExactly(1, 0, 0);
        assertThat(report.threads().stream().map(DumpedThread::state)).containsOnlyNulls();
    }

    @Test
    void threadsWhoseObjectIsMissingAreListed() {
        HprofBuilder dump = new HprofBuilder();
        dump.thread(0xdeadL, new HprofBuilder.Frame("A", "run", "()V", "A.java", 5));

        DumpedThread thread =
                report(dump.write(folder.resolve("heap.hprof"))).threads().get(0);

        assertThat(thread.className()).isEqualTo("(object missing in the dump)");
        assertThat(thread.frames()).hasSize(1);
    }

    private static ThreadReport report(Path file) {
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            return ThreadReport.of(heap);
        }
    }
}
