package jpm.service.http;

import java.io.IOException;
import java.net.BindException;
import java.util.function.Consumer;
import jpm.io.JpmException;
import jpm.service.DebuggerService;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A debugger service over HTTP: the v2 API, the Realtime Database, metrics and the page, on few threads. */
public final class ServiceServer implements AutoCloseable {
    private static final int THREADS = 24;
    private static final int CONNECTIONS = 30_000;
    private static final int HEADER_BYTES = 16 << 10;
    private static final int MIN_BYTES_PER_SECOND = 64;
    /** Longer than a request waits for a change. */
    private static final long IDLE_MILLIS = 75_000;

    private final Server server;
    private final ServerConnector connector;
    private final boolean isSecure;
    private final String host;

    private ServiceServer(Server server, ServerConnector connector, ServerOptions options) {
        this.server = server;
        this.connector = connector;
        this.isSecure = options.tls() != null;
        this.host = options.host();
    }

    /**
     * Starts to serve; the service stays the caller's.
     *
     * @param faults told each fault of the server's own, one line each
     * @throws JpmException when it cannot listen there
     */
    public static ServiceServer start(DebuggerService service, ServerOptions options, Consumer<String> faults) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
        threads.setName("jpm-service");
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, options);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, server));
        server.setErrorHandler(new ApiErrors());
        server.setHandler(new ServiceHandler(service, options, faults));
        ServiceServer started = new ServiceServer(server, connector, options);
        started.listen(options);
        return started;
    }

    private static ServerConnector connector(Server server, ServerOptions options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setMinRequestDataRate(MIN_BYTES_PER_SECOND);
        ServerOptions.Tls tls = options.tls();
        if (tls != null) {
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector connector = tls == null
                ? new ServerConnector(server, 1, 1, plain)
                : new ServerConnector(server, 1, 1, new SslConnectionFactory(context(tls), "http/1.1"), plain);
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(4096);
        return connector;
    }

    private static SslContextFactory.Server context(ServerOptions.Tls tls) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(PemKeys.load(tls));
        context.setKeyStorePassword(PemKeys.PASSWORD);
        return context;
    }

    private void listen(ServerOptions options) {
        try {
            server.start();
        } catch (Exception failure) {
            close();
            throw cannotListen(options, failure);
        }
    }

    private static JpmException cannotListen(ServerOptions options, Exception failure) {
        String place = options.host() + ":" + options.port();
        Throwable bind = find(failure, BindException.class);
        if (bind != null) {
            return new JpmException(
                    "cannot listen at " + place + ": " + bind.getMessage(), "choose another port with --port", failure);
        }
        Throwable input = find(failure, IOException.class);
        String why = String.valueOf((input == null ? failure : input).getMessage());
        return new JpmException("cannot listen at " + place + ": " + why, "check --host and --port", failure);
    }

    private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }

    /** Where it listens, as in {@code http://127.0.0.1:8780/}. */
    public String url() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return (isSecure ? "https" : "http") + "://" + name + ":" + port() + "/";
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Stops to listen; requests under way are cut off. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception alreadyBroken) {
            // What stops is of no further use whether or not it stopped well.
            return;
        }
    }
}
