package jpm.e2e.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One terminal of a tmux server of its own, with a shell in it. Expectations wait until they are met. */
final class Tmux implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
    private final Path socket;

    private Tmux(Path socket) {
        this.socket = socket;
    }

    /** A terminal of that size with a shell that prints no prompt. */
    static Tmux start(Path folder, int columns, int rows) throws IOException {
        Tmux tmux = new Tmux(folder.resolve("tmux"));
        String shell = "PS1= LC_ALL=C.UTF-8 HOME=" + folder + " sh";
        tmux.run("new-session", "-d", "-x", "" + columns, "-y", "" + rows, "-s", "jpm", "-c", "" + folder, shell);
        return tmux;
    }

    /** Types text, as it is. */
    Tmux type(String text) throws IOException {
        run("send-keys", "-t", "jpm", "-l", text);
        return this;
    }

    /** Presses keys by tmux's names for them. */
    Tmux press(String... keys) throws IOException {
        List<String> command = new ArrayList<>(List.of("send-keys", "-t", "jpm"));
        command.addAll(List.of(keys));
        run(command.toArray(String[]::new));
        return this;
    }

    Tmux resize(int columns, int rows) throws IOException {
        run("resize-window", "-t", "jpm", "-x", "" + columns, "-y", "" + rows);
        return this;
    }

    /** The visible rows, without blanks at their ends. */
    String screen() throws IOException {
        return run("capture-pane", "-p", "-t", "jpm");
    }

    Tmux sees(String text) throws IOException {
        return sees(text, screen -> screen.contains(text));
    }

    Tmux seesNo(String text) throws IOException {
        return sees("no " + text, screen -> !screen.contains(text));
    }

    /** Waits for a row that has all of these, and gives it. */
    String line(String... parts) throws IOException {
        Predicate<String> hasAll = line -> Stream.of(parts).allMatch(line::contains);
        AtomicReference<String> found = new AtomicReference<>("");
        sees("a line with " + List.of(parts), screen -> {
            screen.lines().filter(hasAll).findFirst().ifPresent(found::set);
            return !found.get().isEmpty();
        });
        return found.get();
    }

    /** Waits until no program but the shell reads what is typed; one that has left the screen still does for a moment. */
    Tmux awaitShell() throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (programs().findAny().isPresent()) {
            assertThat(System.nanoTime()).as("a program still runs").isLessThan(until);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return this;
    }

    private Tmux sees(String what, Predicate<String> condition) throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        String screen = screen();
        while (!condition.test(screen) && System.nanoTime() < until) {
            LockSupport.parkNanos(PAUSE_NANOS);
            screen = screen();
        }
        assertThat(condition.test(screen))
                .as("expected %s on%n%s", what, screen)
                .isTrue();
        return this;
    }

    /** Whether a full-screen program has the terminal. */
    boolean isAlternateScreen() throws IOException {
        return run("display-message", "-p", "-t", "jpm", "#{alternate_on}")
                .strip()
                .equals("1");
    }

    /** Whether a program gets the clicks. */
    boolean wantsMouse() throws IOException {
        return run("display-message", "-p", "-t", "jpm", "#{mouse_any_flag}")
                .strip()
                .equals("1");
    }

    /** Whether the text cursor is visible. */
    boolean isCursorVisible() throws IOException {
        return run("display-message", "-p", "-t", "jpm", "#{cursor_flag}")
                .strip()
                .equals("1");
    }

    /** The Java process that was started in the terminal. */
    ProcessHandle java() throws IOException {
        return programs().findFirst().orElseThrow();
    }

    private Stream<ProcessHandle> programs() throws IOException {
        long shell = Long.parseLong(
                run("display-message", "-p", "-t", "jpm", "#{pane_pid}").strip());
        return ProcessHandle.of(shell)
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/java"));
    }

    /** Signals are as in a login shell, even if the tests run in the background, where SIGINT and SIGQUIT are ignored. */
    private String run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("env", "--default-signal", "tmux", "-u", "-S", socket.toString(), "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        run("kill-server");
    }
}
