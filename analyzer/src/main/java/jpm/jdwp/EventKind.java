package jpm.jdwp;

/** The protocol's kinds of events. */
enum EventKind {
    SINGLE_STEP(1, false),
    BREAKPOINT(2, true),
    EXCEPTION(4, true),
    THREAD_START(6, true),
    THREAD_DEATH(7, true),
    CLASS_PREPARE(8, true),
    CLASS_UNLOAD(9, true),
    FIELD_ACCESS(20, false),
    FIELD_MODIFICATION(21, false),
    METHOD_ENTRY(40, true),
    METHOD_EXIT(41, true),
    METHOD_EXIT_WITH_RETURN_VALUE(42, true),
    MONITOR_CONTENDED_ENTER(43, false),
    MONITOR_CONTENDED_ENTERED(44, false),
    MONITOR_WAIT(45, false),
    MONITOR_WAITED(46, false),
    VM_START(90, true),
    VM_DEATH(99, true);

    final int number;

    /**
     * Whether a client may ask for it. What never happens in a dead process may be waited for, so that breakpoints can be set and stay; a step
     * would be waited for at once, and the client hang.
     */
    final boolean isAccepted;

    EventKind(int number, boolean isAccepted) {
        this.number = number;
        this.isAccepted = isAccepted;
    }

    static EventKind ofNumber(int number) {
        for (EventKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new CommandFailure(ErrorCode.INVALID_EVENT_TYPE);
    }
}
