package com.acme.shop;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up what orders cost. */
final class Billing {
    private final PriceList prices;
    private final Map<Customer.Rank, BigDecimal> discounts = new EnumMap<>(Customer.Rank.class);

    Billing(PriceList prices) {
        this.prices = prices;
        discounts.put(Customer.Rank.REGULAR, new BigDecimal("0.05"));
        discounts.put(Customer.Rank.GOLD, new BigDecimal("0.15"));
    }

    BigDecimal total(Order order) {
        BigDecimal discount = discounts.getOrDefault(order.customer().rank(), BigDecimal.ZERO);
        List<BigDecimal> amounts = new ArrayList<>();
        for (OrderLine line : order.lines()) {
            amounts.add(amount(line, discount));
        }
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal amount(OrderLine line, BigDecimal discount) {
        BigDecimal price = prices.of(line.sku());
        BigDecimal full = price.multiply(BigDecimal.valueOf(line.quantity()));
        return full.subtract(full.multiply(discount));
    }
}
