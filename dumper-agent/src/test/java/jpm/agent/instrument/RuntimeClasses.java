package jpm.agent.instrument;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.List;
import jpm.agent.BootClasses;

/** The classes that instrumented code calls, for agents of tests, which have them as resources. */
final class RuntimeClasses {
    private RuntimeClasses() {}

    static void define(Instrumentation instrumentation) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String name : List.of("JpmSegment", "JpmChain", "JpmCapture", "JpmCapture$Reporter")) {
                byte[] classFile = classFile("/jpm/agent/runtime/java/lang/" + name + ".class");
                out.writeInt(classFile.length);
                out.write(classFile);
            }
        }
        BootClasses.define(instrumentation, bytes.toByteArray());
    }

    private static byte[] classFile(String resource) throws IOException {
        try (InputStream in = RuntimeClasses.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no " + resource);
            }
            return in.readAllBytes();
        }
    }
}
