package jpm.agent;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import jpm.agent.remote.DebuggerApi;
import jpm.agent.start.AgentOptions;
import jpm.agent.start.Faults;
import jpm.agent.start.Stderr;
import org.jspecify.annotations.Nullable;

/**
 * The dumps that wait to be sent to the debugger service, in a thread of its own, so that no thread of the program waits for the network. At the end
 * of the program it is waited a few seconds for them; what is not sent by then stays in the store, for {@code jpm upload}.
 *
 * <p>Only paths are kept: nothing of a failure is kept alive.
 */
final class UploadQueue implements Runnable {
    private static final int MAX_WAITING = 50;
    private static final int MAX_ATTEMPTS = 10;
    private static final long MAX_MILLIS_AT_THE_END = 8_000;
    private static final int CONNECT_MILLIS = 3_000;
    private static final int READ_MILLIS = 10_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LAST_PAUSE_MILLIS = 40_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final DebuggerApi service;
    private final DumpUpload upload;
    private final ArrayDeque<Path> waiting = new ArrayDeque<>();
    private @Nullable Path current;
    private @Nullable Thread thread;
    private boolean isEnding;
    private boolean isOver;

    private UploadQueue(DebuggerApi service, DumpUpload upload) {
        this.service = service;
        this.upload = upload;
    }

    /** The queue of this process; null where dumps are not to be sent. */
    static @Nullable UploadQueue of(AgentOptions options) {
        AgentOptions.Remote remote = options.remote();
        String address = remote.controller();
        if (!remote.upload() || address == null) {
            return null;
        }
        DebuggerApi service = new DebuggerApi(address, remote.tokenFile(), CONNECT_MILLIS, READ_MILLIS);
        return new UploadQueue(service, new DumpUpload(service, PrivacyFile.read(options.privacy())));
    }

    /** Puts a dump behind the others; the oldest goes where there are too many. */
    synchronized void add(Path dump) {
        if (waiting.size() == MAX_WAITING) {
            notSent(waiting.remove(), "too many wait");
        }
        waiting.add(dump);
        notifyAll();
    }

    /**
     * Starts sending where something waits. To be called in a thread of the agent's: a thread that is made by a failing one keeps that one's class loaders
     * alive for good.
     */
    synchronized void start() {
        if (thread == null && !waiting.isEmpty()) {
            Thread made = new Thread(null, this, "jpm-upload", 0, false);
            made.setDaemon(true);
            made.setContextClassLoader(null);
            thread = made;
            made.start();
        }
    }

    /** Waits for what waits, but not for long; called when the program ends. */
    synchronized void finish() throws InterruptedException {
        isEnding = true;
        notifyAll();
        start();
        long deadline = System.nanoTime() + MAX_MILLIS_AT_THE_END * NANOS_PER_MILLI;
        long left = MAX_MILLIS_AT_THE_END;
        while (!isEmpty() && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
        }
        isOver = true;
        tellWhatIsLeft();
    }

    private boolean isEmpty() {
        return waiting.isEmpty() && current == null;
    }

    private void tellWhatIsLeft() {
        Path sending = current;
        if (sending != null) {
            waiting.addFirst(sending);
        }
        for (Path dump : waiting) {
            notSent(dump, "there was no answer in time");
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                send(next());
                done();
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Path next() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        Path next = waiting.remove();
        current = next;
        return next;
    }

    private synchronized void done() {
        current = null;
        notifyAll();
    }

    private void send(Path dump) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            boolean isLast = attempt == MAX_ATTEMPTS || isEnding();
            try {
                tell("dump " + dump.getFileName() + " sent: " + upload.send(dump));
                return;
            } catch (DumpUpload.RefusedException e) {
                if (isLast || !e.isPassing) {
                    tellNotSent(dump, String.valueOf(e.getMessage()));
                    return;
                }
            } catch (IOException | RuntimeException | Error e) {
                Faults.swallow(e);
                if (isLast) {
                    tellNotSent(dump, reasonOf(e));
                    return;
                }
            }
            pause(pause);
            pause = Math.min(LAST_PAUSE_MILLIS, pause * 2);
        }
    }

    private static String reasonOf(Throwable e) {
        if (e instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        String message = e.getMessage();
        return e instanceof IOException && message != null ? message : e.toString();
    }

    private synchronized boolean isEnding() {
        return isEnding;
    }

    private synchronized void pause(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * NANOS_PER_MILLI;
        for (long left = millis; left > 0 && !isEnding; left = (deadline - System.nanoTime()) / NANOS_PER_MILLI) {
            wait(left);
        }
    }

    private synchronized void tell(String line) {
        if (!isOver) {
            Stderr.line(line);
        }
    }

    private synchronized void tellNotSent(Path dump, String why) {
        if (!isOver) {
            notSent(dump, why);
        }
    }

    private void notSent(Path dump, String why) {
        String id = dump.getFileName().toString();
        Stderr.line("dump " + id + " not sent to " + service.root() + ": " + why + "; later: jpm upload " + id
                + " --to " + service.root());
    }
}
