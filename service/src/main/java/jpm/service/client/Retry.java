package jpm.service.client;

import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/**
 * How often and when a failed request is repeated.
 *
 * @param attempts in all
 * @param firstMillis the first pause; each next one is twice as long
 * @param maxMillis no pause is longer, whatever the server asks for
 * @param sleep waits so many milliseconds
 */
public record Retry(int attempts, long firstMillis, long maxMillis, LongConsumer sleep) {
    /** Gives up after some fifteen seconds of pauses, unless the server asks for longer ones. */
    public static final Retry PATIENT = new Retry(6, 500, 20_000, Retry::sleep);

    void pause(int attempt, String retryAfterSeconds) {
        long own = Math.min(maxMillis, firstMillis << (attempt - 1));
        boolean isAsked = retryAfterSeconds.matches("\\d{1,6}");
        sleep.accept(isAsked ? Math.min(maxMillis, Math.max(own, Long.parseLong(retryAfterSeconds) * 1000)) : own);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }
}
