package jpm.service;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import jpm.service.Debuggee.Surface;
import jpm.service.ServiceException.Status;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Debuggees, their breakpoints, and who waits for a change of them.
 *
 * <p>What a method changed is in the database when it returns, so nothing that was answered is lost when the process dies. Safe for
 * several threads. One service at a time may use a database, which {@link DebuggerStore}s see to.
 */
public final class DebuggerService implements AutoCloseable {
    private static final long UPKEEP_MILLIS = 2_000;
    private static final long SAVE_SEEN_MILLIS = 30_000;
    private static final long RETENTION_MILLIS = 600_000;
    private static final int LOCKS = 1_024;

    private final DebuggerStore store;
    private final Clock clock;
    private final Limits limits;
    private final Waits waits;
    private final ScheduledThreadPoolExecutor timer;
    private final ExecutorService wakers;
    private final Map<String, BreakpointList> activeLists = new ConcurrentHashMap<>();
    private final Presence presence;
    private final AtomicLong lastNumber;
    /** How many debuggees are registered; negative while that is not known. */
    private final AtomicInteger registered = new AtomicInteger(-1);

    private final Object[] locks = new Object[LOCKS];

    /** Starts the upkeep; {@link #close} ends it and closes the store. */
    public DebuggerService(DebuggerStore store, Clock clock, Limits limits) {
        this(store, clock, limits, UPKEEP_MILLIS);
    }

