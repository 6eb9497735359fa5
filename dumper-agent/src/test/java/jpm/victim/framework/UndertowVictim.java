package jpm.victim.framework;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;

/** A servlet, or a handler, in Undertow. */
public final class UndertowVictim {
    private UndertowVictim() {}

    public static void main(String[] args) throws ServletException {
        HttpHandler handler =
                args[0].equals("servlet") ? servlet() : exchange -> exchange.setStatusCode(200 + Shop.sell(3));
        Undertow server = Undertow.builder()
                .addHttpListener(0, "localhost")
                .setHandler(handler)
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println(Requests.status(address.getPort(), "/shop"));
        server.stop();
    }

    private static HttpHandler servlet() throws ServletException {
        DeploymentManager deployment = Servlets.defaultContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(UndertowVictim.class.getClassLoader())
                        .setContextPath("/")
                        .setDeploymentName("shop.war")
                        .addServlet(
                                Servlets.servlet("shop", FailingServlet.class).addMapping("/shop")));
        deployment.deploy();
        return deployment.start();
    }
}
