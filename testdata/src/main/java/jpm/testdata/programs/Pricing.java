package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import java.util.ArrayList;
import java.util.List;
import jpm.testdata.oracle.Oracle;

/** A small calculation that fails deep down; it runs in every kind of thread. */
final class Pricing {
    private final String customer;
    private final List<Item> items = new ArrayList<>();

    private Pricing(String customer) {
        this.customer = customer;
    }

    /** A line of an order. */
    record Item(String name, int quantity, double price) {}

    static void run() {
        Pricing pricing = new Pricing("ann");
        pricing.items.add(new Item("pen", 2, 1.5));
        pricing.items.add(new Item("ink", 0, 7.25));
        say().of("pricing", Pricing.class, pricing).end();
        pricing.total(0.19);
    }

    private double total(double tax) {
        double sum = 0;
        int position = 0;
        for (Item item : items) {
            Item each = item;
            if (each.quantity() == 0) {
                say().self(this)
                        .of("tax", tax)
                        .of("sum", sum)
                        .of("position", position)
                        .of("item", Item.class, item)
                        .of("each", Item.class, each)
                        .end();
                sum += perPiece(each, 100L);
            }
            sum += each.price() * each.quantity();
            position++;
        }
        return sum * (1 + tax);
    }

    private long perPiece(Item item, long cents) {
        int pieces = item.quantity() + (Oracle.armed() ? 0 : 1);
        boolean known = customer != null;
        say().self(this)
                .of("item", Item.class, item)
                .of("cents", cents)
                .of("pieces", pieces)
                .of("known", known)
                .end();
        return cents / pieces;
    }
}
