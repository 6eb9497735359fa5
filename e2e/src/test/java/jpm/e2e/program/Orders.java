package jpm.e2e.program;

import java.util.ArrayList;
import java.util.List;

/** Prices orders until it is killed, and prints of each what a breakpoint in {@link #price} should see. */
public final class Orders {
    private final List<String> log = new ArrayList<>();
    private long sum;

    /** An order. */
    record Order(int id, String customer) {}

    private Orders() {}

    private long price(Order order, double discount) {
        long base = 5_000_000_000L + order.id();
        boolean even = order.id() % 2 == 0;
        long price = (long) (base * discount);
        // No code here: a breakpoint in this line moves on.

        sum += even ? price : -price;
        return price;
    }

    private long serve(int number) {
        String note = "note " + number;
        short small = (short) number;
        long price = price(new Order(number, "customer " + number), 0.5);
        log.add(note);
        if (log.size() > 10) {
            log.clear();
        }
        return price + small;
    }

    /** The argument is how many milliseconds lie between two orders. */
    public static void main(String[] arguments) throws InterruptedException {
        Orders orders = new Orders();
        for (int number = 0; ; number++) {
            long price = orders.serve(number) - (short) number;
            System.out.println("id=" + number + " base=" + (5_000_000_000L + number) + " even=" + (number % 2 == 0)
                    + " price=" + price + " note=\"note " + number + "\" customer=\"customer " + number + "\"");
            Thread.sleep(Integer.parseInt(arguments[0]));
        }
    }
}
