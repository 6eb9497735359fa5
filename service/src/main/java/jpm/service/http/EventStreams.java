package jpm.service.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.rtdb.LiveValue;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers that never end: server-sent events for those who follow a value of the database.
 *
 * <p>While one write is under way changes only leave a mark, so a slow reader costs no memory and gets the newest state.
 */
final class EventStreams implements AutoCloseable {
    private static final long KEEP_ALIVE_SECONDS = 30;
    private static final int MAX_STREAMS = 10_000;

    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;

    EventStreams(DebuggerService service) {
        service.watch(debuggeeId -> streams.forEach(stream -> stream.changed(debuggeeId)));
        clock = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "jpm-service-events");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(
                () -> streams.forEach(Stream::keepAlive), KEEP_ALIVE_SECONDS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
    }

    /** Begins to tell a value; refused, by an exception, before anything is written. */
    void open(LiveValue value, Response response, Callback callback) {
        if (streams.size() >= MAX_STREAMS) {
            throw new ServiceException(Status.UNAVAILABLE, "Too many follow the database already");
        }
        Stream stream = new Stream(value, response, callback);
        streams.add(stream);
        try {
            stream.begin();
        } catch (RuntimeException refused) {
            streams.remove(stream);
            throw refused;
        }
    }

    /** How many are told something. */
    int count() {
        return streams.size();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private final class Stream implements Callback {
        private final LiveValue value;
        private final Response response;
        private final Callback callback;
        private boolean isWriting;
        private boolean isChanged;

        Stream(LiveValue value, Response response, Callback callback) {
            this.value = value;
            this.response = response;
            this.callback = callback;
        }

        synchronized void begin() {
            String first = value.events();
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream; charset=utf-8");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
            value.alive();
            write(first);
        }

        synchronized void changed(String debuggeeId) {
            if (value.isAbout(debuggeeId)) {
                isChanged = true;
                tell();
            }
        }

        synchronized void keepAlive() {
            value.alive();
            if (!isWriting) {
                write(LiveValue.KEEP_ALIVE);
            }
        }

        private void tell() {
            if (isWriting || !isChanged) {
                return;
            }
            isChanged = false;
            try {
                write(value.events());
            } catch (ServiceException unavailable) {
                // The database is away: the reader connects again and begins anew.
                end(unavailable);
            }
        }

        private void write(String events) {
            if (!events.isEmpty()) {
                isWriting = true;
                response.write(false, ByteBuffer.wrap(events.getBytes(StandardCharsets.UTF_8)), this);
            }
        }

        @Override
        public synchronized void succeeded() {
            isWriting = false;
            tell();
        }

        @Override
        public void failed(Throwable gone) {
            end(gone);
        }

        private void end(Throwable why) {
            if (streams.remove(this)) {
                callback.failed(why);
            }
        }
    }
}
