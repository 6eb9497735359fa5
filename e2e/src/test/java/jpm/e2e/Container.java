package jpm.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jpm.testdata.Jdk;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs as container engines do, with namespaces for mounts and process ids of their own, in a root that has a JDK, the C library and
 * nothing else, no shell and no /tmp, and that can only be read.
 */
final class Container {
    private static final String SCRIPT = """
            set -e
            mount --make-rprivate /
            mount -t tmpfs -o size=1m none "$ROOT"
            for dir in lib lib64 usr/lib proc jdk agent classes dumps dev $TMP; do mkdir -p "$ROOT/$dir"; done
            for dir in lib lib64 usr/lib; do
                [ ! -e /$dir ] || { mount --bind /$dir "$ROOT/$dir"; mount -o remount,ro,bind "$ROOT/$dir"; }
            done
            mount --bind "$JDK" "$ROOT/jdk"
            conf=$(dirname "$(dirname "$(readlink -f "$JDK/conf/security/java.security")")")
            case $conf in
                "$JDK"/*) ;;
                *) mkdir -p "$ROOT$conf"; mount --bind "$conf" "$ROOT$conf" ;;
            esac
            mount --bind "$AGENT" "$ROOT/agent"
            mount --bind "$CLASSES" "$ROOT/classes"
            mount --bind "$STORE" "$ROOT/dumps"
            touch "$ROOT/dev/termination-log"
            mount --bind "$LOG" "$ROOT/dev/termination-log"
            [ -z "$TMP" ] || mount -t tmpfs -o size=8m,mode=1777 none "$ROOT/tmp"
            [ -z "$CGROUP" ] || { mkdir -p "$ROOT${CGROUP%/*}"; mount --bind "$CGROUP" "$ROOT${CGROUP%/*}"; }
            mount -t proc proc "$ROOT/proc"
            mount -o remount,ro "$ROOT"
            [ -z "$CGROUP" ] || echo 0 > "$CGROUP/cgroup.procs"
            exec chroot --userspec="$WHO" "$ROOT" /jdk/bin/java "$@"
            """;
    private static final int TIMEOUT_SECONDS = 100;

    private final Path folder;
    private final ProcessBuilder builder;
    private final List<String> command =
            new ArrayList<>(List.of("unshare", "-m", "-p", "-f", "--kill-child", "sh", "-c", SCRIPT, "sh"));

    /**
     * A container that is not there yet.
     *
     * @param folder for its root and what it leaves
     */
    Container(Path folder, Jdk jdk) throws IOException {
        this.folder = folder;
        builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("JPM_") || name.contains("JAVA"));
        builder.environment()
                .put("ROOT", Files.createDirectories(folder.resolve("root")).toString());
        builder.environment().put("JDK", jdk.home().toRealPath().toString());
        builder.environment().put("AGENT", Build.agentJar().getParent().toString());
        builder.environment()
                .put("CLASSES", Path.of("target/test-classes").toAbsolutePath().toString());
        builder.environment().put("STORE", Files.createDirectories(store()).toString());
        builder.environment().put("LOG", Files.writeString(log(), "").toString());
        builder.environment().put("TMP", "");
        builder.environment().put("CGROUP", "");
        builder.environment().put("WHO", "0:0");
    }

    /** Why this host lets nobody make such a container; null where it does. */
    static @Nullable String whyImpossible() {
        try {
            Process tried = new ProcessBuilder(
                            "unshare",
                            "-m",
                            "-p",
                            "-f",
                            "sh",
                            "-c",
                            "mount --make-rprivate / && mount -t tmpfs none /mnt")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return tried.waitFor() == 0 ? null : said;
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The dumps' folder as it is seen from outside; inside it is {@code /dumps}. */
    Path store() {
        return folder.resolve("store");
    }

    /** The file that is {@code /dev/termination-log} inside. */
    Path log() {
        return folder.resolve("termination-log");
    }

    /** Lets the program run as this user, to whom the store and the log belong from now on. */
    Container as(int uid) throws IOException {
        builder.environment().put("WHO", uid + ":" + uid);
        for (Path file : List.of(store(), log())) {
            Files.setAttribute(file, "unix:uid", uid);
        }
        return this;
    }

    Container withTmp() {
        builder.environment().put("TMP", "tmp");
        return this;
    }

    /** Puts the program under a control group, a folder of the first hierarchies or of the second. */
    Container under(Path controlGroup) {
        builder.environment().put("CGROUP", controlGroup.toString());
        return this;
    }

    /** Starts java with these words. */
    Process start(String... words) throws IOException {
        command.addAll(List.of(words));
        return builder.redirectErrorStream(true).start();
    }

    /** Runs java to its end; gives what it printed, its exit code in a line behind. */
    List<String> run(String... words) throws IOException, InterruptedException {
        Process process = start(words);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not end: " + said);
        }
        List<String> lines = new ArrayList<>(said.lines().toList());
        lines.add("exit code " + process.exitValue());
        return lines;
    }

    /** The JVM's process as it is seen from outside, once it has said that it is up. */
    static long awaitUp(Process process) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> before = new ArrayList<>();
        String line = reader.readLine();
        while (!"up".equals(line)) {
            if (line == null) {
                throw new IllegalStateException("it ended: " + String.join("\n", before));
            }
            before.add(line);
            line = reader.readLine();
        }
        return javaIn(process);
    }

    /** The JVM's process as it is seen from outside. */
    static long javaIn(Process process) {
        return process.descendants().mapToLong(ProcessHandle::pid).max().orElseThrow();
    }
}
