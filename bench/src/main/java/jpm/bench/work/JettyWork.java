package jpm.bench.work;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A round is some requests to an embedded Jetty over one kept-alive connection; the answer is the CPU of the server's threads alone. */
public final class JettyWork implements LongSupplier {
    private static final int REQUESTS = 60;
    private static final String REQUEST = "GET /orders/42?customer=ann&limit=20 HTTP/1.1\r\nHost: localhost\r\n"
            + "Accept: text/plain\r\nUser-Agent: bench\r\nCookie: session=4711\r\n\r\n";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<Thread> serverThreads = new CopyOnWriteArrayList<>();
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public JettyWork() throws Exception {
        Server server = new Server(new QueuedThreadPool(8, 8) {
            @Override
            public Thread newThread(Runnable job) {
                Thread thread = super.newThread(job);
                thread.setDaemon(true);
                serverThreads.add(thread);
                return thread;
            }
        });
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(new OrdersHandler());
        server.start();
        socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Answers with a line per order, built from the query. */
    private static final class OrdersHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            int limit = Integer.parseInt(Request.extractQueryParameters(request).getValue("limit"));
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < limit; i++) {
                body.append("order ")
                        .append(i)
                        .append(" of ")
                        .append(request.getHttpURI().getPath())
                        .append('\n');
            }
            Content.Sink.write(response, true, body.toString(), callback);
            return true;
        }
    }

    @Override
    public long getAsLong() {
        long start = serverCpuNanos();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                out.write(REQUEST.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                readResponse();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return serverCpuNanos() - start;
    }

    private long serverCpuNanos() {
        long nanos = 0;
        for (Thread thread : serverThreads) {
            nanos += Math.max(0, threads.getThreadCpuTime(thread.getId()));
        }
        return nanos;
    }

    private void readResponse() throws IOException {
        int length = -1;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (length < 0 || in.readNBytes(length).length != length) {
            throw new IOException("not a whole response");
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("connection closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
