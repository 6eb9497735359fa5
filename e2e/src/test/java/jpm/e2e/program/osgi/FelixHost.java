package jpm.e2e.program.osgi;

import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts Felix with its cache in the first argument, and in it the bundle that the second names. */
public final class FelixHost {
    private FelixHost() {}

    public static void main(String[] args) throws Exception {
        FrameworkFactory factory =
                ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
        Framework framework = factory.newFramework(Map.of("org.osgi.framework.storage", args[0]));
        framework.start();
        Bundle bundle = framework.getBundleContext().installBundle("file:" + args[1]);
        bundle.start();
        bundle.stop();
        System.out.println("bundle " + bundle.getSymbolicName() + " stopped");
        framework.stop();
        framework.waitForStop(0);
    }
}
