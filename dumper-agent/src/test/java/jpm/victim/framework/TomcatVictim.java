package jpm.victim.framework;

import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** A servlet in Tomcat. */
public final class TomcatVictim {
    private TomcatVictim() {}

    public static void main(String[] args) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
        tomcat.setPort(0);
        tomcat.getConnector();
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "shop", new FailingServlet());
        context.addServletMappingDecoded("/shop", "shop");
        tomcat.start();
        System.out.println(Requests.status(tomcat.getConnector().getLocalPort(), "/shop"));
        tomcat.stop();
        tomcat.destroy();
    }
}
