package jpm.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jpm.agent.start.Start;
import jpm.agent.start.Stderr;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM starts the agent. Loads as little as it can: this runs before every program's first line.
 *
 * <p>The agent lives in three class loaders. This class and the few that it needs are on the application's class path, where the JVM puts an
 * agent. What works while the program runs is defined by the boot loader, from one entry of the jar: classes come faster from there, are
 * not verified again, and have all permissions. What writes dumps is loaded by a loader of its own when there is a dump to be written.
 */
public final class Agent {
    /** The jar's entry with the classes of the boot loader. */
    public static final String BOOT_CLASSES = "jpm/agent/boot.classes";

    private static boolean started;

    private Agent() {}

    /** Called for {@code -javaagent:}. */
    public static void premain(@Nullable String argument, Instrumentation instrumentation) {
        start(argument, instrumentation);
    }

    /** Called when the agent is loaded into a running JVM. */
    public static void agentmain(@Nullable String argument, Instrumentation instrumentation) {
        start(argument, instrumentation);
    }

    /** Once: named twice on a command line, the agent would instrument what it has instrumented. */
    private static synchronized void start(@Nullable String argument, Instrumentation instrumentation) {
        if (started) {
            return;
        }
        started = true;
        try {
            ZipFile jar = openJar();
            BootClasses.define(instrumentation, jar == null ? bootClasses() : bootClasses(jar));
            Start.start(argument, instrumentation, jar, Agent.class);
        } catch (Throwable fault) {
            // The program runs without the agent rather than not at all.
            Stderr.line("the agent does not run: ".concat(fault.toString()));
        }
    }

    /** The agent's jar, which the JVM has open already; null where it is not to be had as a file, or not allowed. */
    private static @Nullable ZipFile openJar() throws IOException {
        try {
            CodeSource source = Agent.class.getProtectionDomain().getCodeSource();
            String path = source == null ? "" : source.getLocation().getPath();
            return path.endsWith(".jar") && path.indexOf('%') < 0 ? new ZipFile(path) : null;
        } catch (SecurityException e) {
            return null;
        }
    }

    private static byte[] bootClasses(ZipFile jar) throws IOException {
        ZipEntry entry = jar.getEntry(BOOT_CLASSES);
        if (entry == null) {
            throw new IOException("its jar lacks ".concat(BOOT_CLASSES));
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bootClasses() throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream(BOOT_CLASSES)) {
            if (in == null) {
                throw new IOException("its jar lacks ".concat(BOOT_CLASSES));
            }
            return in.readAllBytes();
        }
    }
}
