package jpm.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jpm.e2e.program.Failures;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;

/** A JVM with {@link Failures}, in which a thread dies whenever the test says so. */
final class FailingProgram implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 100;

    private final Process process;
    private final BufferedReader out;

    private FailingProgram(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Not started yet; flags and variables may be added. It keeps so many times 65,536 objects. */
    static JvmProcess in(Jdk jdk, int kept) {
        return JvmProcess.with(jdk)
                .flags("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + (32 + 2 * kept) + "m")
                .main(Failures.class.getName(), Integer.toString(kept))
                .classPath(Path.of("target/test-classes").toAbsolutePath())
                .merged();
    }

    /** Starts it, and waits until it runs. */
    static FailingProgram start(JvmProcess jvm) throws IOException {
        FailingProgram program = new FailingProgram(jvm.startTalking());
        String line = program.out.readLine();
        while (line != null && !line.startsWith("begin ")) {
            line = program.out.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("it does not begin");
        }
        return program;
    }

    long pid() {
        return process.pid();
    }

    /** Lets a thread die; does not wait for it. */
    void tell(int number) throws IOException {
        process.getOutputStream().write((number + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    /** What is said until the thread is dead and the program goes on, its own lines checked and left out. */
    List<String> awaitDone(int number) throws IOException {
        List<String> own = List.of("worker " + number + " died of number " + number, "done " + number);
        List<String> others = new ArrayList<>();
        int next = 0;
        while (next < own.size()) {
            String line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("it ended: " + others);
            }
            if (line.equals(own.get(next))) {
                next++;
            } else {
                others.add(line);
            }
        }
        return others;
    }

    /** Lets a thread die, and gives what the agent says of it. */
    List<String> fail(int number) throws IOException {
        tell(number);
        return awaitDone(number);
    }

    /** Lets it end; it must end as it does alone. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String line = out.readLine();
        if (line == null || !line.startsWith("end ") || out.readLine() != null) {
            throw new IllegalStateException("it ended with " + line);
        }
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("it ended with " + process);
        }
    }

    /** Kills it as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** A folder as the program sees it. */
    Path seen(Path folder) {
        return Path.of("/proc/" + pid() + "/root" + folder);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        out.close();
    }
}
