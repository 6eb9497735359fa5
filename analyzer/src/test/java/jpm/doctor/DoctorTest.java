package jpm.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import jpm.doctor.Finding.Level;
import jpm.io.JpmException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes laid out by hand as /proc shows them, each with one thing that is wrong. */
class DoctorTest {
    private static final long PID = 4242;
    private static final String AGENT = "-javaagent:/opt/jpm-agent.jar=store=/dumps";

    @TempDir
    Path folder;

    private Path process;
    private Path root;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> mounts = new ArrayList<>(List.of("/ ext4 rw"));

    @BeforeEach
    void layOut() throws IOException {
        process = folder.resolve("proc/" + PID);
        root = folder.resolve("rootfs");
        for (String made : new String[] {"srv", "tmp", "opt", "dumps"}) {
            Files.createDirectories(root.resolve(made));
        }
        Files.createDirectories(process);
        Files.createSymbolicLink(process.resolve("root"), root);
        Files.createSymbolicLink(process.resolve("cwd"), Path.of("/srv"));
        write(
                "proc/" + PID + "/status",
                "Uid:\t7\t" + uid() + "\t7\t7\nGid:\t7\t7\t7\t7\nGroups:\t\nCapEff:\t0000000000000000\n");
        write("proc/" + PID + "/cgroup", "0::/shop\n");
        write("proc/" + PID + "/limits", "Max core file size        unlimited            unlimited            bytes\n");
        write("proc/" + PID + "/maps", "7f00 r-xp 00000000 fe:00 1 /jdk/lib/server/libjvm.so\n");
        write("proc/meminfo", "MemTotal:       16777216 kB\n");
        write("proc/sys/kernel/core_pattern", "core\n");
        agentJar(root.resolve("opt/jpm-agent.jar"));
    }

    /** Links out of the temporary folder are not left to its removal. */
    @AfterEach
    void removeLinks() throws IOException {
        for (String link : new String[] {"proc/" + PID + "/root", "proc/" + PID + "/cwd", "proc/8/cwd", "rootfs/var"}) {
            Files.deleteIfExists(folder.resolve(link));
        }
    }

    private Object uid() throws IOException {
        return Files.getAttribute(folder, "unix:uid");
    }

    private static void agentJar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", "jpm.agent.Agent");
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<Finding> examine(String... options) throws IOException {
        StringBuilder mountinfo = new StringBuilder();
        for (String mount : mounts) {
            String[] fields = mount.split(" ");
            mountinfo.append("22 27 0:21 / " + fields[0] + " " + fields[2] + ",relatime - " + fields[1] + " none rw\n");
        }
        write("proc/" + PID + "/mountinfo", mountinfo.toString());
        write("proc/" + PID + "/cmdline", "/jdk/bin/java\0" + String.join("\0", options) + "\0-jar\0shop.jar\0");
        StringBuilder variables = new StringBuilder();
        environment.forEach((name, value) ->
                variables.append(name).append('=').append(value).append('\0'));
        write("proc/" + PID + "/environ", variables.toString());
        return Doctor.examine(Patient.ofProcess(PID, new Patient.Host(folder.resolve("proc"), folder.resolve("sys"))));
    }

