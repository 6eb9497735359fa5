package jpm.bench.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long a breakpoint takes from the user's request to its agent, with thousands of agents that wait; and whether anything is
 * lost when the service is killed in the middle. Clients and service share the machine's cores.
 */
public final class ServiceLoad {
    private static final int SETTLE_SECONDS = 15;

    private final ServedProcess served;
    private final Agents agents;
    private final int setsPerSecond;
    private final Random random = new Random(1);
    private int number;

    private ServiceLoad(ServedProcess served, Agents agents, int setsPerSecond) {
        this.served = served;
        this.agents = agents;
        this.setsPerSecond = setsPerSecond;
    }

    /** Arguments: the launcher, then how many agents, sets per second, seconds of each part, and a database's URL of JDBC. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int count = number(arguments, 1, 2_000);
        int setsPerSecond = number(arguments, 2, 50);
        int seconds = number(arguments, 3, 20);
        Path folder = Files.createTempDirectory("jpm-service-load");
        String database = arguments.length > 4 ? arguments[4] : "jdbc:sqlite:" + folder.resolve("service.db");
        ServedProcess served = new ServedProcess(Path.of(arguments[0]), database);
        int failures;
        try (Agents agents = new Agents(served.url())) {
            failures = new ServiceLoad(served, agents, setsPerSecond).run(count, seconds);
        } finally {
            served.stop();
        }
        System.exit(failures == 0 ? 0 : 1);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private int run(int count, int seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        double usedBefore = served.cpuSeconds();
        agents.start(count);
        while (agents.debuggees().isEmpty()) {
            LockSupport.parkNanos(1_000_000L);
        }
        setWhile(() -> agents.connected() < count);
        System.out.printf(
                "%d agents registered and wait after %.1f s; the service used %.1f s of CPU%n",
                count, (System.nanoTime() - start) / 1e9, served.cpuSeconds() - usedBefore);
        settle();
        report("while they connect", 0);
        int before = number;
        setFor(seconds);
        settle();
        report("steady", before);
        System.out.printf("service: %s resident, %s threads%n", served.status("VmRSS"), served.status("Threads"));
        before = number;
        setFor(seconds / 2);
        start = System.nanoTime();
        served.killAndStart();
        System.out.printf("killed, and serving again after %.1f s%n", (System.nanoTime() - start) / 1e9);
        setFor(seconds / 2);
        settle();
        report("with a kill", before);
        return lost();
    }

    private void setFor(int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        setWhile(() -> System.nanoTime() < end);
    }

    // In steps from the start on, so that what one request waits the next ones do not have to spare.
    private void setWhile(BooleanSupplier isGoingOn) {
        long start = System.nanoTime();
        long step = 1_000_000_000L / setsPerSecond;
        for (long i = 0; isGoingOn.getAsBoolean(); i++) {
            long wait = start + i * step - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            }
            List<String> debuggees = agents.debuggees();
            agents.set(debuggees.get(random.nextInt(debuggees.size())), ++number);
        }
    }

    private void settle() {
        long end = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
        while (System.nanoTime() < end
                && !agents.latencies().keySet().containsAll(agents.answered().keySet())) {
            LockSupport.parkNanos(50_000_000L);
        }
    }

    private void report(String part, int after) {
        System.out.println(part + ":");
        line("set answered", agents.setTimes(), after);
        line("set to agent", agents.latencies(), after);
    }

    private static void line(String what, Map<Integer, Long> nanos, int after) {
        List<Long> sorted = nanos.entrySet().stream()
                .filter(span -> span.getKey() > after)
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        System.out.printf(
                "  %s: %d, median %.1f ms, p99 %.1f ms, most %.1f ms%n",
                what, sorted.size(), quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1));
    }

    private static double quantile(List<Long> sorted, double share) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1.0, sorted.size() * share)) / 1e6;
    }

    /** Breakpoints that the service said were set and that no agent saw, or whose hit is not there. */
    private int lost() {
        int unseen = 0;
        int withoutHit = 0;
        Map<Integer, Long> seen = agents.latencies();
        for (Map.Entry<Integer, String> set : agents.answered().entrySet()) {
            unseen += seen.containsKey(set.getKey()) ? 0 : 1;
            JsonNode kept = agents.read(set.getValue()).path("breakpoint");
            withoutHit +=
                    kept.path("stackFrames").path(0).path("function").asText().equals("f" + set.getKey()) ? 0 : 1;
        }
        System.out.printf(
                "%d set, %d not seen by their agent, %d without their hit%n",
                agents.answered().size(), unseen, withoutHit);
        return unseen + withoutHit;
    }
}