    /** @param upkeepMillis how long it is between two looks at the hold on the store, and at what expires */
    DebuggerService(DebuggerStore store, Clock clock, Limits limits, long upkeepMillis) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.presence = new Presence(clock);
        java.util.Arrays.setAll(locks, i -> new Object());
        // Agents that lost a service which was killed all come at once.
        tolerating(() ->
                store.activeBreakpoints().forEach((id, active) -> activeLists.put(id, BreakpointList.of(active))));
        lastNumber = new AtomicLong(store.largestBreakpointNumber());
        timer = new ScheduledThreadPoolExecutor(1, daemons("jpm-service-timer"));
        timer.setRemoveOnCancelPolicy(true);
        wakers = Executors.newFixedThreadPool(2, daemons("jpm-service-waker"));
        waits = new Waits(timer, wakers);
        every(upkeepMillis, this::renew);
        every(upkeepMillis, this::expireDue);
        every(SAVE_SEEN_MILLIS, this::saveSeen);
        every(RETENTION_MILLIS, this::removeOld);
    }

    private static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void every(long millis, Runnable work) {
        timer.scheduleWithFixedDelay(
                () -> wakers.execute(() -> tolerating(work)), millis, millis, TimeUnit.MILLISECONDS);
    }

    // A database that is away for a while must not end the upkeep for good.
    private static void tolerating(Runnable work) {
        try {
            work.run();
        } catch (ServiceException tryAgainLater) {
            return;
        }
    }

    public Clock clock() {
        return clock;
    }

    // ---- Debuggees

    /**
     * Registers a program; the same content always has the same id.
     *
     * @param content a debuggee in its normal form
     */
    public Debuggee register(JsonObject content) {
        for (String required : List.of("project", "uniquifier", "description", "agentVersion")) {
            if (content.text(required).isEmpty()) {
                throw ServiceException.invalid("The debuggee has no " + required);
            }
        }
        JsonObject identity = content.without(List.of("id", "isInactive", "isDisabled", "status"));
        return register(
                "d-" + BreakpointList.hash(JsonText.bytes(identity)).substring(0, 16), identity, Surface.CONTROLLER);
    }

    /** Registers a program under an id that its agent chose. */
    public Debuggee register(String id, JsonObject content, Surface surface) {
        limits.demandSmall(content, "debuggee");
        synchronized (lockOf(id)) {
            Debuggee known = store.findDebuggee(id);
            if (known == null && registered() >= limits.debuggees()) {
                throw new ServiceException(Status.RESOURCE_EXHAUSTED, "There are too many debuggees");
            }
            long now = clock.millis();
            Debuggee debuggee = new Debuggee(id, content, known == null ? now : known.registeredMillis(), now, surface);
            store.save(debuggee);
            presence.noteSaved(debuggee);
            if (known == null) {
                registered.updateAndGet(count -> count < 0 ? count : count + 1);
                activeLists.put(id, BreakpointList.NONE);
            }
            signal(id);
            return debuggee;
        }
    }

    private int registered() {
        int known = registered.get();
        return known >= 0
                ? known
                : registered.updateAndGet(unknown -> store.counts().debuggees());
    }

    /** A number for an agent, different at each call. */
    public String newAgentId() {
        return UUID.randomUUID().toString();
    }

    /** Debuggees, ordered by id, as last heard of. */
    public List<Debuggee> debuggees() {
        return store.debuggees().stream().map(presence::of).toList();
    }

    /** The debuggee; {@code NOT_FOUND} when there is none. */
    public Debuggee debuggee(String id) {
        Debuggee debuggee = store.findDebuggee(id);
        if (debuggee == null) {
            throw ServiceException.unknownDebuggee(id);
        }
        return presence.of(debuggee);
    }

    /** Whether there is such a debuggee. */
    public boolean isRegistered(String id) {
        return activeLists.containsKey(id) || store.findDebuggee(id) != null;
    }

    /** Whether no agent was heard of for a while. */
    public boolean isInactive(Debuggee debuggee) {
        return presence.isInactive(debuggee);
    }

    /** Notes that an agent of the debuggee lives. */
    public void agentSeen(String debuggeeId) {
        presence.note(debuggeeId);
    }

    /** Removes a debuggee and its breakpoints; its agents register again. */
    public void removeDebuggee(String id) {
        synchronized (lockOf(id)) {
            store.removeDebuggee(id);
            forget(id);
        }
    }

    private void forget(String debuggeeId) {
        registered.set(-1);
        activeLists.remove(debuggeeId);
        presence.forget(debuggeeId);
        signal(debuggeeId);
    }

    // ---- Agents

    /**
     * The active breakpoints of a debuggee, once they are others than those of the token.
     *
     * @param waitToken empty or {@code init} for an answer at once
     * @return empty when nothing changed in the time that a request may wait
     */
    public CompletableFuture<Optional<BreakpointList>> awaitActive(String debuggeeId, String waitToken) {
        BreakpointList now = active(debuggeeId);
        agentSeen(debuggeeId);
        if (!now.isKnownBy(waitToken)) {
            return CompletableFuture.completedFuture(Optional.of(now));
        }
        return await(debuggeeId, () -> unlessKnown(active(debuggeeId), waitToken))
                .whenComplete((list, failure) -> {
                    if (failure == null) {
                        agentSeen(debuggeeId);
                    }
                });
    }

    private static @Nullable BreakpointList unlessKnown(BreakpointList list, String waitToken) {
        return list.isKnownBy(waitToken) ? null : list;
    }

    private CompletableFuture<Optional<BreakpointList>> await(
            String debuggeeId, Supplier<@Nullable BreakpointList> attempt) {
        if (waits.count() >= limits.waiting()) {
            throw new ServiceException(Status.UNAVAILABLE, "Too many requests wait already");
        }
        return waits.until(debuggeeId, limits.pollPatience(), attempt);
    }

    private BreakpointList active(String debuggeeId) {
        BreakpointList known = activeLists.get(debuggeeId);
        if (known != null) {
            return known;
        }
        synchronized (lockOf(debuggeeId)) {
            debuggee(debuggeeId);
            BreakpointList read = BreakpointList.of(store.breakpoints(debuggeeId, false));
            activeLists.put(debuggeeId, read);
            return read;
        }
    }

    /**
     * Takes an agent's update of an active breakpoint.
     *
     * @param update a breakpoint in its normal form
     */
    public void update(String debuggeeId, String id, JsonObject update) {
        if (!update.text("id").equals(id)) {
            throw ServiceException.invalid(
                    "The update is of breakpoint " + update.text("id") + ", its address of " + id);
        }
        change(debuggeeId, () -> {
            debuggee(debuggeeId);
            agentSeen(debuggeeId);
            Breakpoint known = known(debuggeeId, id);
            if (known.isFinal()) {
                throw new ServiceException(Status.FAILED_PRECONDITION, "Breakpoint " + id + " is final already");
            }
            Breakpoint updated = updated(known, update);
            store.save(updated);
            return updated;
        });
    }

    // ---- Users

    /**
     * Sets a breakpoint. One that stands for a dump is set once: whoever sends the dump again gets the same, which may be final.
     *
     * @param requested a breakpoint in its normal form
     * @param userEmail who sets it; empty when that is not known
     * @param life how long it may live; not longer than a day
     */
    public Breakpoint set(String debuggeeId, JsonObject requested, String userEmail, Duration life) {
        String dump = LifeCycle.dumpOf(requested);
        return change(debuggeeId, () -> {
            Breakpoint known = dump.isEmpty() ? null : findOfDump(debuggeeId, dump);
            return known != null ? known : add(debuggeeId, requested, userEmail, life);
        });
    }

    private @Nullable Breakpoint findOfDump(String debuggeeId, String dump) {
        return store.breakpoints(debuggeeId, true).stream()
                .filter(each -> LifeCycle.dumpOf(each.spec()).equals(dump) && !LifeCycle.isExpired(each))
                .findFirst()
                .orElse(null);
    }

    private Breakpoint add(String debuggeeId, JsonObject requested, String userEmail, Duration life) {
        if (active(debuggeeId).breakpoints().size() >= limits.activeBreakpoints()) {
            throw new ServiceException(
                    Status.RESOURCE_EXHAUSTED, "Debuggee " + debuggeeId + " has too many active breakpoints");
        }
        String id = "b-" + nextNumber();
        Breakpoint set = LifeCycle.set(debuggeeId, id, requested, userEmail, clock.millis(), life);
        limits.demandSmall(set.spec(), "breakpoint");
        store.save(set);
        return set;
    }

    // Snapshot Debugger's clients want numbers of seconds; two breakpoints of a second get two numbers.
    private long nextNumber() {
        return lastNumber.updateAndGet(
                last -> Math.max(last + 1, clock.instant().getEpochSecond()));
    }

    /**
     * Replaces a breakpoint, as no one else changes it meanwhile.
     *
     * @param change gets the breakpoint with its results, or null when there is none; gives what takes its place, or null to remove it
     */
    public void replace(String debuggeeId, String id, UnaryOperator<@Nullable Breakpoint> change) {
        change(debuggeeId, () -> {
            debuggee(debuggeeId);
            Breakpoint known = store.findBreakpoint(debuggeeId, id);
            Breakpoint changed = change.apply(known);
            if (changed != null && !changed.equals(known)) {
                store.save(changed);
            } else if (changed == null && known != null) {
                store.removeBreakpoint(debuggeeId, id);
            }
            return id;
        });
    }

    /** A breakpoint of another client's making; refused when it lacks what every breakpoint has. */
    public Breakpoint made(String debuggeeId, String id, JsonObject requested, String userEmail) {
        Breakpoint made = LifeCycle.set(debuggeeId, id, requested, userEmail, clock.millis(), LifeCycle.LIFE);
        limits.demandSmall(made.spec(), "breakpoint");
        return made;
    }

    /** What an agent's update makes of a breakpoint that is active; final if the update is. */
    public Breakpoint updated(Breakpoint active, JsonObject update) {
        Breakpoint updated = LifeCycle.update(active, update, clock.millis());
        limits.demandSmall(updated.spec(), "breakpoint");
        return updated;
    }

    /** The breakpoint with its results; {@code NOT_FOUND} when there is none. */
    public Breakpoint breakpoint(String debuggeeId, String id) {
        debuggee(debuggeeId);
        return known(debuggeeId, id);
    }

    /** The breakpoint with its results, or null. */
    public @Nullable Breakpoint findBreakpoint(String debuggeeId, String id) {
        return store.findBreakpoint(debuggeeId, id);
    }

    private Breakpoint known(String debuggeeId, String id) {
        Breakpoint known = store.findBreakpoint(debuggeeId, id);
        if (known == null) {
            throw ServiceException.unknownBreakpoint(id);
        }
        return known;
    }

    /** All breakpoints of a debuggee, without results, in the order in which they were set. */
    public List<Breakpoint> breakpoints(String debuggeeId, boolean includeFinal) {
        debuggee(debuggeeId);
        return store.breakpoints(debuggeeId, includeFinal);
    }

    /**
     * Breakpoints of a debuggee, without results, once they are others than those of the token.
     *
     * @param waitToken empty or {@code init} for an answer at once
     * @return empty when nothing changed in the time that a request may wait
     */
    public CompletableFuture<Optional<BreakpointList>> awaitList(
            String debuggeeId, boolean includeFinal, Predicate<Breakpoint> filter, String waitToken) {
        Supplier<BreakpointList> list = () -> BreakpointList.of(
                breakpoints(debuggeeId, includeFinal).stream().filter(filter).toList());
        BreakpointList now = list.get();
        return waitToken.isEmpty() || !now.isKnownBy(waitToken)
                ? CompletableFuture.completedFuture(Optional.of(now))
                : await(debuggeeId, () -> unlessKnown(list.get(), waitToken));
    }

    /** Removes a breakpoint, active or final; {@code NOT_FOUND} when there is none. */
    public void delete(String debuggeeId, String id) {
        change(debuggeeId, () -> {
            debuggee(debuggeeId);
            if (!store.removeBreakpoint(debuggeeId, id)) {
                throw ServiceException.unknownBreakpoint(id);
            }
            return id;
        });
    }

    private <T> T change(String debuggeeId, Supplier<T> work) {
        synchronized (lockOf(debuggeeId)) {
            try {
                return work.get();
            } finally {
                // Also after a failure: a commit may have failed in its answer only.
                activeLists.remove(debuggeeId);
                signal(debuggeeId);
            }
        }
    }

    private Object lockOf(String debuggeeId) {
        return locks[Math.floorMod(debuggeeId.hashCode(), LOCKS)];
    }

    // ---- Watching

    private final List<Consumer<String>> watchers = new java.util.concurrent.CopyOnWriteArrayList<>();

    /** Tells a watcher the id of each debuggee that changed, or whose breakpoints did, until the result is closed. */
    public AutoCloseable watch(Consumer<String> watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void signal(String debuggeeId) {
        waits.signal(debuggeeId);
        if (!watchers.isEmpty()) {
            wakers.execute(() -> watchers.forEach(watcher -> watcher.accept(debuggeeId)));
        }
    }

    /**
     * How much the service keeps.
     *
     * @param active breakpoints that have not ended
     * @param ended breakpoints that have
     */
    public record Counts(int debuggees, int active, int ended) {}

    /** How much is kept at this moment. */
    public Counts counts() {
        return store.counts();
    }

    /** How many requests wait. */
    public int waiting() {
        return waits.count();
    }

    // ---- Upkeep

    /** Makes sure that no other service changed what is kept; agents ask again if one did. */
    void renew() {
        Hold hold = store.renew();
        if (hold == Hold.REGAINED || hold == Hold.TAKEN) {
            activeLists.clear();
            registered.set(-1);
            waits.signalAll();
        }
        if (hold == Hold.REGAINED) {
            long largest = store.largestBreakpointNumber();
            lastNumber.updateAndGet(last -> Math.max(last, largest));
        }
    }

    /** Ends the breakpoints whose time is over. */
    void expireDue() {
        long now = clock.millis();
        for (Breakpoint due : store.due(now)) {
            change(due.debuggeeId(), () -> {
                Breakpoint current = store.findBreakpoint(due.debuggeeId(), due.id());
                if (current != null && !current.isFinal()) {
                    store.save(LifeCycle.expire(current, now));
                }
                return due;
            });
        }
    }

    /** Removes what is older than is kept. */
    void removeOld() {
        saveSeen();
        store.removeOlderThan(clock.millis() - limits.keep().toMillis()).forEach(this::forget);
    }

    private void saveSeen() {
        Map<String, Long> unsaved = presence.takeUnsaved();
        if (!unsaved.isEmpty()) {
            store.saveSeen(unsaved);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        waits.giveUp();
        wakers.shutdown();
        try {
            tolerating(this::saveSeen);
        } finally {
            store.close();
        }
    }
}
