package jpm.bench.work;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Writes a list of orders as JSON and reads it back, about two milliseconds a round. */
public final class JacksonWork implements LongSupplier {
    /** An order as a bean, so that Jackson goes through its property accessors. */
    public static final class Order {
        public long id;
        public String customer = "";
        public double total;
        public List<String> lines = new ArrayList<>();
        public Map<String, Integer> stock = new LinkedHashMap<>();
    }

    private static final int ORDERS = 150;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<Order> orders = new ArrayList<>();

    public JacksonWork() {
        for (int i = 0; i < ORDERS; i++) {
            orders.add(order(i));
        }
    }

    private static Order order(int number) {
        Order order = new Order();
        order.id = 1_000_000L + number;
        order.customer = "customer " + number;
        order.total = number * 1.25;
        for (int line = 0; line < 8; line++) {
            order.lines.add("article " + line + " of order " + number);
            order.stock.put("warehouse " + line, number * line);
        }
        return order;
    }

    @Override
    public long getAsLong() {
        long start = threads.getCurrentThreadCpuTime();
        try {
            byte[] json = mapper.writeValueAsBytes(orders);
            Order[] read = mapper.readValue(json, Order[].class);
            if (read.length != ORDERS) {
                throw new IllegalStateException("read " + read.length + " orders");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return threads.getCurrentThreadCpuTime() - start;
    }
}
