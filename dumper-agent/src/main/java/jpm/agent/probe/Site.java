package jpm.agent.probe;

import org.jspecify.annotations.Nullable;

/** The probe of one breakpoint at one place in the bytecode. */
final class Site extends JpmProbe {
    private static final int METERED_PASSES = 1024;

    private final Breakpoint breakpoint;
    private final LineSite line;
    private final HitRecorder recorder;
    private final @Nullable QuickCondition quick;
    /** Passages so far; several threads may lose some. */
    private int passes;

    Site(Breakpoint breakpoint, LineSite line, HitRecorder recorder, @Nullable QuickCondition quick) {
        this.breakpoint = breakpoint;
        this.line = line;
        this.recorder = recorder;
        this.quick = quick;
    }

    Breakpoint breakpoint() {
        return breakpoint;
    }

    LineSite line() {
        return line;
    }

    @Override
    protected boolean wants(@Nullable Object a, @Nullable Object b, long u, long v) {
        if ((++passes & (METERED_PASSES - 1)) == 0 && !breakpoint.costQuota().passed(METERED_PASSES)) {
            recorder.tooCostly(breakpoint);
            return false;
        }
        QuickCondition test = quick;
        return test == null ? recorder.isOpen(breakpoint) : test.mayBeTrue(a, b, u, v);
    }

    @Override
    protected void take(Object[] references, long[] primitives) {
        recorder.take(this, references, primitives);
    }
}
