package jpm.e2e.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Lets a thread die for each number that it reads, of a failure of its own: which methods are on the stack says which bits the number has. The argument is how many
 * times 65,536 objects without a field it keeps.
 */
public final class Failures {
    private static final int BITS = 14;

    private final int number;

    private Failures(int number) {
        this.number = number;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Object[][] kept = new Object[args.length == 0 ? 0 : Integer.parseInt(args[0])][];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = Stream.generate(Object::new).limit(1 << 16).toArray();
        }
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> System.out.println(thread.getName() + " died of " + thrown.getMessage()));
        System.out.println("begin " + kept.length);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Failures failures = new Failures(Integer.parseInt(line));
            Thread thread = new Thread(() -> failures.from(0), "worker " + line);
            thread.start();
            thread.join();
            System.out.println("done " + line);
        }
        System.out.println("end " + kept.length);
    }

    private int from(int bit) {
        int next = bit;
        while (next < BITS && (number >> next & 1) == 0) {
            next++;
        }
        return switch (next) {
            case 0 -> bit0();
            case 1 -> bit1();
            case 2 -> bit2();
            case 3 -> bit3();
            case 4 -> bit4();
            case 5 -> bit5();
            case 6 -> bit6();
            case 7 -> bit7();
            case 8 -> bit8();
            case 9 -> bit9();
            case 10 -> bit10();
            case 11 -> bit11();
            case 12 -> bit12();
            case 13 -> bit13();
            default -> throw new IllegalStateException("number " + number);
        };
    }

    private int bit0() {
        return from(1);
    }

    private int bit1() {
        return from(2);
    }

    private int bit2() {
        return from(3);
    }

    private int bit3() {
        return from(4);
    }

    private int bit4() {
        return from(5);
    }

    private int bit5() {
        return from(6);
    }

    private int bit6() {
        return from(7);
    }

    private int bit7() {
        return from(8);
    }

    private int bit8() {
        return from(9);
    }

    private int bit9() {
        return from(10);
    }

    private int bit10() {
        return from(11);
    }

    private int bit11() {
        return from(12);
    }

    private int bit12() {
        return from(13);
    }

    private int bit13() {
        return from(14);
    }
}
