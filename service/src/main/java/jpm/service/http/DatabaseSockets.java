package jpm.service.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.json.MalformedJsonException;
import jpm.service.rtdb.DatabaseSession;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The WebSockets of those who use the database by its own protocol. */
final class DatabaseSockets {
    private static final int MAX_SOCKETS = 10_000;
    /** For who has not said who he is. */
    private static final int MAX_STRANGERS_BYTES = 32 << 10;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Consumer<String> faults;
    private final int maxTextBytes;

    /** @param faults told each fault of the server's own */
    DatabaseSockets(DebuggerService service, int maxTextBytes, Consumer<String> faults) {
        this.maxTextBytes = maxTextBytes;
        this.faults = faults;
        service.watch(debuggeeId -> sockets.forEach(socket -> socket.changed(debuggeeId)));
    }

    void open(DatabaseSession session, Request request, Response response, Callback callback) {
        if (sockets.size() >= MAX_SOCKETS) {
            throw new ServiceException(Status.UNAVAILABLE, "Too many use the database already");
        }
        IntSupplier limit = () -> session.isOfStranger() ? MAX_STRANGERS_BYTES : maxTextBytes;
        WebSocket.open(request, response, callback, new Socket(session), limit);
    }

    /** How many are open. */
    int count() {
        return sockets.size();
    }

    private final class Socket implements WebSocket.Speaker {
        private final DatabaseSession session;
        private final ReentrantLock turn = new ReentrantLock();
        private volatile @Nullable WebSocket socket;
        private volatile boolean isChanged;

        Socket(DatabaseSession session) {
            this.session = session;
        }

        @Override
        public void opened(WebSocket opened) {
            socket = opened;
            sockets.add(this);
            opened.send(session.hello());
        }

        @Override
        public void received(String text) {
            turn.lock();
            try {
                attempt(() -> session.receive(text).forEach(this::send));
            } finally {
                turn.unlock();
            }
            drained();
        }

        void changed(String debuggeeId) {
            if (session.isAbout(debuggeeId)) {
                isChanged = true;
                drained();
            }
        }

        // While something is on its way a change leaves a mark only, so a slow reader gets the newest state. Whoever
        // has the turn looks at
        // the mark when it ends, so that nobody waits for it.
        @Override
        public void drained() {
            WebSocket open = socket;
            while (isChanged && open != null && !open.isBusy() && turn.tryLock()) {
                try {
                    isChanged = false;
                    attempt(() -> session.changes().forEach(this::send));
                } finally {
                    turn.unlock();
                }
            }
        }

        private interface Work {
            void run() throws MalformedJsonException;
        }

        private void attempt(Work work) {
            try {
                work.run();
            } catch (MalformedJsonException malformed) {
                end(WebSocketFrames.PROTOCOL_ERROR);
            } catch (ServiceException unavailable) {
                // The database is away: the client connects again and begins anew.
                end(WebSocketFrames.TRY_AGAIN);
            } catch (RuntimeException fault) {
                faults.accept("internal error: " + fault);
                end(WebSocketFrames.FAULT);
            }
        }

        private void send(String text) {
            WebSocket open = socket;
            if (open != null) {
                open.send(text);
            }
        }

        private void end(int code) {
            WebSocket open = socket;
            if (open != null) {
                open.close(code);
            }
        }

        @Override
        public void closed() {
            sockets.remove(this);
        }
    }
}
