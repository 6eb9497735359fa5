package com.acme.shop;

/** Who ordered. */
record Customer(int number, String name, Rank rank) {
    enum Rank {
        NEW,
        REGULAR,
        GOLD
    }
}
