package jpm.service;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where debuggees and breakpoints are kept. What a method wrote is durable when it returns.
 *
 * <p>Safe for several threads; every method throws {@link ServiceException} with {@code UNAVAILABLE} when the database cannot be
 * reached.
 */
public interface DebuggerStore extends AutoCloseable {
    /** All debuggees, ordered by id. */
    List<Debuggee> debuggees();

    DebuggerService.Counts counts();

    /** The debuggee, or null. */
    @Nullable
    Debuggee findDebuggee(String id);

    /** Adds a debuggee or replaces the one of that id. */
    void save(Debuggee debuggee);

    /** Notes when agents of debuggees were last heard of, in epoch milliseconds by id. */
    void saveSeen(Map<String, Long> seenMillis);

    /** Removes a debuggee and its breakpoints. */
    void removeDebuggee(String id);

    /** Breakpoints of a debuggee, without results, in the order in which they were set. */
    List<Breakpoint> breakpoints(String debuggeeId, boolean includeFinal);

    /** The active breakpoints of every debuggee, by its id, without results, in the order in which they were set. */
    Map<String, List<Breakpoint>> activeBreakpoints();

    /** The breakpoint with its results, or null. */
    @Nullable
    Breakpoint findBreakpoint(String debuggeeId, String id);

    /** Adds a breakpoint or replaces the one of that id. */
    void save(Breakpoint breakpoint);

    /** Removes a breakpoint; false when there is none. */
    boolean removeBreakpoint(String debuggeeId, String id);

    /** Active breakpoints, with results, whose time is over. */
    List<Breakpoint> due(long nowMillis);

    /** Removes breakpoints that ended before a time, and debuggees without breakpoints that were not heard of since; gives their ids. */
    List<String> removeOlderThan(long millis);

    /** The largest number of all ids {@code b-NUMBER}, 0 when there is none. */
    long largestBreakpointNumber();

    /** Makes sure that this process alone serves from the store, which it must do every few seconds. */
    Hold renew();

    @Override
    void close();
}
