package jpm.e2e.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reasons for which programs die; each argument names one, and each kills a thread of its own. */
public enum Causes {
    NULL_LOCAL {
        @Override
        void fail() {
            BigDecimal price = PRICES.get("TEE");
            System.out.println(price.scale());
        }
    },
    NULL_FIELD {
        @Override
        void fail() {
            Order order = new Order("A-17", null);
            System.out.println(order.customer.isEmpty());
        }
    },
    NULL_RESULT {
        @Override
        void fail() {
            System.out.println(find("A-18").length());
        }

        private String find(String id) {
            return id.isEmpty() ? id : null;
        }
    },
    NULL_ARGUMENT {
        @Override
        void fail() {
            String key = PRICES.isEmpty() ? null : "key";
            int before = 3;
            System.out.println(Objects.requireNonNull(key) + before);
        }
    },
    ARRAY_INDEX {
        @Override
        void fail() {
            int[] weights = {1, 2, 3};
            int day = weights.length;
            System.out.println(weights[day]);
        }
    },
    LIST_INDEX {
        @Override
        void fail() {
            List<String> lines = new ArrayList<>();
            int last = lines.size() - 1 + 8;
            System.out.println(lines.get(last));
        }
    },
    TEXT_INDEX {
        @Override
        void fail() {
            String code = "EUR";
            int end = 17;
            System.out.println(code.substring(0, end));
        }
    },
    NUMBER {
        @Override
        void fail() {
            Order order = new Order("A-19", "12,50");
            System.out.println(Integer.parseInt(order.customer));
        }
    },
    DATE {
        @Override
        void fail() {
            String due = "2026-13-01";
            System.out.println(LocalDate.parse(due));
        }
    },
    CAST {
        @Override
        void fail() {
            Object amount = 5;
            System.out.println((String) amount);
        }
    },
    CONSTANT {
        @Override
        void fail() {
            String size = "XXL";
            System.out.println(Thread.State.valueOf(size));
        }
    },
    EMPTY_OPTIONAL {
        @Override
        void fail() {
            Optional<String> voucher = Optional.empty();
            System.out.println(voucher.orElseThrow());
        }
    },
    EMPTY_LIST {
        @Override
        void fail() {
            List<String> queue = new ArrayList<>();
            List<String> other = List.of("x");
            System.out.println(queue.iterator().next() + other);
        }
    },
    DIVISION {
        @Override
        void fail() {
            int people = PRICES.size();
            System.out.println(100 / people);
        }
    },
    NEGATIVE_SIZE {
        @Override
        void fail() {
            int width = -5;
            System.out.println(new int[width].length);
        }
    },
    FIXED_LIST {
        @Override
        void fail() {
            List<String> roles = List.of("admin");
            roles.add("user");
        }
    },
    CHANGED_WHILE_WALKED {
        @Override
        void fail() {
            List<Integer> orders = new ArrayList<>(List.of(1, 2, 3));
            for (Integer order : orders) {
                orders.remove(order);
            }
        }
    },
    MISSING_CLASS {
        @Override
        void fail() {
            try {
                Class.forName("com.acme.Missing");
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("no plugin", e);
            }
        }
    },
    OWN_MESSAGE {
        @Override
        void fail() {
            String sku = "MUG-07";
            int wanted = 120;
            throw new IllegalStateException("no stock for " + sku + ": wanted " + wanted);
        }
    },
    ENDLESS_RECURSION {
        @Override
        void fail() {
            System.out.println(down(1));
        }

        private int down(int level) {
            return up(level) + 1;
        }

        private int up(int level) {
            return down(level + 1) + 1;
        }
    },
    ARRAY_TOO_LONG {
        @Override
        void fail() {
            int samples = Integer.MAX_VALUE;
            System.out.println(new long[samples].length);
        }
    },
    DIRECT_BUFFERS {
        @Override
        void fail() {
            for (int i = 0; i < 100; i++) {
                BUFFERS.add(ByteBuffer.allocateDirect(1 << 20));
            }
        }
    },
    THREADS {
        @Override
        void fail() {
            new Thread(null, () -> {}, "huge", 1L << 46).start();
        }
    },
    OWN_MEMORY_ERROR {
        @Override
        void fail() {
            throw new OutOfMemoryError("native image cache is full");
        }
    },
    FULL_CACHE {
        @Override
        void fail() {
            for (int i = 0; ; i++) {
                CACHE.put("key " + i, new byte[10_000]);
            }
        }
    },
    FULL_LIST {
        @Override
        void fail() {
            List<long[]> rows = new ArrayList<>();
            while (true) {
                rows.add(new long[1000]);
            }
        }
    },
    CLASSES {
        @Override
        void fail() {
            byte[] bytes = bytesOf(Order.class);
            while (true) {
                LOADERS.add(new PluginLoader(bytes).define());
            }
        }
    };

    private static final Map<String, BigDecimal> PRICES = new HashMap<>();
    private static final Map<String, byte[]> CACHE = new HashMap<>();
    private static final List<ByteBuffer> BUFFERS = new ArrayList<>();
    private static final List<Class<?>> LOADERS = new ArrayList<>();

    record Order(String id, String customer) {}

    /** A loader for one class. */
    static final class PluginLoader extends ClassLoader {
        private final byte[] bytes;

        PluginLoader(byte[] bytes) {
            this.bytes = bytes;
        }

        Class<?> define() {
            return defineClass(null, bytes, 0, bytes.length);
        }
    }

    private static byte[] bytesOf(Class<?> c) {
        try (InputStream in = c.getResourceAsStream("Causes$Order.class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract void fail();

    public static void main(String[] arguments) throws InterruptedException {
        for (String name : arguments) {
            Causes cause = valueOf(name);
            Thread thread = new Thread(cause::fail, name);
            thread.start();
            thread.join();
        }
    }
}
