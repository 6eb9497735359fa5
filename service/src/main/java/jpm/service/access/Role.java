package jpm.service.access;

/** What a token allows. */
public enum Role {
    /** To register, to read active breakpoints, and to deliver what they caught. */
    AGENT,
    /** To see debuggees and snapshots, and to set and delete breakpoints. */
    USER
}
