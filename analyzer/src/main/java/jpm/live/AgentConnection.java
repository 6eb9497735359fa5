package jpm.live;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import jpm.io.JpmException;
import jpm.store.DumpMetadata;
import org.jspecify.annotations.Nullable;

/** Talks to the agent in a JVM by its control socket. */
public final class AgentConnection {
    private static final int MAX_ATTEMPTS = 10;
    private static final long PAUSE_NANOS = 50_000_000;

    private final RunningJvm jvm;
    private final Path socket;

    private AgentConnection(RunningJvm jvm, Path socket) {
        this.jvm = jvm;
        this.socket = socket;
    }

    /** The connection to a JVM; {@link JpmException} where no agent listens in it. */
    public static AgentConnection to(RunningJvm jvm) {
        Path socket = jvm.control();
        if (socket == null) {
            throw new JpmException(
                    "cannot reach process " + jvm.pid() + ": no agent of jpm listens in it, or it is another user's",
                    "jpm attach " + jvm.pid() + " loads the agent");
        }
        return new AgentConnection(jvm, socket);
    }

    /** The JVM. */
    public RunningJvm jvm() {
        return jvm;
    }

    /** Sets a breakpoint or logpoint, which the agent may have found to be impossible. */
    public LiveBreakpoint add(BreakpointRequest request) {
        return breakpoint(send(request.fields()).value("breakpoint"));
    }

    /** The breakpoints and logpoints that were set so, those that are done included. */
    public List<LiveBreakpoint> list() {
        List<LiveBreakpoint> all = new ArrayList<>();
        for (Object each : send(Map.of("command", "list")).list("breakpoints")) {
            all.add(breakpoint(each));
        }
        return all;
    }

    /** Takes a breakpoint away; false where there is none of that id. */
    public boolean remove(String id) {
        return Boolean.TRUE.equals(send(Map.of("command", "remove", "id", id)).value("removed"));
    }

    /**
     * Has the JVM dump itself, and waits until it has.
     *
     * @param level how much, as {@code mini} or {@code heap}
     */
    public CapturedDump capture(String level) {
        DumpMetadata reply = send(Map.of("command", "capture", "level", level));
        String id = reply.text("dump");
        String store = reply.text("store");
        if (id == null || store == null) {
            throw strange();
        }
        Long heapBytes = reply.number("end.heapBytes");
        return new CapturedDump(id, store, heapBytes == null ? 0 : heapBytes, reply.text("end.heapError"));
    }

    private LiveBreakpoint breakpoint(@Nullable Object fields) {
        if (!(fields instanceof Map<?, ?> map)) {
            throw strange();
        }
        return new LiveBreakpoint(jvm, map);
    }

    private JpmException strange() {
        return new JpmException("cannot understand the agent of process " + jvm.pid(), "use the jpm that it is from");
    }

    private DumpMetadata send(Map<String, @Nullable Object> request) {
        DumpMetadata reply;
        try (SocketChannel channel = connected()) {
            ByteBuffer bytes = ByteBuffer.wrap(json(request));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.shutdownOutput();
            InputStream in = Channels.newInputStream(channel);
            reply = DumpMetadata.parse(in.readAllBytes());
        } catch (IOException e) {
            if (!jvm.isRunning()) {
                throw new JpmException(
                        "cannot reach process " + jvm.pid() + ": it has ended", "jpm list shows what it left", e);
            }
            throw new JpmException(
                    "cannot reach the agent in process " + jvm.pid() + ": " + e.getMessage(),
                    "it can be reached by the process's user and by root",
                    e);
        }
        String error = reply.text("error");
        if (error != null) {
            throw new JpmException(
                    "the agent in process " + jvm.pid() + " refuses: " + error,
                    "capture".equals(request.get("command")) ? "jpm help capture" : "jpm help break");
        }
        return reply;
    }

    /** A socket is seen a moment before it can be connected to. */
    private SocketChannel connected() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return SocketChannel.open(address);
            } catch (ConnectException notYet) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return SocketChannel.open(address);
    }

    private static byte[] json(Map<String, @Nullable Object> request) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            for (Map.Entry<String, @Nullable Object> field : request.entrySet()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
        if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object each : list) {
                json.writeString(String.valueOf(each));
            }
            json.writeEndArray();
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value == null ? null : value.toString());
        }
    }
}
