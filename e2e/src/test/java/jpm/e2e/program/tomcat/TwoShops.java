package jpm.e2e.program.tomcat;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * Serves the web applications whose folders are the second and third argument, asks each for its till, and takes the first away again. Prints the
 * answers and whether the first one's class loader can be collected.
 */
public final class TwoShops {
    private static final Logger TOMCAT = Logger.getLogger("org.apache");
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long PAUSE_NANOS = 100_000_000;

    private TwoShops() {}

    public static void main(String[] args) throws Exception {
        TOMCAT.setLevel(Level.OFF);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(args[0]);
        tomcat.setPort(0);
        Context east = add("/east", args[1], tomcat);
        Context west = add("/west", args[2], tomcat);
        tomcat.start();
        int port = tomcat.getConnector().getLocalPort();
        for (Context shop : new Context[] {east, west}) {
            System.out.println(shop.getPath() + ": " + ask(port, shop.getPath()));
        }
        WeakReference<ClassLoader> loader = new WeakReference<>(east.getLoader().getClassLoader());
        east.stop();
        tomcat.getHost().removeChild(east);
        east.destroy();
        east = null;
        System.out.println("/east can be collected: " + isCollected(loader));
        System.out.println("/west: " + ask(port, "/west"));
        tomcat.stop();
        tomcat.destroy();
    }

    private static Context add(String path, String folder, Tomcat tomcat) {
        Context shop = tomcat.addContext(path, folder);
        Tomcat.addServlet(shop, "till", "jpm.e2e.program.tomcat.web.Till");
        shop.addServletMappingDecoded("/till", "till");
        return shop;
    }

    private static String ask(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + path + "/till?cents=700&people=0"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static boolean isCollected(WeakReference<ClassLoader> loader) {
        long begin = System.nanoTime();
        while (loader.get() != null && System.nanoTime() - begin < PATIENCE_NANOS) {
            System.gc();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return loader.get() == null;
    }
}
