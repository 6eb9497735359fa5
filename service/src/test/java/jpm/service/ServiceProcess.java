package jpm.service;

import java.time.Clock;
import jpm.service.db.Database;
import jpm.service.db.JdbcStore;
import jpm.service.http.ServerOptions;
import jpm.service.http.ServiceServer;

/** Serves as {@code jpm serve} does, until it is killed; prints its port. */
final class ServiceProcess {
    private ServiceProcess() {}

    public static void main(String... arguments) throws InterruptedException {
        DebuggerService service =
                new DebuggerService(new JdbcStore(Database.open(arguments[0])), Clock.systemUTC(), Limits.DEFAULT);
        ServiceServer server = ServiceServer.start(
                service, ServerOptions.LOCAL.at("127.0.0.1", Integer.parseInt(arguments[1])), System.err::println);
        System.out.println(server.port());
        server.join();
    }
}
