package jpm.bench.heap;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Fills a heap with the shapes that real ones have, from a fixed seed, and dumps it: records with back references in maps, sessions with weak and soft
 * references, a linked log, one very long chain, an unbalanced tree with parent references, boxed numbers, duplicated strings, large arrays, the same class
 * in twelve loaders, threads with deep stacks, and a cache that nobody empties.
 *
 * <p>Arguments: the file to write and about how many megabytes it should have.
 */
public final class HeapShapes {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int THREADS = 10;
    private static final int FRAMES = 40;
    private static final int LOADERS = 12;
    /** What a unit takes in the dump, in bytes. */
    private static final int UNIT_BYTES = 1_200_000;

    private static final SplittableRandom RANDOM = new SplittableRandom(42);
    private static final Map<Long, Customer> CUSTOMERS = new HashMap<>();
    private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();
    private static final LinkedList<Event> LOG = new LinkedList<>();
    private static final TreeMap<String, Integer> NAMES = new TreeMap<>();
    private static final List<Object> ARRAYS = new ArrayList<>();
    private static final Map<String, Entry> LEAK = new ConcurrentHashMap<>();
    private static final List<Object> PLUGINS = new ArrayList<>();
    private static @Nullable Link chain;
    private static @Nullable Node tree;

    private HeapShapes() {}

    static final class Customer {
        long id;
        String name = "";
        String country = "";
        int age;
        boolean active;
        final List<Order> orders = new ArrayList<>(4);

        @Nullable
        Customer referrer;

        @Nullable
        Map<String, String> attributes;
    }

    record Order(long id, Customer customer, byte[] signature, List<Line> lines, String status) {}

    record Line(int product, int count, long price) {}

    record Session(String token, WeakReference<Customer> user, SoftReference<byte[]> cache, Object[] slots) {}

    record Event(long number, String text, @Nullable Customer who) {}

    record Link(@Nullable Link next, long value) {}

    record Entry(String key, byte[] body, @Nullable Entry previous, Map<String, Object> headers) {}

    static final class Node {
        final int key;
        final @Nullable Node parent;

        @Nullable
        Node left;

        @Nullable
        Node right;

        Node(int key, @Nullable Node parent) {
            this.key = key;
            this.parent = parent;
        }
    }

    /** Loaded once by each of several loaders. */
    public static final class Plugin {
        static final Map<String, byte[]> CACHE = new HashMap<>();

        public Plugin() {
            for (int i = 0; i < 50; i++) {
                CACHE.put("key " + i, new byte[100]);
            }
        }
    }

    public static void main(String[] args) throws IOException, ReflectiveOperationException, InterruptedException {
        Path file = Path.of(args[0]);
        long units = Long.parseLong(args[1]) * 1_000_000 / UNIT_BYTES;
        for (long unit = 0; unit < units; unit++) {
            customers(unit);
            events(unit);
            numbers();
            arrays();
            leak(unit);
        }
        plugins();
        threads();
        Files.deleteIfExists(file);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        System.out.println(Files.size(file) + " bytes in " + file);
    }

    private static String text(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static void customers(long unit) {
        Customer previous = null;
        for (int i = 0; i < 420; i++) {
            Customer customer = new Customer();
            customer.id = unit * 1000 + i;
            customer.name = "customer " + text(6 + RANDOM.nextInt(10));
            customer.country = new String("country " + RANDOM.nextInt(8));
            customer.age = RANDOM.nextInt(90);
            customer.active = RANDOM.nextBoolean();
            customer.referrer = RANDOM.nextInt(3) == 0 ? previous : null;
            customer.attributes = RANDOM.nextInt(3) == 0 ? new HashMap<>(Map.of("a", text(10), "b", text(10))) : null;
            for (int o = RANDOM.nextInt(5); o > 0; o--) {
                customer.orders.add(order(customer, o));
            }
            CUSTOMERS.put(customer.id, customer);
            if (i % 5 == 0) {
                Object[] slots = new Object[16];
                slots[RANDOM.nextInt(16)] = RANDOM.nextInt();
                WeakReference<Customer> user = new WeakReference<>(customer);
                SoftReference<byte[]> cache = new SoftReference<>(new byte[64 + RANDOM.nextInt(256)]);
                String token = text(32);
                SESSIONS.put(token, new Session(token, user, cache, slots));
            }
            previous = customer;
        }
    }

    private static Order order(Customer customer, int number) {
        List<Line> lines = new ArrayList<>();
        for (int i = 1 + RANDOM.nextInt(5); i > 0; i--) {
            lines.add(new Line(RANDOM.nextInt(2000), RANDOM.nextInt(10), RANDOM.nextLong()));
        }
        return new Order(number, customer, new byte[16 + RANDOM.nextInt(48)], lines, number == 1 ? "NEW" : "PAID");
    }

    private static void events(long unit) {
        for (int i = 0; i < 300; i++) {
            LOG.add(new Event(i, "event " + unit + "/" + i, i % 3 == 0 ? CUSTOMERS.get(unit * 1000 + i) : null));
        }
        for (int i = 0; i < 2000; i++) {
            chain = new Link(chain, i);
        }
        for (int i = 0; i < 1200; i++) {
            insert(RANDOM.nextInt());
        }
    }

    private static void insert(int key) {
        Node at = tree;
        if (at == null) {
            tree = new Node(key, null);
            return;
        }
        while (true) {
            Node next = key < at.key ? at.left : at.right;
            if (next == null) {
                Node added = new Node(key, at);
                at.left = key < at.key ? added : at.left;
                at.right = key < at.key ? at.right : added;
                return;
            }
            at = next;
        }
    }

    private static void numbers() {
        for (int i = 0; i < 400; i++) {
            ARRAYS.add(RANDOM.nextInt());
        }
        for (int i = 0; i < 120; i++) {
            NAMES.put("name " + text(12), RANDOM.nextInt());
        }
    }

    private static void arrays() {
        Object[] matrix = new Object[2048];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = i % 8 == 0 ? new long[] {i} : ARRAYS.get(RANDOM.nextInt(ARRAYS.size()));
        }
        ARRAYS.add(matrix);
        ARRAYS.add(new byte[60_000 + RANDOM.nextInt(20_000)]);
        ARRAYS.add(new long[1000]);
        ARRAYS.add(new double[800]);
        for (int i = 0; i < 30; i++) {
            ARRAYS.add(new byte[100 + RANDOM.nextInt(3000)]);
        }
    }

    private static void leak(long unit) {
        Entry previous = null;
        for (int i = 0; i < 90; i++) {
            Map<String, Object> headers = new HashMap<>(Map.of("tag", text(16), "length", i));
            String key = "/resource/" + unit + "/" + i;
            previous = new Entry(key, new byte[500 + RANDOM.nextInt(1000)], previous, headers);
            LEAK.put(key, previous);
        }
    }

    private static void plugins() throws IOException, ReflectiveOperationException {
        URL own = HeapShapes.class.getProtectionDomain().getCodeSource().getLocation();
        for (int i = 0; i < LOADERS; i++) {
            // Not closed: the loaders are part of the heap.
            ClassLoader loader = new URLClassLoader(new URL[] {own}, null);
            PLUGINS.add(
                    loader.loadClass(Plugin.class.getName()).getConstructor().newInstance());
        }
    }

    private static void threads() throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> descend(FRAMES, ready, new byte[1000]), "worker-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        ready.await();
    }

    private static void descend(int frames, CountDownLatch ready, Object local) {
        if (frames > 0) {
            descend(frames - 1, ready, new Object[] {local});
            return;
        }
        ready.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
