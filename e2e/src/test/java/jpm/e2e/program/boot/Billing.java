package jpm.e2e.program.boot;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows no price of what it is asked for. */
public class Billing {
    private final Map<String, Integer> prices = Map.of("MUG-07", 890);

    int bill(String customer, String... skus) {
        int cents = 0;
        for (String sku : skus) {
            cents += price(sku, customer.length());
        }
        return cents;
    }

    private int price(String sku, int discount) {
        @Nullable Integer listed = prices.get(sku);
        return listed - discount;
    }
}
