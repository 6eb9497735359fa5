package jpm.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.LocalsInstrumenter;
import jpm.agent.start.Faults;
import jpm.agent.start.HeapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dump that nobody is to see, so that all classes that a dump takes are loaded and linked. For programs whose memory for classes
 * may run out: then nothing that is not loaded yet can be.
 */
final class Rehearsal {
    private static final String FAILURE = "jpm.agent.RehearsedFailure";

    private Rehearsal() {}

    /** An exception whose way was recorded. */
    static Throwable failure(CaptureRuntime runtime, Class<?> agent) throws IOException, ReflectiveOperationException {
        Runnable failing = (Runnable) new Copies(instrumented(runtime, agent))
                .loadClass(FAILURE)
                .getDeclaredConstructor()
                .newInstance();
        try {
            failing.run();
        } catch (IllegalStateException e) {
            return e;
        }
        return new Throwable("rehearsal");
    }

    private static byte @Nullable [] instrumented(CaptureRuntime runtime, Class<?> agent) throws IOException {
        try (InputStream in = agent.getResourceAsStream("RehearsedFailure.class")) {
            return in == null
                    ? null
                    : new LocalsInstrumenter(false).instrument(in.readAllBytes(), new Registry(runtime));
        }
    }

    private record Registry(CaptureRuntime runtime) implements LocalsInstrumenter.SiteRegistry {
        @Override
        public int register(byte[] siteTable, int siteCount) {
            return runtime.registerClass(siteTable, siteCount);
        }
    }

    private static final class Copies extends ClassLoader {
        private final byte @Nullable [] copy;

        Copies(byte @Nullable [] copy) {
            super(Rehearsal.class.getClassLoader());
            this.copy = copy;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return copy != null && name.equals(FAILURE)
                    ? defineClass(name, copy, 0, copy.length)
                    : super.loadClass(name, resolve);
        }
    }

    /** Goes through all that is done about a failure, in a temporary folder. */
    static void perform(Dumper dumper, Crash crash) {
        try {
            Path folder = Files.createTempDirectory(
                    "jpm-rehearsal",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                dumper.rehearse(crash, folder);
                decide(crash.signature(), folder);
            } finally {
                remove(folder);
            }
        } catch (IOException | RuntimeException e) {
            // Without a folder for temporary files the classes that write are loaded when they are needed.
            Faults.swallow(e);
        }
    }

    private static void decide(String signature, Path folder) {
        StoredDumps stored = new StoredDumps(folder);
        SignatureHistory history = new SignatureHistory(HeapPolicy.FIRST, 1, stored);
        history.decide(signature, true);
        history.written(signature, folder, stored.thinOut(signature));
        history.flush();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                DumpFolder.deleteQuietly(each);
            }
        }
    }
}
