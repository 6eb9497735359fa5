package jpm.agent;

/** When a dump gets a heap: with every one, with the first of a signature, or never. */
enum HeapPolicy {
    ALWAYS,
    FIRST,
    NEVER
}
