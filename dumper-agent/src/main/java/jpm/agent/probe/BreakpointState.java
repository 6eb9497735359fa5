package jpm.agent.probe;

/** How far a breakpoint is. */
public enum BreakpointState {
    /** Its class is not loaded yet. */
    PENDING,
    /** Its line is watched. */
    ACTIVE,
    /** It hit often enough, failed, or ended. */
    FINAL
}
