package jpm.service;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Requests that wait for a change of something, without a thread each. */
final class Waits {
    private final Map<String, Set<Wait<?>>> byKey = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ScheduledExecutorService clock;
    private final Executor wakers;

    /** @param wakers runs the attempts of those that wait, and what follows them */
    Waits(ScheduledExecutorService clock, Executor wakers) {
        this.clock = clock;
        this.wakers = wakers;
    }

    /**
     * Waits until an attempt succeeds; it is made at once and after each {@link #signal} of the key.
     *
     * @param attempt gives null when there is nothing new
     * @return what the attempt gave, or empty after {@code patience}
     */
    <T> CompletableFuture<Optional<T>> until(String key, Duration patience, Supplier<@Nullable T> attempt) {
        Wait<T> wait = new Wait<>(attempt);
        add(key, wait);
        wait.result.whenComplete((result, failure) -> remove(key, wait));
        // Only after it was added, so that no change falls between.
        wait.attempt();
        if (!wait.result.isDone()) {
            ScheduledFuture<?> timeout = clock.schedule(wait::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
            wait.result.whenComplete((result, failure) -> timeout.cancel(false));
        }
        return wait.result;
    }

    /** Lets those that wait for the key try again. */
    void signal(String key) {
        Set<Wait<?>> waiting = byKey.get(key);
        if (waiting != null) {
            wakers.execute(() -> waiting.forEach(Wait::attempt));
        }
    }

    /** Lets all that wait try again. */
    void signalAll() {
        byKey.keySet().forEach(this::signal);
    }

    /** Ends all waiting, as if time was over. */
    void giveUp() {
        byKey.values().forEach(waiting -> waiting.forEach(Wait::giveUp));
    }

    boolean isAwaited(String key) {
        return byKey.containsKey(key);
    }

    int count() {
        return count.get();
    }

    private void add(String key, Wait<?> wait) {
        byKey.compute(key, (same, waiting) -> {
            Set<Wait<?>> set = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            set.add(wait);
            return set;
        });
        count.incrementAndGet();
    }

    private void remove(String key, Wait<?> wait) {
        byKey.computeIfPresent(key, (same, waiting) -> {
            waiting.remove(wait);
            return waiting.isEmpty() ? null : waiting;
        });
        count.decrementAndGet();
    }

    private static final class Wait<T> {
        private final Supplier<@Nullable T> attempt;
        private final CompletableFuture<Optional<T>> result = new CompletableFuture<>();

        Wait(Supplier<@Nullable T> attempt) {
            this.attempt = attempt;
        }

        void attempt() {
            try {
                T found = attempt.get();
                if (found != null) {
                    result.complete(Optional.of(found));
                }
            } catch (RuntimeException failure) {
                result.completeExceptionally(failure);
            }
        }

        void giveUp() {
            result.complete(Optional.empty());
        }
    }
}
