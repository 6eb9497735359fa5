package jpm.testdata.oracle;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Runs a class from a folder that is not on the class path, in a loader of its own: {@code PluginHost FOLDER CLASS}. */
public final class PluginHost {
    private PluginHost() {}

    public static void main(String[] args) throws Exception {
        URL[] folder = {Path.of(args[0]).toUri().toURL()};
        Oracle.set(true, false);
        try (URLClassLoader loader = new URLClassLoader("plugins", folder, PluginHost.class.getClassLoader())) {
            Runnable plugin = (Runnable)
                    loader.loadClass(args[1]).getDeclaredConstructor().newInstance();
            Thread thread = new Thread(plugin, "plugin");
            thread.start();
            thread.join();
        }
    }
}
