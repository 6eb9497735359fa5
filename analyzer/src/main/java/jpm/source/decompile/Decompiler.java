package jpm.source.decompile;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decompiles class files in a process that is started when the first is asked for and lives until {@link #close}. A class that takes too much time or
 * memory costs that process, and the next class gets a new one.
 */
public final class Decompiler implements Closeable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_HEAP_MIB = 384;

    private final Duration timeout;
    private final int maxHeapMib;
    private @Nullable Process process;

    public Decompiler() {
        this(TIMEOUT, MAX_HEAP_MIB);
    }

    Decompiler(Duration timeout, int maxHeapMib) {
        this.timeout = timeout;
        this.maxHeapMib = maxHeapMib;
    }

    /**
     * Decompiles a class with the classes within it.
     *
     * @param mainClass its internal name
     * @param classes class files by internal name
     */
    public synchronized Decompilation decompile(String mainClass, Map<String, byte[]> classes) {
        try {
            Process running = running();
            CompletableFuture<Decompilation> answer =
                    CompletableFuture.supplyAsync(() -> ask(running, new Request(mainClass, classes)), task -> {
                        Thread thread = new Thread(task, "decompiler's answer");
                        thread.setDaemon(true);
                        thread.start();
                    });
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            close();
            return Decompilation.failure("decompiling it takes longer than " + timeout.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            close();
            Thread.currentThread().interrupt();
            return Decompilation.failure("decompiling it was stopped");
        } catch (IOException | ExecutionException broken) {
            close();
            return Decompilation.failure("the decompiler's process ended");
        }
    }

    private static Decompilation ask(Process process, Request request) {
        try {
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
            request.write(out);
            out.flush();
            return Decompilation.read(new DataInputStream(process.getInputStream()));
        } catch (IOException broken) {
            return Decompilation.failure("the decompiler's process ended");
        }
    }

    private Process running() throws IOException {
        Process known = process;
        if (known == null || !known.isAlive()) {
            known = new ProcessBuilder(command())
                    .redirectError(Redirect.DISCARD)
                    .start();
            process = known;
        }
        return known;
    }

    private List<String> command() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-Xmx" + maxHeapMib + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                classPath(),
                DecompilerMain.class.getName());
    }

    /** Relative elements are meant against the folder in which this process was started, as they are in the child. */
    private static String classPath() {
        return System.getProperty("java.class.path").isEmpty()
                ? "." + File.pathSeparator
                : System.getProperty("java.class.path");
    }

    @Override
    public synchronized void close() {
        Process known = process;
        process = null;
        if (known != null) {
            known.destroyForcibly();
        }
    }
}
