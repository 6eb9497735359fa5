package jpm.e2e.program;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Takes memory outside of the heap: as much as the second argument says in megabytes until something appears in the folder that the first names, and then
 * without end.
 */
public final class Glutton {
    private static final int STEP_BYTES = 1 << 20;
    private static final int MOST_STEPS = 600;
    private static final long REST_NANOS = 50_000_000;
    private static final long LONGEST_REST_NANOS = 60_000_000_000L;

    private Glutton() {}

    public static void main(String[] args) throws IOException {
        File awaited = new File(args[0]);
        long enough = Long.parseLong(args[1]) << 10;
        List<ByteBuffer> eaten = new ArrayList<>();
        while (eaten.size() < MOST_STEPS) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(STEP_BYTES);
            while (buffer.hasRemaining()) {
                buffer.put((byte) 1);
            }
            eaten.add(buffer);
            long start = System.nanoTime();
            while (residentKilobytes() > enough
                    && !isWhole(awaited)
                    && System.nanoTime() - start < LONGEST_REST_NANOS) {
                LockSupport.parkNanos(REST_NANOS);
            }
        }
        System.out.println("it was not killed");
    }

    private static long residentKilobytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    private static boolean isWhole(File store) {
        String[] names = store.list((folder, name) -> !name.startsWith(".") && !name.endsWith(".part"));
        return names != null && names.length > 0;
    }
}
