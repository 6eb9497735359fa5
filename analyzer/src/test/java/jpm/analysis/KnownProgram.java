package jpm.analysis;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;

/** A program that says what it holds, and then dumps its heap into the file named by its argument. */
public final class KnownProgram {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final int TWINS = 4;

    private KnownProgram() {}

    /** Runs it and gives what it said; its stack traces have all frames, as dumps do. */
    static List<String> run(Jdk jdk, String file, String... flags) {
        JvmProcess.Result result = JvmProcess.with(jdk)
                .flags("-XX:+UnlockDiagnosticVMOptions", "-XX:+ShowHiddenFrames")
                .flags(flags)
                .main(KnownProgram.class.getName(), file)
                .run();
        if (result.exitCode() != 0) {
            throw new IllegalStateException(result.stderr());
        }
        return result.stdoutLines();
    }

    public static void main(String... arguments) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= TWINS; i++) {
            threads.add(parked("twin-" + i, new Parking(0)));
        }
        threads.add(parked("deep", new Parking(20)));
        startVirtual(threads);
        while (threads.stream().anyMatch(t -> t.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        threads.forEach(KnownProgram::say);
        System.getProperties().forEach((name, value) -> System.out.println("property " + encoded(name + "=" + value)));
        List<Object> kept = collections();
        dump(arguments[0]);
        Reference.reachabilityFence(kept);
        Runtime.getRuntime().halt(0);
    }

    static class OwnList extends ArrayList<Integer> {
        private static final long serialVersionUID = 1;

        /** The name of a field of the superclass. */
        @SuppressWarnings("unused")
        private final String size = "own";

        OwnList(int capacity) {
            super(capacity);
        }
    }

    static class OwnMap extends HashMap<Object, Integer> {
        private static final long serialVersionUID = 1;
    }

    /** A key that collides with all others of its hash. */
    private record Key(int hash, int number) {
        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** Ten lists of 40 slots with 0 to 9 elements; six maps of 16 slots whose 0 to 10 elements fall into two slots. */
    private static List<Object> collections() {
        List<Object> kept = new ArrayList<>();
        for (int size = 0; size < 10; size++) {
            OwnList list = new OwnList(40);
            for (int i = 0; i < size; i++) {
                list.add(i);
            }
            kept.add(list);
        }
        for (int pairs = 0; pairs < 6; pairs++) {
            OwnMap map = new OwnMap();
            for (int i = 0; i < 2 * pairs; i++) {
                map.put(new Key(i % 2, i), i);
            }
            kept.add(map);
        }
        return kept;
    }

    private static Thread parked(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(name.equals("deep"));
        thread.start();
        return thread;
    }

    /** {@code Thread.ofVirtual().name("virtual").start(…)}, where there is such. */
    private static void startVirtual(List<Thread> threads) throws ReflectiveOperationException {
        if (Runtime.version().feature() >= 21) {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            builder = type.getMethod("name", String.class).invoke(builder, "virtual");
            threads.add((Thread) type.getMethod("start", Runnable.class).invoke(builder, new Parking(3)));
        }
    }

    /** {@code thread NAME DAEMON ID STATE FRAME…} */
    private static void say(Thread thread) {
        StringBuilder line = new StringBuilder("thread " + thread.getName());
        line.append(' ').append(thread.isDaemon()).append(' ').append(thread.getId());
        line.append(' ').append(thread.getState());
        for (StackTraceElement e : thread.getStackTrace()) {
            line.append(' ').append(e.getClassName()).append('.').append(e.getMethodName());
            line.append(':').append(e.getLineNumber() > 0 ? e.getLineNumber() : 0);
        }
        System.out.println(line);
    }

    /** On one line. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void dump(String file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file, true);
    }

    /** What the dump has of a program that said these lines with a word. */
    static List<String> linesOf(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .toList();
    }

    private record Parking(int depth) implements Runnable {
        @Override
        public void run() {
            park(depth);
        }

        private void park(int left) {
            if (left > 0) {
                park(left - 1);
            } else {
                await();
            }
        }

        private static void await() {
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
