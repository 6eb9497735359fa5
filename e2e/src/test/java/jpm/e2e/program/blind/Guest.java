package jpm.e2e.program.blind;

import java.util.List;

/** Reads behind the end of its list. */
public final class Guest implements Runnable {
    private final List<String> seats = List.of("A1", "A2");

    @Override
    public void run() {
        for (int seat = 0; seat <= seats.size(); seat++) {
            greet(seat, "row " + seats.get(seat));
        }
    }

    private void greet(int seat, String row) {
        System.out.println(seat + " " + row);
    }
}
