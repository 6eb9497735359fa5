package jpm.agent.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import jpm.agent.start.Faults;

/** One client: it sends one object in JSON, gets one back, and is gone. */
final class ControlConnection implements Runnable {
    private static final int MAX_AT_ONCE = 8;
    private static final Semaphore FREE = new Semaphore(MAX_AT_ONCE);

    private final SocketChannel channel;
    private final LocalBreakpoints breakpoints;
    private final CaptureRequest capture;

    private ControlConnection(SocketChannel channel, LocalBreakpoints breakpoints, CaptureRequest capture) {
        this.channel = channel;
        this.breakpoints = breakpoints;
        this.capture = capture;
    }

    /** Answers in a thread of its own, so that a client that falls silent keeps no other waiting. */
    static void answer(SocketChannel channel, LocalBreakpoints breakpoints, CaptureRequest capture) throws IOException {
        if (!FREE.tryAcquire()) {
            channel.close();
            return;
        }
        ControlConnection connection = new ControlConnection(channel, breakpoints, capture);
        Thread thread = new Thread(null, connection, "jpm-control-client", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.start();
    }

    @Override
    public void run() {
        try (channel;
                InputStream in = Channels.newInputStream(channel);
                OutputStream out = Channels.newOutputStream(channel);
                JsonParser request = new JsonFactory().createParser(in);
                JsonGenerator reply = new JsonFactory().createGenerator(out)) {
            reply.enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
            answer(request, reply);
        } catch (IOException | RuntimeException e) {
            Faults.swallow(e);
        } finally {
            FREE.release();
        }
    }

    private void answer(JsonParser json, JsonGenerator reply) throws IOException {
        reply.writeStartObject();
        try {
            ControlRequest request = ControlRequest.read(json);
            if (request.text("command").equals(CaptureRequest.COMMAND)) {
                capture.run(request, reply);
            } else {
                breakpoints.run(request, reply);
            }
        } catch (IllegalArgumentException refused) {
            reply.writeStringField("error", String.valueOf(refused.getMessage()));
        }
        reply.writeEndObject();
    }
}
