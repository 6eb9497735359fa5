package com.acme.shop;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Bills the day's orders, and dies of one. */
public final class NightlyBilling {
    private static final String PRICES = """
            MUG-07,8.90
            POSTER-A2,14.50
            TEE-RED-M ,19.00
            TEE-RED-L,19.00
            """;

    private NightlyBilling() {}

    public static void main(String[] args) {
        Billing billing = new Billing(PriceList.parse(PRICES));
        Deque<Order> orders = ordersOfToday();
        int billed = 0;
        while (!orders.isEmpty()) {
            Order order = orders.poll();
            BigDecimal total = billing.total(order);
            billed++;
            System.out.println("billed " + order.id() + ": " + total);
        }
        System.out.println(billed + " orders billed");
    }

    private static Deque<Order> ordersOfToday() {
        LocalDate today = LocalDate.of(2026, 11, 21);
        Customer ann = new Customer(1017, "Ann Šimić", Customer.Rank.GOLD);
        Customer bob = new Customer(2203, "Bob O'Hara", Customer.Rank.NEW);
        Deque<Order> orders = new ArrayDeque<>();
        orders.add(new Order("A-5001", bob, today, List.of(new OrderLine("MUG-07", 2))));
        orders.add(new Order(
                "A-5002",
                ann,
                today,
                List.of(new OrderLine("POSTER-A2", 1), new OrderLine("TEE-RED-M", 3), new OrderLine("MUG-07", 1))));
        orders.add(new Order("A-5003", bob, today, List.of(new OrderLine("TEE-RED-L", 1))));
        return orders;
    }
}
