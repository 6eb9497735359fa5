package jpm.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of Node.js that tests talk with by lines. */
final class NodeProgram implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final String END = "the program ended";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private NodeProgram(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException killed) {
            lines.add(END);
        }
        lines.add(END);
    }

    static NodeProgram start(String name, Map<String, String> environment) throws IOException, InterruptedException {
        Path program = NodePackages.folder().resolve(name);
        ProcessBuilder node = new ProcessBuilder("node", program.toString()).redirectErrorStream(true);
        node.directory(program.getParent().toFile());
        node.environment().putAll(environment);
        return new NodeProgram(node.start());
    }

    void say(String line) throws IOException {
        Writer input = process.outputWriter(StandardCharsets.UTF_8);
        input.write(line + "\n");
        input.flush();
    }

    /** The next line that begins as is said; others, which libraries print, are passed over. */
    String next(String beginning) throws InterruptedException {
        StringBuilder passed = new StringBuilder();
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (; line != null && !line.equals(END); line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            if (line.startsWith(beginning)) {
                return line;
            }
            passed.append(line).append('\n');
        }
        throw new AssertionError((line == null ? "nothing came in time: " : "the program ended: ") + passed);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
