package jpm.jdwp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import jpm.debug.DebugSession;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * Serves a dump to debuggers as a suspended JVM, over the Java Debug Wire Protocol. Any number of clients may attach, one after the other and at the
 * same time; each sees the dump as if it were alone.
 *
 * <p>The protocol knows no passwords: whoever can connect can read the dump.
 */
public final class JdwpServer implements AutoCloseable {
    private static final int MAX_CLIENTS = 64;

    private final ServerSocket listener;
    private final DeadVm vm;
    private final CommandTable commands;
    private final Consumer<String> log;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

    private JdwpServer(ServerSocket listener, DeadVm vm, Consumer<String> log) {
        this.listener = listener;
        this.vm = vm;
        this.commands = new CommandTable(vm);
        this.log = log;
    }

    /**
     * Starts to listen; clients wait until {@link #run}.
     *
     * @param session the dump; nobody else may use it meanwhile
     * @param port 0 for any that is free
     * @param log is told in one line each of clients that come and go; from any thread
     * @throws JpmException when the address cannot be listened at
     */
    public static JdwpServer listen(DebugSession session, String host, int port, Consumer<String> log) {
        ServerSocket listener = null;
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return new JdwpServer(listener, new DeadVm(session.process()), log);
        } catch (IOException e) {
            close(listener);
            throw new JpmException(
                    "cannot listen at " + host + ":" + port + ": " + e.getMessage(),
                    "choose another one with --port",
                    e);
        }
    }

    private static void close(@Nullable ServerSocket listener) {
        try {
            if (listener != null) {
                listener.close();
            }
        } catch (IOException e) {
            // It never listened.
        }
    }

    /** The port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Serves clients until {@link #close}. */
    public void run() {
        while (!listener.isClosed()) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    log.accept("lost a client: " + e.getMessage());
                }
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        if (clients.size() >= MAX_CLIENTS) {
            log.accept("refused " + socket.getRemoteSocketAddress() + ": too many clients");
            socket.close();
            return;
        }
        clients.add(socket);
        Thread thread = new Thread(
                () -> {
                    try {
                        new Connection(socket, vm, commands, log).run();
                    } finally {
                        clients.remove(socket);
                    }
                },
                "jpm-jdwp-client");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            // Whoever is left notices that nobody answers.
        }
        vm.close();
    }
}
