package shop;

/** Dies in a named module; says its locals itself, since the oracle is in no module. */
public final class Till {
    private final long cents;

    private Till(long cents) {
        this.cents = cents;
    }

    public static void main(String[] args) {
        String currency = "EUR";
        Till till = new Till(1_999);
        till.split(args.length, currency);
    }

    private long split(int ways, String currency) {
        double share = cents / 100.0;
        return cents / ways + Math.round(share) + currency.length();
    }
}
