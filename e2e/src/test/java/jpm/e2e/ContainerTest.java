package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jpm.attach.AttachClient;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.doctor.Doctor;
import jpm.doctor.Finding;
import jpm.doctor.Patient;
import jpm.e2e.program.Boxed;
import jpm.e2e.program.Glutton;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs die in containers that these tests make; where the host does not let them, the run says so. */
@Execution(ExecutionMode.SAME_THREAD)
class ContainerTest {
    private static final int STRANGER = 54321;
    private static final String AGENT = "-javaagent:/agent/jpm-agent.jar=store=/dumps";

    @TempDir
    Path folder;

    private static boolean isImpossible() {
        @Nullable String why = Container.whyImpossible();
        if (why != null) {
            System.out.println("not made: a container, for this host says: " + why);
        }
        return why != null;
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aReadOnlyRootWithoutShellAndTmp(Jdk jdk) throws IOException, InterruptedException {
        if (isImpossible()) {
            return;
        }
        Container container = new Container(folder, jdk);

        List<String> said = container.run("-Xmx64m", AGENT, "-cp", "/classes", Boxed.class.getName(), "crate");

        assertThat(said)
                .startsWith("up")
                .anyMatch(line -> line.matches("jpm: dump \\S+ written to /dumps"))
                .endsWith("exit code 1");
        assertCrateIsShown(container);
        Path dump = new Store(container.store()).onlyDump();
        assertThat(Files.readString(container.log()))
                .startsWith("jpm: dump " + dump.getFileName() + " in /dumps")
                .contains(
                        "thread main died of java.lang.ArithmeticException: / by zero",
                        "at jpm.e2e.program.Boxed$Work.share(Boxed.java:");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aUserWhomTheContainerDoesNotKnow(Jdk jdk) throws IOException, InterruptedException {
        if (isImpossible()) {
            return;
        }
        Container container = new Container(folder, jdk).as(STRANGER);

        container.run("-Xmx64m", AGENT, "-cp", "/classes", Boxed.class.getName(), "crate");

        assertCrateIsShown(container);
        assertThat(Files.getAttribute(new Store(container.store()).onlyDump(), "unix:uid"))
                .isEqualTo(STRANGER);
    }

    /** From outside, as root, an agent gets into a JVM of another user that has another root and another process id. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void attachesAcrossTheBorder(Jdk jdk) throws IOException, InterruptedException {
        if (isImpossible()) {
            return;
        }
        Container container = new Container(folder, jdk).as(STRANGER).withTmp();
        Process process = container.start("-Xmx64m", "-cp", "/classes", Boxed.class.getName(), "crate", "wait");
        try {
            AttachClient client = AttachClient.to(Container.awaitUp(process));
            assertThat(client.diagnose("VM.version")).contains(Integer.toString(jdk.feature()));
            assertThat(client.loadAgent("/nowhere.jar", "")).isNotEmpty();
            String pid = Long.toString(Container.javaIn(process));
            assertThat(succeeding("attach", pid, "store=/dumps"))
                    .isEqualTo("The agent is in " + pid + " (" + Boxed.class.getName() + ")\n");
            assertThat(succeeding("attach", pid)).startsWith("The agent was already in " + pid);
            assertThat(succeeding("break", "add", "--pid", pid, "jpm/e2e/program/Boxed.java:1"))
                    .contains(" in " + pid);
            assertThat(succeeding("break", "rm", "--pid", pid, "--all")).isEmpty();
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertCrateIsShown(container);
    }

    /** Without a place for the agent's jar nothing works, and the user learns why. */
    @Test
    void aContainerWithoutTmpIsNotAttachedTo() throws IOException, InterruptedException {
        if (isImpossible()) {
            return;
        }
        Container container = new Container(folder, Jdks.running()).as(STRANGER);
        Process process = container.start("-Xmx64m", "-cp", "/classes", Boxed.class.getName(), "crate", "wait");
        try {
            JvmProcess.Result attached = Cli.run("attach", Long.toString(Container.awaitUp(process)));

            assertThat(attached.exitCode()).isEqualTo(2);
            assertThat(attached.stderrLines()).hasSize(2);
            assertThat(attached.stderr())
                    .contains("it is in a container, which has no " + Build.agentJar(), "/tmp")
                    .contains("mount it there");
        } finally {
            end(process);
        }
    }

    /** The kernel kills for real; what the agent wrote before tells where the memory was. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void beforeTheKernelKillsThereIsABlackBox(Jdk jdk) throws IOException, InterruptedException {
        @Nullable Path group = isImpossible() ? null : controlGroup(192 << 20);
        if (group == null) {
            return;
        }
        Container container = new Container(folder, jdk).under(group);
        try {
            List<String> said = container.run(
                    "-Xmx512m",
                    "-XX:MaxDirectMemorySize=1g",
                    "-XX:NativeMemoryTracking=summary",
                    AGENT + ",pressure=65",
                    "-cp",
                    "/classes",
                    Glutton.class.getName(),
                    "/dumps",
                    "150");

            assertThat(said).anyMatch(line -> line.matches("jpm: dump \\S+ written to /dumps"));
            assertThat(said).doesNotContain("it was not killed");
            assertThat(killsIn(group)).isEqualTo(1);
        } finally {
            Files.deleteIfExists(group);
        }
        Path dump = new Store(container.store()).onlyDump();
        assertThat(Files.readString(dump.resolve("memory.txt"))).contains("VmRSS:", "Native Memory Tracking");
        assertThat(Files.readString(dump.resolve("histogram.txt"))).contains("[B");
        String why = succeeding("why", dump.toString());
        assertThat(why).contains("192 MiB", "not the Java heap");
    }

    /** How many processes of the group the kernel has killed, as the one hierarchy or the other counts them. */
    private static int killsIn(Path group) throws IOException {
        Path first = group.resolve("memory.oom_control");
        return Files.readAllLines(Files.exists(first) ? first : group.resolve("memory.events")).stream()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToInt(line -> Integer.parseInt(line.substring("oom_kill ".length())))
                .sum();
    }

    private static String succeeding(String... arguments) {
        JvmProcess.Result result = Cli.run(arguments);
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        return result.stdout();
    }

    /** Whoever made the container ends when all in it has ended, which is then nobody else's to wait for. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> inside = process.descendants().toList();
        inside.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theDoctorSeesWhatTheProgramSees(Jdk jdk) throws IOException, InterruptedException {
        if (isImpossible()) {
            return;
        }
        @Nullable Path group = controlGroup(256 << 20);
        Container container = new Container(folder, jdk).as(STRANGER);
        if (group != null) {
            container.under(group);
        }
        Process process = container.start(
                "-Xmx1g",
                "-javaagent:/agent/jpm-agent.jar=store=/nowhere",
                "-cp",
                "/classes",
                Boxed.class.getName(),
                "crate",
                "wait");
        try {
            List<Finding> findings = Doctor.examine(Patient.ofProcess(Container.awaitUp(process), Patient.Host.THIS));

            assertThat(finding("store", findings)).contains("on /, which is mounted read-only");
            assertThat(finding("crash-log", findings)).contains("nor can /tmp be written");
            assertThat(finding("attach", findings)).contains("/tmp does not exist");
            assertThat(finding("agent-jar", findings)).contains("can be read");
            assertThat(finding("memory-limit", findings)).contains(group == null ? "1.0G" : "limit 256.0M");
        } finally {
            end(process);
            if (group != null) {
                Files.deleteIfExists(group);
            }
        }
    }

    private static String finding(String check, List<Finding> findings) {
        Finding found = findings.stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
        return found.says() + " | " + found.evidence();
    }

    /** A control group with this limit; null where the host lets nobody make one. */
    private static @Nullable Path controlGroup(long limitBytes) throws IOException {
        String name = "jpm-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        for (String[] kind : new String[][] {{"memory", "memory.limit_in_bytes"}, {"", "memory.max"}}) {
            Path group = Path.of("/sys/fs/cgroup", kind[0]).resolve(name);
            try {
                Files.createDirectory(group);
                Files.writeString(group.resolve(kind[1]), Long.toString(limitBytes));
                return group;
            } catch (IOException notAllowed) {
                Files.deleteIfExists(group);
            }
        }
        System.out.println("not made: a control group with a memory limit, which this host does not allow");
        return null;
    }

    private static void assertCrateIsShown(Container container) {
        try (DebugSession session = DebugSession.open(new Store(container.store()).onlyDump(), DebugOptions.DEFAULT)) {
            assertThat(Inspection.printed(session, "share", "box", "items", "people"))
                    .containsExactly("box = \"crate\"", "items = 3", "people = 0");
        }
    }
}
