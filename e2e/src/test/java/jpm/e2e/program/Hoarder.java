package jpm.e2e.program;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Collects blocks until the heap is full, waits for ever once it has one, or dies while another thread does that. */
public final class Hoarder {
    private static final CountDownLatch WAITING = new CountDownLatch(1);

    private final String owner;
    private final List<byte[]> blocks = new ArrayList<>();

    private Hoarder(String owner) {
        this.owner = owner;
    }

    public static void main(String[] args) throws InterruptedException {
        if (args[0].equals("die")) {
            dieBesideACollector();
        }
        Hoarder hoarder = new Hoarder("ann");
        hoarder.collect(args[0], List.of("a", "b"));
        System.out.println(hoarder.owner + " has " + hoarder.blocks.size() + " blocks");
    }

    private static void dieBesideACollector() throws InterruptedException {
        Thread collector = new Thread(
                () -> {
                    try {
                        new Hoarder("bob").collect("wait", List.of("c"));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "collector");
        collector.setDaemon(true);
        collector.start();
        WAITING.await();
        throw new IllegalStateException("beside a collector");
    }

    private void collect(String how, List<String> labels) throws InterruptedException {
        StringBuilder log = new StringBuilder("collecting");
        String nothing = labels.size() > 2 ? "never" : null;
        while (true) {
            byte[] block = new byte[1 << 20];
            blocks.add(block);
            log.append('.');
            if (how.equals("wait")) {
                pause(block, log);
            }
            use(how, labels, log, nothing);
        }
    }

    private static void pause(byte[] given, StringBuilder log) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        System.out.println("waiting");
        WAITING.countDown();
        latch.await();
        log.append(given.length);
    }

    private static void use(String how, List<String> labels, StringBuilder log, String nothing) {
        if (log.length() < 0) {
            System.out.println(how + labels + nothing);
        }
    }
}
