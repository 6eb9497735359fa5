package jpm.analysis;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A program that fills its heap with objects of many layouts, dumps it, and asks its own JVM how many objects of each class there are and
 * what they take.
 */
public final class HeapOfManyShapes {
    static class A {
        byte b;
    }

    static class B extends A {
        int i;
    }

    static class C extends B {
        long l;
        short s;
        Object o;
    }

    static class D extends C {
        boolean z;
        char c;
        double d;
        String x;
    }

    static class E {
        long l;
        byte b;
    }

    static class F extends E {
        byte c;
    }

    static class G extends F {
        int i;
        Object o;
    }

    private static final Object[] KEPT = new Object[70_000];

    private HeapOfManyShapes() {}

    /** Arguments: the dump to write, and the file for the JVM's own histogram. */
    public static void main(String[] args) throws IOException, JMException {
        Random random = new Random(5);
        for (int i = 0; i < KEPT.length; i++) {
            KEPT[i] = object(i, random);
        }
        // The first time loads classes that would show as differences.
        histogram();
        dump(args[0]);
        Files.delete(Path.of(args[0]));
        dump(args[0]);
        Files.writeString(Path.of(args[1]), histogram());
    }

    private static Object object(int i, Random random) {
        return switch (i % 14) {
            case 0 -> new A();
            case 1 -> new B();
            case 2 -> new C();
            case 3 -> new D();
            case 4 -> new E();
            case 5 -> new F();
            case 6 -> new G();
            case 7 -> new byte[random.nextInt(40)];
            case 8 -> new float[random.nextInt(20)];
            case 9 -> new double[random.nextInt(10)];
            case 10 -> new A[random.nextInt(20)];
            case 11 -> "s" + i;
            case 12 -> new short[random.nextInt(9)];
            default -> new HashMap<>(Map.of(i, "x"));
        };
    }

    private static void dump(String file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(new File(file).getPath(), true);
    }

    private static String histogram() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
        return (String) server.invoke(
                commands, "gcClassHistogram", new Object[] {new String[0]}, new String[] {String[].class.getName()});
    }
}
