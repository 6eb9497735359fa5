package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.store.DumpEntry;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A dump finds no more room after each number of bytes. The program does not notice, and what is in the store can be read: a dump as far as it came, or none.
 *
 * <p>The property {@code jpm.faults.step} says how many bytes lie between two limits.
 */
@Execution(ExecutionMode.SAME_THREAD)
class FullDiskTest {
    private static final int STEPS = 40;
    private static final int PAGE_BYTES = 4096;
    private static final int PAGES_OF_MEGABYTE = 256;
    private static final int DISK_PAGES = 220 * PAGES_OF_MEGABYTE;
    private static final int PAGES_OF_SMALL_FILES = 40;
    /** How much longer {@code dump.json} gets when it tells of faults of the agent, and numbers grow. */
    private static final int MORE_BYTES = 600;

    /** What newer JVMs say on standard output when there is no room for a heap; nobody can keep them from it. */
    private static final String SAID_BY_JVM = "Failed to merge segmented heap file";

    private static final int SIGNATURES_OF_A_PROCESS = 900;
    private static final String OPTIONS = ",keep-free=0,dumps=100000,pressure=0,include=jpm.e2e.program";

    @TempDir
    Path folder;

    private int number;

    /** Small files may not become longer than so many bytes. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void filesThatMayNotGrow(Jdk jdk) throws IOException, InterruptedException {
        JvmProcess jvm = FailingProgram.in(jdk, 0).agent(Build.agentJar(), "heap=never,store=" + store() + OPTIONS);
        Map<String, Long> lengths = lengthsOfADump(jvm);
        long longest = lengths.values().stream().mapToLong(each -> each).max().orElseThrow();
        long step = Long.getLong("jpm.faults.step", longest / STEPS);

        assertThat(statesUnder(limits(lengths, 0, longest + MORE_BYTES, step), jvm))
                .isEqualTo(Set.of(DumpState.NONE));
    }

    /** Nor heaps, redacted ones neither. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void heapsThatMayNotGrow(Jdk jdk) throws IOException, InterruptedException {
        for (String policy : List.of("always", "redacted")) {
            JvmProcess jvm =
                    FailingProgram.in(jdk, 0).agent(Build.agentJar(), "heap=" + policy + ",store=" + store() + OPTIONS);
            Map<String, Long> lengths = lengthsOfADump(jvm);
            long heap = lengths.getOrDefault("heap.hprof", 0L);

            assertThat(statesUnder(limits(Map.of("heap", heap), heap / 50, 2 * heap, heap / 3), jvm))
                    .isEqualTo(Set.of(DumpState.NONE, DumpState.PRESENT));
        }
    }

    private Path store() {
        return folder.resolve("store");
    }

    private Map<String, Long> lengthsOfADump(JvmProcess jvm) throws IOException, InterruptedException {
        try (FailingProgram program = FailingProgram.start(jvm)) {
            program.fail(++number);
            program.end();
        }
        Map<String, Long> lengths = new HashMap<>();
        try (Stream<Path> files = Files.walk(new Store(store()).onlyDump())) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> lengths.put(
                            file.getFileName().toString(), file.toFile().length()));
        }
        Store.remove(new Store(store()).onlyDump());
        return lengths;
    }

    /** Steps from one length to another, and what each file is long, a byte more or less. */
    private static Set<Long> limits(Map<String, Long> lengths, long from, long to, long step) {
        Set<Long> limits = new TreeSet<>(Set.of(from, from + 1, to));
        for (long length : lengths.values()) {
            limits.addAll(List.of(length - 1, length, length + 1));
        }
        for (long limit = from; limit < to; limit += step) {
            limits.add(limit);
        }
        return limits;
    }

    private Set<DumpState> statesUnder(Set<Long> limits, JvmProcess jvm) throws IOException, InterruptedException {
        Set<DumpState> states = EnumSet.noneOf(DumpState.class);
        for (List<Long> batch : batches(limits)) {
            try (FailingProgram program = FailingProgram.start(jvm)) {
                for (long limit : batch) {
                    limitFiles(program, limit);
                    states.addAll(statesAfterFailure(program, store(), "files of " + limit + " bytes"));
                }
                limitFiles(program, -1);
                program.end();
            }
        }
        return states;
    }

    private static List<List<Long>> batches(Set<Long> all) {
        List<Long> sorted = List.copyOf(all);
        return Stream.iterate(0, from -> from < sorted.size(), from -> from + SIGNATURES_OF_A_PROCESS)
                .map(from -> sorted.subList(from, Math.min(sorted.size(), from + SIGNATURES_OF_A_PROCESS)))
                .toList();
    }

