package jpm.victim.framework;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A servlet, or a handler, in Jetty. */
public final class JettyVictim {
    private JettyVictim() {}

    private static final class FailingHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(Shop.sell(3));
            return true;
        }
    }

    public static void main(String[] args) throws Exception {
        Server server = new Server(0);
        ServletContextHandler servlets = new ServletContextHandler("/");
        servlets.addServlet(FailingServlet.class, "/shop");
        server.setHandler(args[0].equals("servlet") ? servlets : new FailingHandler());
        server.start();
        System.out.println(Requests.status(((ServerConnector) server.getConnectors()[0]).getLocalPort(), "/shop"));
        server.stop();
    }
}
