package jpm.agent.start;

/** When a dump gets a heap: with every one, with the first of a signature, or never. */
public enum HeapPolicy {
    ALWAYS,
    FIRST,
    NEVER
}
