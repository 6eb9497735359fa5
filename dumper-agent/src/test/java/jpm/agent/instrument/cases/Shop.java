package jpm.agent.instrument.cases;

import java.util.List;

/** Dies below a synchronized method, finally blocks and a lambda. */
public final class Shop {
    private final Object lock = new Object();

    public static void main(String[] args) {
        Shop shop = new Shop();
        List<Integer> items = List.of(3);
        long total = 10L;
        items.forEach(item -> shop.deep(4, item + total));
    }

    private void deep(int depth, double weight) {
        String label = "level " + depth;
        try {
            if (depth == 1) {
                process(label, (float) weight);
            }
            deep(depth - 1, weight);
        } finally {
            System.out.println("leaving " + label);
        }
    }

    private synchronized void process(String name, float share) {
        synchronized (lock) {
            boolean wrapped = false;
            char c = 'x';
            try {
                price(name, (short) 7, (byte) -1);
            } catch (IllegalStateException e) {
                wrapped = true;
                throw new IllegalArgumentException("wrapped", e);
            }
            System.out.println(share + c + " " + wrapped);
        }
    }

    private int price(String name, short quantity, byte sign) {
        int[] empty = {};
        if (quantity > 3) {
            long large = Long.MAX_VALUE;
            throw new IllegalStateException(name + large);
        }
        return empty[sign];
    }
}
