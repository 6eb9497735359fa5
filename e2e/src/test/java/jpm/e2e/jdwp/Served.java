package jpm.e2e.jdwp;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.jdwp.JdwpServer;

/** A dump that is served in this JVM. */
final class Served implements AutoCloseable {
    private final DebugSession session;
    private final JdwpServer server;
    private final Thread thread;
    final List<String> log = new CopyOnWriteArrayList<>();

    private Served(DebugSession session) {
        this.session = session;
        this.server = JdwpServer.listen(session, "127.0.0.1", 0, log::add);
        this.thread = new Thread(server::run, "jdwp server");
        thread.start();
    }

    static Served dump(Path folderOrHprof, DebugOptions options) {
        return new Served(DebugSession.open(folderOrHprof, options));
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
        thread.join();
        session.close();
    }
}
