package jpm.agent.probe;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import org.jspecify.annotations.Nullable;

/** A breakpoint or logpoint that is set: what was asked for, and how far it is. */
public final class Breakpoint {
    private static final int MAX_CHARS = 2048;
    private static final String TOO_LONG = "Expression is too long";

    private final BreakpointSpec spec;
    private final BreakpointListener listener;
    private final SourcePlace place;
    private final @Nullable Expression condition;
    private final List<WatchedExpression> expressions;
    private final AtomicInteger hitsLeft;
    private final AtomicInteger hits = new AtomicInteger();
    /** The lines that the loaded classes of the source file have code for. */
    private final ConcurrentSkipListSet<Integer> knownLines = new ConcurrentSkipListSet<>();

    private final ConcurrentHashMap<String, ProbeCall> sites = new ConcurrentHashMap<>();
    private final CostQuota costQuota;
    private final LogQuota logQuota;
    private volatile int actualLine;
    private volatile BreakpointState state = BreakpointState.PENDING;
    private volatile @Nullable ProbeStatus status;
    private volatile long finalMillis;

    /** Throws {@link ExpressionException} where the condition cannot be read. */
    Breakpoint(BreakpointSpec spec, BreakpointListener listener, CostQuota costQuota, LogQuota logQuota) {
        this.costQuota = costQuota;
        this.logQuota = logQuota;
        this.spec = spec;
        this.listener = listener;
        this.place = new SourcePlace(spec.path());
        this.condition = condition(spec.condition());
        this.expressions =
                spec.expressions().stream().map(WatchedExpression::read).toList();
        this.hitsLeft = new AtomicInteger(spec.isLog() ? Integer.MAX_VALUE : spec.hits());
        this.actualLine = spec.line();
    }

    private static @Nullable Expression condition(@Nullable String text) {
        if (text != null && text.length() > MAX_CHARS) {
            throw new ExpressionException(TOO_LONG, 0);
        }
        return text == null ? null : Expression.parse(text);
    }

    /**
     * An expression to evaluate.
     *
     * @param expression null where the text is none
     * @param error why, or empty
     */
    record WatchedExpression(String text, @Nullable Expression expression, String error) {
        static WatchedExpression read(String text) {
            if (text.length() > MAX_CHARS) {
                return new WatchedExpression(text, null, TOO_LONG);
            }
            try {
                return new WatchedExpression(text, Expression.parse(text), "");
            } catch (ExpressionException e) {
                return new WatchedExpression(text, null, String.valueOf(e.getMessage()));
            }
        }
    }

    public BreakpointSpec spec() {
        return spec;
    }

    public BreakpointState state() {
        return state;
    }

    /** Why it failed or ended; null where all is well. */
    public @Nullable ProbeStatus status() {
        return status;
    }

    /** The line that is watched: the one asked for, or the next that has code. */
    public int actualLine() {
        return actualLine;
    }

    /** How often it hit. */
    public int hits() {
        return hits.get();
    }

    /** When it became final, as epoch time; 0 before. */
    public long finalMillis() {
        return finalMillis;
    }

    CostQuota costQuota() {
        return costQuota;
    }

    LogQuota logQuota() {
        return logQuota;
    }

    /** Whoever set it. */
    public BreakpointListener listener() {
        return listener;
    }

    SourcePlace place() {
        return place;
    }

    @Nullable
    Expression condition() {
        return condition;
    }

    List<WatchedExpression> expressions() {
        return expressions;
    }

    ConcurrentSkipListSet<Integer> knownLines() {
        return knownLines;
    }

    void moveTo(int line) {
        actualLine = line;
    }

    boolean isOpen() {
        return state != BreakpointState.FINAL;
    }

    /** Whether any code watches it. */
    boolean isPlaced() {
        return !sites.isEmpty();
    }

    ConcurrentHashMap<String, ProbeCall> sites() {
        return sites;
    }

    /** Has its probes answered by nobody from now on. */
    void removeSites() {
        for (ProbeCall each : sites.values()) {
            JpmProbe.remove(each.id());
        }
        sites.clear();
    }

    /** Whether another hit may be taken, which then counts. */
    boolean claimHit() {
        if (!isOpen() || hitsLeft.getAndUpdate(left -> Math.max(0, left - 1)) <= 0) {
            return false;
        }
        hits.incrementAndGet();
        return true;
    }

    boolean isUsedUp() {
        return hitsLeft.get() == 0;
    }

    /** From pending to active; false where it is not pending. */
    synchronized boolean activate() {
        if (state != BreakpointState.PENDING) {
            return false;
        }
        state = BreakpointState.ACTIVE;
        return true;
    }

    /** Ends it; false where it has ended. */
    synchronized boolean finish(@Nullable ProbeStatus why) {
        if (state == BreakpointState.FINAL) {
            return false;
        }
        state = BreakpointState.FINAL;
        status = why;
        finalMillis = System.currentTimeMillis();
        return true;
    }
}
