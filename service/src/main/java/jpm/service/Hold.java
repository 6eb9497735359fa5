package jpm.service;

/** Whether this process alone serves from a database. */
public enum Hold {
    /** It does, and did all the time. */
    KEPT,
    /** It does again; others may have changed what is kept. */
    REGAINED,
    /** The database cannot be reached. */
    AWAY,
    /** Another process does. */
    TAKEN
}
