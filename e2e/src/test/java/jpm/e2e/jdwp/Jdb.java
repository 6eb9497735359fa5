package jpm.e2e.jdwp;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import jpm.testdata.Jdk;

/** A JDK's own command-line debugger at a served dump, one command after the other. What it does not answer in time fails. */
final class Jdb implements AutoCloseable {
    private static final int ANSWER_SECONDS = 30;
    private static final int END = -1;

    /** Stands behind the output while a thread is looked at: it is so from the start, as the client comes to a crash. */
    private static final Pattern PROMPT = Pattern.compile("(?:^|\\n)\\S+\\[\\d+\\] $");

    private final Process process;
    private final Writer in;
    private final BlockingQueue<Integer> printed = new LinkedBlockingQueue<>();

    private Jdb(Process process) {
        this.process = process;
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> read(process.inputReader(StandardCharsets.UTF_8)), "output of jdb");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(Reader out) {
        try {
            int next;
            do {
                next = out.read();
                printed.add(next);
            } while (next != END);
        } catch (IOException ended) {
            printed.add(END);
        }
    }

    static Jdb attach(Jdk jdk, int port, String sourcePath) throws IOException {
        List<String> command = List.of(
                jdk.home().resolve("bin/jdb").toString(),
                "-J-Dfile.encoding=UTF-8",
                "-J-Duser.language=en",
                "-sourcepath",
                sourcePath,
                "-attach",
                "127.0.0.1:" + port);
        Jdb jdb = new Jdb(new ProcessBuilder(command).redirectErrorStream(true).start());
        jdb.until(PROMPT);
        return jdb;
    }

    /** What a command prints, without the prompt behind it. */
    String ask(String command) {
        String text = ask(command, PROMPT);
        return text.substring(0, Math.max(0, text.lastIndexOf("\n")));
    }

    /** What a command prints up to where the pattern is found at its end. */
    String ask(String command, Pattern end) {
        write(command);
        return until(end);
    }

    private void write(String command) {
        try {
            in.write(command + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("jdb has ended before " + command, e);
        }
    }

    private String until(Pattern end) {
        StringBuilder text = new StringBuilder();
        while (!printed.isEmpty() || !end.matcher(text).find()) {
            int next = next(text);
            if (next == END) {
                throw new AssertionError("jdb has ended:\n" + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private int next(CharSequence before) {
        try {
            Integer next = printed.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("jdb says nothing more after:\n" + before);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Leaves the debugger; its exit code. */
    int quit() throws InterruptedException {
        write("exit");
        if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("jdb does not leave");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
