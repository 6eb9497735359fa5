package jpm.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import javax.management.JMException;
import javax.management.ObjectName;

/** Where the memory of a process is, in a few kilobytes: for the time before the kernel kills it. */
final class BlackBox {
    private static final String[] FILES = {"/proc/self/status", "/proc/self/smaps_rollup", "/proc/pressure/memory"};

    private BlackBox() {}

    /** What the kernel and the JVM's native memory tracking say. */
    static final class Memory implements DumpFolder.Content {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            for (String file : FILES) {
                String text = HostFacts.text(file);
                if (text != null) {
                    write("== " + file + "\n" + text + "\n", out);
                }
            }
            write("== native memory\n" + answer("vmNativeMemory", "summary"), out);
        }
    }

    /** How many objects of each class there are, whether they are reachable or not, so that nothing is collected for it. */
    static final class Histogram implements DumpFolder.Content {
        @Override
        public void writeTo(OutputStream out) throws IOException {
            write(answer("gcClassHistogram", "-all"), out);
        }
    }

    private static void write(String text, OutputStream out) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String answer(String operation, String argument) throws IOException {
        try {
            Object answer = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            operation,
                            new Object[] {new String[] {argument}},
                            new String[] {String[].class.getName()});
            return String.valueOf(answer);
        } catch (JMException | LinkageError e) {
            throw new IOException(e);
        }
    }
}
