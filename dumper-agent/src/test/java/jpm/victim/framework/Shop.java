package jpm.victim.framework;

/** What the programs of this package do for the framework that calls them. */
final class Shop {
    private Shop() {}

    static int sell(int apples) {
        if (apples > 2) {
            throw new IllegalStateException("no stock of " + apples);
        }
        return apples;
    }
}