    /** @param bytes -1 for no limit */
    private static void limitFiles(FailingProgram program, long bytes) throws IOException, InterruptedException {
        String limit = bytes < 0 ? "unlimited" : Long.toString(bytes);
        Process prlimit = new ProcessBuilder("prlimit", "--pid=" + program.pid(), "--fsize=" + limit + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }

    /** A disk has so many pages left. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aDiskWithoutRoom(Jdk jdk) throws IOException, InterruptedException {
        if (isMountImpossible()) {
            return;
        }
        JvmProcess jvm = onSmallDisk(FailingProgram.in(jdk, 0), "never");
        Set<DumpState> states = EnumSet.noneOf(DumpState.class);
        try (FailingProgram program = FailingProgram.start(jvm)) {
            for (int free = 0; free < PAGES_OF_SMALL_FILES; free++) {
                leaveFree(free, program.seen(disk()).resolve("ballast"));
                states.addAll(statesAfterFailure(program, program.seen(smallStore()), free + " free pages"));
            }
            program.end();
        }
        assertThat(states).contains(DumpState.INCOMPLETE, DumpState.NONE);
    }

    /** Small objects take more room in the file than in memory, so that a heap runs out of a disk on which it seemed to fit. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aDiskWithoutRoomForAHeap(Jdk jdk) throws IOException, InterruptedException {
        if (isMountImpossible()) {
            return;
        }
        JvmProcess jvm = onSmallDisk(FailingProgram.in(jdk, 40), "always");
        Set<DumpState> states = EnumSet.noneOf(DumpState.class);
        try (FailingProgram program = FailingProgram.start(jvm)) {
            for (int megabytes = 60; megabytes < DISK_PAGES / PAGES_OF_MEGABYTE; megabytes += 25) {
                leaveFree(megabytes * PAGES_OF_MEGABYTE, program.seen(disk()).resolve("ballast"));
                states.addAll(statesAfterFailure(program, program.seen(smallStore()), megabytes + " free MiB"));
            }
            program.end();
        }
        assertThat(states).isEqualTo(Set.of(DumpState.NONE, DumpState.PRESENT));
    }

    private static boolean isMountImpossible() throws IOException, InterruptedException {
        boolean impossible =
                new ProcessBuilder("unshare", "-Urm", "true").start().waitFor() != 0;
        if (impossible) {
            System.out.println("not made: a small disk, for this host lets nobody have a namespace of mounts");
        }
        return impossible;
    }

    private Path disk() {
        return folder.resolve("disk");
    }

    private Path smallStore() {
        return disk().resolve("store");
    }

    private JvmProcess onSmallDisk(JvmProcess jvm, String policy) throws IOException {
        Files.createDirectory(disk());
        return jvm.after("exec unshare -Urm sh -c 'mount -t tmpfs -o size=" + DISK_PAGES * PAGE_BYTES + " tmpfs "
                        + disk() + " && exec \"$@\"' sh \"$@\"")
                .agent(Build.agentJar(), "heap=" + policy + ",store=" + smallStore() + OPTIONS);
    }

    private static void leaveFree(int pages, Path ballast) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(ballast.toFile(), "rw")) {
            long wanted = (long) (DISK_PAGES - pages) * PAGE_BYTES;
            if (file.length() > wanted) {
                file.setLength(wanted);
            }
            file.seek(file.length());
            while (file.length() < wanted) {
                file.write(new byte[PAGE_BYTES]);
            }
        }
    }

    /**
     * Lets the program fail once, looks into the store, and empties it.
     *
     * @return the dump's state; empty when there is none
     */
    private Set<DumpState> statesAfterFailure(FailingProgram program, Path store, String shortage) throws IOException {
        List<String> said = program.fail(++number).stream()
                .filter(line -> !(line.startsWith("[") && line.contains(SAID_BY_JVM)))
                .toList();

        assertThat(said).as(shortage).hasSize(1);
        assertThat(said.get(0)).as(shortage).matches("jpm: (dump \\S+ written to .*|no dump: .*)");
        List<DumpEntry> entries = DumpStore.open(store).entries();
        if (said.get(0).startsWith("jpm: no dump")) {
            assertThat(new Store(store).entries()).as(shortage).isEmpty();
            return Set.of();
        }
        assertThat(entries).as(shortage).hasSize(1);
        DumpEntry dump = entries.get(0);
        assertThat(dump.part()).isFalse();
        assertThat(dump.exception()).isEqualTo("java.lang.IllegalStateException");
        assertThat(dump.state()).as(shortage + said).isIn(DumpState.NONE, DumpState.PRESENT, DumpState.INCOMPLETE);
        String lacking = said.get(0).replaceAll("^[^(]*|: [^:]*$", "");
        assertThat(lacking.contains("end.json")).as(shortage + said).isEqualTo(dump.state() == DumpState.INCOMPLETE);
        for (String part : List.of("snapshot.json", "threads.txt")) {
            assertThat(lacking.contains(part))
                    .as(shortage + said)
                    .isEqualTo(!Files.exists(dump.path().resolve(part)));
        }
        try (Stream<Path> files = Files.list(dump.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as(shortage)
                    .isSubsetOf("dump.json", "snapshot.json", "threads.txt", "classes", "heap.hprof", "end.json");
        }
        try (DebugSession session = DebugSession.open(dump.path(), DebugOptions.DEFAULT)) {
            assertThat(session.threads()).as(shortage).isNotEmpty();
        }
        Store.remove(dump.path());
        return Set.of(dump.state());
    }
}
