package jpm.victim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs out of the kind of memory that its first argument names. */
public final class MemoryVictim {
    private MemoryVictim() {}

    public static void main(String[] args) {
        int wanted = args[0].length();
        switch (args[0]) {
            case "heap" -> hoard(wanted);
            case "array-limit" -> System.out.println(tooLong(wanted).length);
            case "gc-overhead" -> fillSlowly(wanted);
            case "direct" -> reserve(wanted);
            case "threads" -> tooManyThreads(wanted);
            case "metaspace" -> makeClasses(wanted);
            case "application" -> refuse(wanted);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void hoard(int wanted) {
        List<Object> hoard = new ArrayList<>();
        while (wanted > 0) {
            hoard.add(new long[1000]);
        }
    }

    private static long[] tooLong(int wanted) {
        return new long[Integer.MAX_VALUE - wanted / 100];
    }

    private static void fillSlowly(int wanted) {
        Map<Integer, String> map = new HashMap<>();
        for (int i = wanted; true; i++) {
            map.put(i, "entry " + i);
        }
    }

    private static void reserve(int wanted) {
        List<ByteBuffer> buffers = new ArrayList<>();
        while (wanted > 0) {
            buffers.add(ByteBuffer.allocateDirect(1 << 20));
        }
    }

    /** One thread is too many whose stack has no room. */
    private static void tooManyThreads(int wanted) {
        Thread thread = new Thread(null, () -> System.out.println(wanted), "giant", 1L << 46);
        thread.start();
    }

    private static void makeClasses(int wanted) {
        awaitAgent();
        List<Class<?>> classes = new ArrayList<>();
        byte[] classFile = classFile();
        while (wanted > 0) {
            classes.add(new Maker().make(classFile));
        }
    }

    /** Until the agent has prepared itself: a program that fills this memory in its first moments is not given the time. */
    private static void awaitAgent() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            while (thread.getName().equals("jpm-housekeeping") && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    private static void refuse(int wanted) {
        throw new OutOfMemoryError("no room for " + wanted + " letters");
    }

    private static byte[] classFile() {
        try (InputStream in = MemoryVictim.class.getResourceAsStream("Victim.class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Maker extends ClassLoader {
        Class<?> make(byte[] classFile) {
            return defineClass("jpm.victim.Victim", classFile, 0, classFile.length);
        }
    }
}
