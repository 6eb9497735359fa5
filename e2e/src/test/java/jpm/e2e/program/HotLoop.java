package jpm.e2e.program;

/** Passes one line as often as it can. */
public final class HotLoop {
    private static long sum;

    private HotLoop() {}

    /** Never ends. */
    public static void main(String[] arguments) {
        while (true) {
            for (int i = 0; i < 1_000_000; i++) {
                add(i);
            }
        }
    }

    private static void add(int i) {
        sum += i;
    }
}
