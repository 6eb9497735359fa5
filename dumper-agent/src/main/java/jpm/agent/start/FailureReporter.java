package jpm.agent.start;

/** Writes dumps; nothing that goes wrong in it reaches the caller. */
public interface FailureReporter {
    /** Called in the thread that fails, before the program learns of it. */
    void report(Throwable thrown, String trigger);

    /** Called in the agent's own thread before anything fails: loads and links what a dump takes, as long as there is room for it. */
    void rehearse();

    /** Called once a second in the agent's own thread. */
    void everySecond();

    /** Called when the program ends: waits for the dump in flight, and writes the last counts. */
    void finish() throws InterruptedException;

    /** Makes the reporter; what {@link FirstFailure#provide} is given. */
    interface Factory {
        /** The reporter of this process. */
        FailureReporter reporter(AgentSetup setup);
    }
}
