package jpm.agent.probe;

import jpm.agent.Visibility;

/** Whoever set a breakpoint; called in whatever thread it happens. */
public interface BreakpointListener {
    /** The breakpoint became active, or its line was moved. */
    void changed(Breakpoint breakpoint);

    /** The line was hit, in the calling thread. Called at most as often as the breakpoint may hit, never for logpoints. */
    void hit(Breakpoint breakpoint, Hit hit);

    /** The breakpoint is {@link BreakpointState#FINAL}, for whatever reason but its removal. */
    void finished(Breakpoint breakpoint);

    /** What it may see of the program. */
    default Visibility visibility() {
        return Visibility.ALL;
    }
}
