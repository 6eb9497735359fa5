package jpm.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import jpm.agent.start.DumpLoader;

/** Defines the class that lines with probes call. */
public final class ProbeRuntime {
    private static final String FOLDER = "jpm/agent/runtime/java/lang/";
    private static final List<String> CLASSES = List.of("JpmProbe", "JpmProbe$Frame", "JpmProbe$Passage");

    private static boolean isDefined;

    private ProbeRuntime() {}

    /** Once in a process; {@link IllegalStateException} where this JVM does not allow it. */
    public static synchronized void define(Instrumentation instrumentation) {
        if (isDefined) {
            return;
        }
        try {
            BootClasses.define(instrumentation, classFiles());
        } catch (IOException | UnmodifiableClassException e) {
            throw new IllegalStateException("breakpoints do not work in this JVM: " + e.getMessage(), e);
        }
        isDefined = true;
    }

    /** What stands in the heap for the exception of a dump that is about none: a message and a stack. */
    public static Throwable passage(Instrumentation instrumentation, String message, StackTraceElement[] stack) {
        define(instrumentation);
        return Passages.of(message, stack);
    }

    /** Apart, because verifying it needs the classes that are defined before. */
    private static final class Passages {
        static Throwable of(String message, StackTraceElement[] stack) {
            return new JpmProbe.Passage(message, stack);
        }
    }

    private static byte[] classFiles() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : CLASSES) {
            byte[] classFile = classFile(FOLDER + name + ".class");
            for (int shift = 24; shift >= 0; shift -= 8) {
                all.write(classFile.length >>> shift);
            }
            all.write(classFile);
        }
        return all.toByteArray();
    }

    private static byte[] classFile(String path) throws IOException {
        byte[] bytes = ProbeRuntime.class.getClassLoader() instanceof DumpLoader loader ? loader.bytes(path) : null;
        if (bytes == null) {
            throw new IOException("the agent's jar lacks " + path);
        }
        return bytes;
    }
}
