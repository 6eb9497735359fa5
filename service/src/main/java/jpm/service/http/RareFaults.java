package jpm.service.http;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells each fault once a minute: a database that is away fails every request of thousands of agents alike. */
final class RareFaults implements Consumer<String> {
    private static final long MINUTE_MILLIS = 60_000;
    private static final int MAX_KINDS = 100;

    private final Consumer<String> listener;
    private final Clock clock;
    private final Map<String, Told> told = new HashMap<>();

    /** When a fault was told last, and how often it came since. */
    private record Told(long millis, int more) {}

    RareFaults(Consumer<String> listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
    }

    @Override
    public void accept(String fault) {
        String line = due(fault);
        if (!line.isEmpty()) {
            listener.accept(line);
        }
    }

    private synchronized String due(String fault) {
        long now = clock.millis();
        Told last = told.get(fault);
        if (last != null && now - last.millis() < MINUTE_MILLIS) {
            told.put(fault, new Told(last.millis(), last.more() + 1));
            return "";
        }
        if (told.size() >= MAX_KINDS) {
            told.clear();
        }
        told.put(fault, new Told(now, 0));
        return last == null || last.more() == 0 ? fault : fault + " (and " + last.more() + " times before)";
    }
}
