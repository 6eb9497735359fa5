package jpm.bench.agent;

import java.io.IOException;

/** A program that says hello, and waits for the end of its input when it is given an argument. */
public final class Idle {
    private Idle() {}

    public static void main(String[] args) throws IOException {
        System.out.println("hello");
        if (args.length > 0 && System.in.read() >= 0) {
            System.out.println("go");
        }
    }
}
