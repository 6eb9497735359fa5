package jpm.agent.start;

/** A part of the agent that starts when the program has run for a moment: whatever is not needed by programs that end at once. */
public interface LatePart {
    /** Starts it; called once, in a thread of the agent's. */
    void start(AgentSetup setup) throws Exception;
}
