package jpm.debug;

/** How far a local's name and value can be trusted. */
public enum Provenance {
    /** Name and value were saved by the agent as the exception passed: certain. */
    CAPTURED,
    /** The value is a root of the frame, its name was matched from debug information. */
    INFERRED,
    /** The value is a root of the frame; its name is not known. */
    ROOT,
    /** The variable was in scope, its value was not kept. */
    UNAVAILABLE
}
