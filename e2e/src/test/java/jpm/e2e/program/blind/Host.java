package jpm.e2e.program.blind;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;

/** Runs the guest in the jar of the first argument, whose loader sees the JDK's base and nothing else. */
public final class Host {
    private Host() {}

    public static void main(String[] args) throws Exception {
        URL[] jar = {new File(args[0]).toURI().toURL()};
        try (URLClassLoader loader = new URLClassLoader(jar, null)) {
            Runnable guest = (Runnable) loader.loadClass("jpm.e2e.program.blind.Guest")
                    .getConstructor()
                    .newInstance();
            System.out.println("sees the agent: " + sees("jpm.agent.Agent", loader));
            Thread thread = new Thread(guest, "guest");
            thread.setContextClassLoader(null);
            thread.start();
            thread.join();
        }
    }

    private static boolean sees(String name, ClassLoader loader) {
        try {
            loader.loadClass(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
