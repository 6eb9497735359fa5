package jpm.agent;

/** What the handlers in the application's methods recorded. */
interface CapturedFrames {
    /** Whether frames of the application were recorded as the current thread threw it. */
    boolean has(Throwable thrown);

    /** Leaves in the heap what the dump is about, or nothing when {@code thrown} is null, so that a reader of the heap finds it. */
    void mark(Throwable thrown, Thread thread, String trigger, String dumpId);
}
