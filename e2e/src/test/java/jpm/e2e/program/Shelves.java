package jpm.e2e.program;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holds collections of many kinds, and passes one line again and again. */
public final class Shelves {
    static final List<Integer> MANY = new ArrayList<>();
    static int passes;

    private Shelves() {}

    public static void main(String[] args) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            numbers.add(i);
            MANY.add(i);
        }
        Map<String, BigDecimal> prices = new TreeMap<>(Map.of("mug", new BigDecimal("8.90"), "pin", BigDecimal.ONE));
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(7, "seven");
        Map<String, String> settings = Map.of("password", "hunter2");
        while (true) {
            pass(numbers, prices, names, settings, List.of(), new int[300], "x".repeat(3000), new Object());
            Thread.sleep(5);
        }
    }

    private static void pass(
            List<Integer> numbers,
            Map<String, BigDecimal> prices,
            Map<Integer, String> names,
            Map<String, String> settings,
            List<String> nothing,
            int[] zeros,
            String text,
            Object bare) {
        passes += numbers.size() + prices.size() + names.size() + settings.size() + nothing.size() + zeros.length;
        passes += text.length() + bare.hashCode();
    }
}
