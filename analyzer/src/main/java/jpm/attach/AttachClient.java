package jpm.attach;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HotSpot's attach protocol with a JVM in any mount and pid namespace that this process may look into, through {@code /proc/PID/root}. The
 * JDK's own client needs a module that a small runtime lacks, and the target's temporary folder and owner to be as it expects.
 *
 * <p>The JVM accepts root and the user it runs as. An instance is for one JVM and holds nothing open.
 */
public final class AttachClient {
    private static final String PROTOCOL = "1";
    private static final int ARGUMENTS = 3;
    private static final int MAX_ANSWER_BYTES = 64 << 20;
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long POLL_MILLIS = 20;

    private final long pid;
    private final Path process;
    private final long innerPid;

    private AttachClient(long pid, Path process) throws IOException {
        this.pid = pid;
        this.process = process;
        this.innerPid = innerPid(Files.readString(process.resolve("status")), pid);
    }

    /** For the JVM that is this process here. Throws {@link JpmException} where there is none, or it may not be looked into. */
    public static AttachClient to(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (!Files.isDirectory(process)) {
            throw failure(pid, "there is no such process", "jpm doctor lists the JVMs that run", null);
        }
        try {
            Files.list(process.resolve("root")).close();
            return new AttachClient(pid, process);
        } catch (IOException e) {
            throw failure(pid, "its root cannot be looked into", "run as its user, or as root", e);
        }
    }

    /** The process's id as it knows it itself: the last of those that its namespaces, the outermost first, give it. */
    static long innerPid(String status, long pid) {
        return status.lines()
                .filter(line -> line.startsWith("NSpid:"))
                .map(line -> line.substring(line.lastIndexOf('\t') + 1).trim())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(pid);
    }

    /**
     * Loads a Java agent, and waits until it has started.
     *
     * @param jar its path as the JVM sees it
     * @return what the JVM says where it does not load it; empty where it does
     */
    public String loadAgent(String jar, String options) {
        Answer answer = ask("load", "instrument", "false", options.isEmpty() ? jar : jar + "=" + options);
        String said = answer.text().strip();
        boolean isLoaded = answer.code().equals("0") && said.matches("(return code: )?0");
        return isLoaded ? "" : said.isEmpty() ? "code " + answer.code() : said;
    }

    /** The JVM's system properties. */
    public Properties properties() {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(execute("properties")));
        } catch (IOException | IllegalArgumentException e) {
            throw failure(pid, "its answer cannot be read: " + e.getMessage(), "is it a HotSpot JVM?", e);
        }
        return properties;
    }

    /** Runs a command of {@code jcmd}, as {@code GC.heap_info}; gives what it prints. */
    public String diagnose(String command) {
        return execute("jcmd", command);
    }

    /** Gives the text of the answer. */
    private String execute(String command, String... arguments) {
        Answer answer = ask(command, arguments);
        if (!answer.code().equals("0")) {
            throw failure(pid, "it refuses: " + answer.text().strip(), "see what it says", null);
        }
        return answer.text();
    }

    /** @param code 0 where it was done */
    private record Answer(String code, String text) {
        static Answer of(String said) {
            String[] parts = said.split("\n", 2);
            return new Answer(parts[0], parts.length > 1 ? parts[1] : "");
        }
    }

    /** Sends a command with at most three arguments. */
    private Answer ask(String command, String... arguments) {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(openSocket()));
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            for (String word : List.of(PROTOCOL, command)) {
                write(word, request);
            }
            for (int i = 0; i < ARGUMENTS; i++) {
                write(i < arguments.length ? arguments[i] : "", request);
            }
            for (ByteBuffer bytes = ByteBuffer.wrap(request.toByteArray()); bytes.hasRemaining(); ) {
                socket.write(bytes);
            }
            return Answer.of(read(socket));
        } catch (IOException e) {
            throw failure(pid, "it does not answer: " + e.getMessage(), "run as its user, or as root on its node", e);
        }
    }

    private static void write(String word, ByteArrayOutputStream to) {
        to.writeBytes(word.getBytes(StandardCharsets.UTF_8));
        to.write(0);
    }

    private static String read(SocketChannel socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (answer.size() < MAX_ANSWER_BYTES && socket.read(buffer) >= 0) {
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    /** The JVM's socket, which it makes at the first attempt. */
    private Path openSocket() throws IOException {
        Path temporary = process.resolve("root/tmp");
        Path socket = temporary.resolve(".java_pid" + innerPid);
        if (Files.exists(socket)) {
            return socket;
        }
        if (!Files.isDirectory(temporary)) {
            throw failure(
                    pid,
                    "it has no /tmp, where every JVM makes its socket",
                    "mount a small writable /tmp, as jpm k8s init does",
                    null);
        }
        Path wish = wish(temporary);
        try {
            signal();
            return await(socket);
        } finally {
            Files.deleteIfExists(wish);
        }
    }

    /** The file that tells a JVM with the signal that somebody wants to attach; without it the signal prints its threads. */
    private Path wish(Path temporary) throws IOException {
        String name = ".attach_pid" + innerPid;
        IOException last = null;
        for (Path folder : List.of(process.resolve("cwd"), temporary)) {
            Path wish = folder.resolve(name);
            try {
                Files.deleteIfExists(wish);
                return Files.createFile(wish);
            } catch (IOException notThere) {
                last = notThere;
            }
        }
        throw failure(
                pid,
                "neither its working folder nor its /tmp can be written",
                "mount a small writable /tmp, as jpm k8s init does",
                last);
    }

    private void signal() throws IOException {
        Process kill = new ProcessBuilder("kill", "-QUIT", Long.toString(pid))
                .redirectErrorStream(true)
                .start();
        try (InputStream out = kill.getInputStream()) {
            String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (!kill.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw failure(pid, "it cannot be signalled: " + said.strip(), "run as its user, or as root", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Path await(Path socket) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (!Files.exists(socket)) {
            if (System.nanoTime() - deadline > 0) {
                throw failure(
                        pid,
                        "it made no socket in its /tmp within " + PATIENCE_MILLIS / 1000 + " s",
                        "it may run with -XX:+DisableAttachMechanism, hang, or be unable to write /tmp: jpm doctor "
                                + pid,
                        null);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        return socket;
    }

    private static JpmException failure(long pid, String why, String advice, @Nullable Exception cause) {
        String what = "cannot attach to process " + pid + ": " + why;
        return cause == null ? new JpmException(what, advice) : new JpmException(what, advice, cause);
    }
}
