package jpm.debug;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the dump is of; null wherever it does not say.
 *
 * @param name the dump's id, or the heap dump's file name
 * @param reason {@code uncaught}, {@code swallowed}, …
 * @param exception the exception's class
 * @param main the main class or jar
 * @param jvm name and version
 * @param note a sentence on what this kind of dump cannot show, or what share of it was lost
 */
public record DumpHeader(
        String name,
        @Nullable Instant time,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String message,
        @Nullable String thread,
        @Nullable String main,
        @Nullable Long pid,
        @Nullable String host,
        @Nullable String jvm,
        @Nullable String note) {}
