package jpm.e2e.program;

import java.util.ArrayList;
import java.util.List;

/** Fills the heap from a local variable that nothing else refers to, and dies of it. */
public final class Hoarding {
    private Hoarding() {}

    public static void main(String[] args) {
        System.out.println(hoard("ann").size());
    }

    private static List<long[]> hoard(String owner) {
        List<long[]> blocks = new ArrayList<>();
        while (!owner.isEmpty()) {
            blocks.add(new long[1000]);
            if (blocks.size() % 100 == 0) {
                System.out.println(blocks.size());
            }
        }
        return blocks;
    }
}
