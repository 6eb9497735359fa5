package jpm.store;

import java.util.List;
import jpm.io.JpmException;

/** A prefix of an id that several dumps begin with, where one dump is meant. */
public final class AmbiguousDumpException extends JpmException {
    private final transient List<DumpEntry> candidates;

    AmbiguousDumpException(String prefix, List<DumpEntry> candidates) {
        super(
                "cannot tell which dump is meant: " + candidates.size() + " ids begin with " + prefix,
                "give more of the id");
        this.candidates = List.copyOf(candidates);
    }

    /** The dumps that the prefix fits, oldest first. */
    public List<DumpEntry> candidates() {
        return candidates;
    }
}
