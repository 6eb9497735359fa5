package jpm.service;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jpm.service.Debuggee.Surface;

/** When agents were last heard of. It changes too often for the store to have it at once. Safe for several threads. */
final class Presence {
    private static final Duration SILENCE = Duration.ofMinutes(10);
    /** Agents that speak through the Realtime Database tell once an hour that they live. */
    private static final Duration DATABASE_SILENCE = Duration.ofHours(6);

    private final Clock clock;
    private final Map<String, Long> seenMillis = new ConcurrentHashMap<>();
    private final Map<String, Long> unsavedMillis = new ConcurrentHashMap<>();

    Presence(Clock clock) {
        this.clock = clock;
    }

    /** Notes that an agent of the debuggee lives. */
    void note(String debuggeeId) {
        long now = clock.millis();
        seenMillis.put(debuggeeId, now);
        unsavedMillis.put(debuggeeId, now);
    }

    /** Notes what the store has already. */
    void noteSaved(Debuggee debuggee) {
        seenMillis.put(debuggee.id(), debuggee.seenMillis());
    }

    void forget(String debuggeeId) {
        seenMillis.remove(debuggeeId);
        unsavedMillis.remove(debuggeeId);
    }

    /** A debuggee of the store as it was last heard of. */
    Debuggee of(Debuggee stored) {
        Long seen = seenMillis.get(stored.id());
        return seen == null || seen <= stored.seenMillis() ? stored : stored.seen(seen);
    }

    /** Whether no agent was heard of for a while. */
    boolean isInactive(Debuggee debuggee) {
        Duration silence = debuggee.surface() == Surface.DATABASE ? DATABASE_SILENCE : SILENCE;
        return clock.millis() - debuggee.seenMillis() > silence.toMillis();
    }

    /** What the store does not have yet, which it is given now. */
    Map<String, Long> takeUnsaved() {
        Map<String, Long> unsaved = new HashMap<>();
        for (String id : unsavedMillis.keySet()) {
            Long millis = unsavedMillis.remove(id);
            if (millis != null) {
                unsaved.put(id, millis);
            }
        }
        return unsaved;
    }
}
