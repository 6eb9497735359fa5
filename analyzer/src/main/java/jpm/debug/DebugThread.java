package jpm.debug;

import org.jspecify.annotations.Nullable;

/**
 * A thread of the dead process.
 *
 * @param number from 1, as the user names it
 * @param name its name, or {@code thread <id>} where the dump holds none
 * @param id {@code Thread.getId()}, or -1 where the dump holds none
 * @param state its state as text ({@code RUNNABLE}), or null where the dump holds none
 * @param crashed whether this dump was made because of it
 */
public record DebugThread(
        int number, String name, long id, @Nullable String state, boolean crashed) {}