    /** The problems and advice, as {@code problem store}. */
    private List<String> complaints(String... options) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Finding finding : examine(options)) {
            if (finding.level() != Level.FINE) {
                assertThat(finding.fix()).isNotEmpty();
                complaints.add(finding.level().label() + " " + finding.check());
            }
            assertThat(finding.evidence()).isNotEmpty();
        }
        complaints.remove("advice fast-throw");
        return complaints;
    }

    private String says(String check, String... options) throws IOException {
        Finding found = examine(options).stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
        return found.says() + " | " + found.evidence();
    }

    @Test
    void nothingIsWrong() throws IOException {
        assertThat(complaints(AGENT, "-Xmx1g", "-XX:-OmitStackTraceInFastThrow"))
                .isEmpty();
    }

    @Test
    void theAgentIsMissingBrokenOrOff() throws IOException {
        assertThat(complaints("-Xmx1g")).startsWith("problem agent");
        assertThat(complaints("-Xmx1g", "-javaagent:/opt/jacoco.jar")).startsWith("problem agent");
        assertThat(complaints(AGENT + ",disable", "-Xmx1g")).containsExactly("problem agent");
        assertThat(complaints("-javaagent:/nope/jpm-agent.jar=store=/dumps", "-Xmx1g"))
                .containsExactly("problem agent-jar");
        assertThat(complaints(AGENT + ",heap=never", "-Xmx1g")).containsExactly("advice heap");
        environment.put("JPM_DISABLE", "1");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem agent");
    }

    @Test
    void optionsComeFromEverywhere() throws IOException {
        environment.put("JAVA_TOOL_OPTIONS", "'" + AGENT + "' -Xmx1g");
        assertThat(complaints()).isEmpty();
        environment.put("JDK_JAVA_OPTIONS", "-XX:+DisableAttachMechanism");
        assertThat(complaints()).containsExactly("problem attach");
        environment.put("_JAVA_OPTIONS", "-XX:-DisableAttachMechanism");
        assertThat(complaints("-XX:+DisableAttachMechanism")).isEmpty();
        write("rootfs/srv/opts", "# ours\n-XX:+ExitOnOutOfMemoryError\n\"-Dgreeting=a \\\"b\" # more\n");
        assertThat(complaints("@opts")).containsExactly("problem oom-exit");
        assertThat(complaints("-XX:VMOptionsFile=/srv/opts")).containsExactly("problem oom-exit");
    }

    @Test
    void theStoreIsWhereTheAgentPutsIt() throws IOException {
        String agent = "-javaagent:/opt/jpm-agent.jar";
        environment.put("XDG_STATE_HOME", "/srv/state");
        write("proc/" + PID + "/status", "Uid:\t7\t7\t7\t7\nGid:\t7\t7\t7\t7\nCapEff:\t0000000000000002\n");
        assertThat(says("store", agent)).contains("/srv/state/jpm");
        environment.put("JPM_STORE", "/dumps/env");
        assertThat(says("store", agent)).contains("/dumps/env");
        assertThat(says("store", agent, "-Djpm.store=prop")).contains("/srv/prop");
        assertThat(says("store", agent + "=heap=first,store=/dumps/arg", "-Djpm.store=/p"))
                .contains("/dumps/arg");
    }

    @Test
    void theStoreCannotBeWrittenOrDoesNotLast() throws IOException {
        mounts.add("/dumps ext4 ro");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem store");
        assertThat(says("store", AGENT)).contains("mounted read-only");
        mounts.set(1, "/dumps tmpfs rw");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem store-volume");
        mounts.set(1, "/dumps overlay rw");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem store-volume");
        mounts.set(1, "/dump ext4 ro");
        assertThat(complaints(AGENT, "-Xmx1g")).isEmpty();
    }

    @Test
    void modesCountForWhoeverRuns() throws IOException {
        Path dumps = root.resolve("dumps");
        Files.setPosixFilePermissions(dumps, PosixFilePermissions.fromString("r-xr-xrwx"));
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem store");
        write(
                "proc/" + PID + "/status",
                "Uid:\t9999\t9999\t9999\t9999\nGid:\t9999\t9999\t9999\t9999\nCapEff:\t0000000000000000\n");
        Files.setPosixFilePermissions(dumps, PosixFilePermissions.fromString("rwx------"));
        assertThat(says("store", AGENT)).contains("user 9999 may not write /dumps");
    }

    @Test
    void linksAreFollowedInsideTheRootOfTheProcess() throws IOException {
        Files.createSymbolicLink(root.resolve("var"), Path.of("/srv/../dumps"));
        mounts.add("/dumps tmpfs rw");
        assertThat(says("store-volume", "-javaagent:/opt/jpm-agent.jar=store=/var/x"))
                .contains("/dumps/x is on /dumps, of type tmpfs");
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        assertThat(examine("-javaagent:/opt/jpm-agent.jar=store=/loop/x")).isNotEmpty();
    }

    @Test
    void aFullHeapDoesNotFit() throws IOException {
        write("sys/fs/cgroup/shop/memory.max", Long.toString(1L << 60));
        write("proc/meminfo", "MemTotal:  1125899906842624 kB\n");
        assertThat(complaints(AGENT, "-Xmx100000t")).containsExactly("problem store-space");
        assertThat(complaints(AGENT + ",heap=never", "-Xmx100000t")).containsExactly("advice heap");
        write("proc/" + PID + "/limits", "Max file size             1048576              unlimited            bytes\n");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem file-size");
    }

    @Test
    void theKernelKillsFirst() throws IOException {
        write("sys/fs/cgroup/shop/memory.max", Long.toString(1L << 30));
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem memory-limit");
        assertThat(complaints(AGENT, "-Xmx950m")).containsExactly("problem memory-limit");
        assertThat(complaints(AGENT, "-Xmx512m")).isEmpty();
        assertThat(complaints(AGENT)).isEmpty();
        assertThat(complaints(AGENT, "-XX:MaxRAMPercentage=97.5")).containsExactly("problem memory-limit");
        assertThat(complaints(AGENT, "-XX:-UseContainerSupport")).containsExactly("problem memory-limit");
        write("sys/fs/cgroup/shop/memory.max", "max\n");
        write("sys/fs/cgroup/memory.max", Long.toString(2L << 30));
        assertThat(complaints(AGENT, "-Xmx2g")).containsExactly("problem memory-limit");
        write("sys/fs/cgroup/memory.max", "max\n");
        assertThat(complaints(AGENT, "-Xmx32g")).contains("problem memory-limit");
    }

    @Test
    void theFirstHierarchiesHaveLimitsToo() throws IOException {
        write("proc/" + PID + "/cgroup", "5:pids:/shop\n4:memory:/shop\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/shop/memory.limit_in_bytes", "536870912\n");
        write("sys/fs/cgroup/pids/shop/pids.max", "100");
        write("sys/fs/cgroup/pids/shop/pids.current", "81");
        assertThat(complaints(AGENT, "-Xmx512m")).containsExactly("problem memory-limit", "advice tasks");
    }

    @Test
    void aContainerWithoutLimit() throws IOException {
        environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("advice memory-limit");
        write("rootfs/proc/1/comm", "sh\n");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("advice memory-limit", "advice first-process");
    }

    @Test
    void theJvmEndsBeforeTheAgentSeesIt() throws IOException {
        for (String option : new String[] {
            "-XX:+ExitOnOutOfMemoryError", "-XX:+CrashOnOutOfMemoryError", "-XX:OnOutOfMemoryError=kill -9 %p"
        }) {
            assertThat(complaints(AGENT, "-Xmx1g", option)).containsExactly("problem oom-exit");
            assertThat(complaints(AGENT, "-Xmx1g", option, "-XX:+HeapDumpOnOutOfMemoryError"))
                    .containsExactly("advice oom-exit");
        }
        assertThat(complaints(AGENT, "-Xmx1g", "-XX:OnOutOfMemoryError=logger gone"))
                .isEmpty();
    }

    @Test
    void theJvmsOwnHeapDumpIsLost() throws IOException {
        String on = "-XX:+HeapDumpOnOutOfMemoryError";
        assertThat(complaints(AGENT, "-Xmx1g", on)).isEmpty();
        assertThat(complaints(AGENT, "-Xmx1g", on, "-XX:HeapDumpPath=/none/x.hprof"))
                .containsExactly("problem heap-dump-path");
        assertThat(complaints(AGENT, "-Xmx1g", on, "-XX:HeapDumpPath=/srv/x.hprof"))
                .containsExactly("advice heap-dump-path");
        write("rootfs/srv/x.hprof", "");
        assertThat(complaints(AGENT, "-Xmx1g", on, "-XX:HeapDumpPath=x.hprof"))
                .containsExactly("problem heap-dump-path");
        mounts.add("/srv overlay rw");
        assertThat(complaints(AGENT, "-Xmx1g", on, "-XX:HeapDumpPath=/srv")).containsExactly("problem heap-dump-path");
        mounts.set(1, "/srv ext4 ro");
        assertThat(complaints(AGENT, "-Xmx1g", on))
                .containsExactly("problem heap-dump-path", "advice crash-log", "advice core");
    }

    @Test
    void aCrashLeavesLittle() throws IOException {
        mounts.set(0, "/ ext4 ro");
        mounts.add("/dumps ext4 rw");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem crash-log", "advice core", "advice attach");
        assertThat(complaints(AGENT, "-Xmx1g", "-XX:ErrorFile=/dumps/hs_err_%p.log"))
                .containsExactly("advice core", "advice attach");
        mounts.set(0, "/ ext4 rw");
        write("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n");
        write("proc/" + PID + "/limits", "Max core file size        0            unlimited            bytes\n");
        assertThat(complaints(AGENT, "-Xmx1g")).isEmpty();
        write("proc/" + PID + "/coredump_filter", "00000032\n");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("advice core");
        write("proc/sys/kernel/core_pattern", "/none/core.%p\n");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("advice core");
    }

    @Test
    void optionsThatShutTheDoor() throws IOException {
        assertThat(complaints(AGENT, "-Xmx1g", "-Xrs")).containsExactly("problem signals");
        assertThat(complaints("-Xmx1g", "-XX:-EnableDynamicAgentLoading"))
                .containsExactly("problem agent", "advice late-agent");
        Files.delete(root.resolve("tmp"));
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("advice attach");
    }

    @Test
    void archivesThatDoNotGoWithAgents() throws IOException {
        assertThat(complaints(AGENT, "-Xmx1g", "-XX:ArchiveClassesAtExit=/srv/x.jsa"))
                .containsExactly("problem archive");
        assertThat(complaints(AGENT, "-Xmx1g", "-XX:AOTCache=x", "-XX:AOTMode=on"))
                .containsExactly("problem archive");
        assertThat(complaints(AGENT, "-Xmx1g", "-XX:AOTCache=x")).containsExactly("advice archive");
    }

    @Test
    void theJdkIsTooOld() throws IOException {
        write("rootfs/jdk/release", "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"11.0.2\"\n");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem jdk");
        write("rootfs/jdk/release", "JAVA_VERSION=\"21.0.2\"\nJVM_VARIANT=\"Openj9\"\n");
        assertThat(complaints(AGENT, "-Xmx1g")).containsExactly("problem jdk");
    }

    @Test
    void saysWhoCannotBeExamined() throws IOException {
        Patient.Host host = new Patient.Host(folder.resolve("proc"), folder.resolve("sys"));
        assertThatThrownBy(() -> Patient.ofProcess(7, host))
                .isInstanceOf(JpmException.class)
                .hasMessageContaining("there is none");
        write("proc/8/cmdline", "ls\0");
        write("proc/8/environ", "");
        Files.createSymbolicLink(folder.resolve("proc/8/cwd"), Path.of("/"));
        assertThatThrownBy(() -> Patient.ofProcess(8, host))
                .isInstanceOf(JpmException.class)
                .hasMessageContaining("it runs no JVM");
        examine("-Xmx1g");
        assertThat(Patient.running(host)).extracting(Patient::pid).containsExactly(PID);
    }

    @Test
    void aCommandLineSetsItsOwnVariables() {
        List<String> words =
                List.of("env", "JAVA_TOOL_OPTIONS=-Xmx3g", "/jdk/bin/java", "-cp", "a.jar", "com.acme.Shop", "-Xmx9g");
        Patient patient = Patient.ofCommand(words, Map.of(), root.resolve("srv"), Patient.Host.THIS);
        assertThat(patient.main()).isEqualTo("com.acme.Shop");
        assertThat(patient.flags().words()).containsExactly("-Xmx3g", "-cp", "a.jar");
    }
}
