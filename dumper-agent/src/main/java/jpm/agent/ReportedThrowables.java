package jpm.agent;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** Remembers which throwables were reported lately, so that each is reported once however often it is wrapped or handed on. */
final class ReportedThrowables {
    private static final int SIZE = 64;

    private final List<WeakReference<Throwable>> recent = new ArrayList<>(SIZE);
    /** The throwables' identity hash codes: most that are not meant differ in these. */
    private final int[] hashes = new int[SIZE];

    private final boolean[] died = new boolean[SIZE];
    private int next;

    /**
     * Takes note of a failure.
     *
     * @param chain the exception and its causes
     * @param ofDeath whether a thread died of it
     * @return whether there is something new in it: a swallowed exception is new when no part of its chain is known, a deadly one
     *     when the exception itself did not kill before
     */
    synchronized boolean add(List<Throwable> chain, boolean ofDeath) {
        boolean known = false;
        for (Throwable each : ofDeath ? chain.subList(0, 1) : chain) {
            known |= isKnown(each, ofDeath);
        }
        if (!known) {
            for (Throwable each : chain) {
                remember(each, ofDeath);
            }
        }
        return !known;
    }

    private boolean isKnown(Throwable thrown, boolean ofDeath) {
        int hash = System.identityHashCode(thrown);
        for (int i = 0; i < recent.size(); i++) {
            if (hashes[i] == hash && recent.get(i).refersTo(thrown) && (died[i] || !ofDeath)) {
                return true;
            }
        }
        return false;
    }

    private void remember(Throwable thrown, boolean ofDeath) {
        if (recent.size() < SIZE) {
            recent.add(new WeakReference<>(thrown));
        } else {
            recent.set(next, new WeakReference<>(thrown));
        }
        hashes[next] = System.identityHashCode(thrown);
        died[next] = ofDeath;
        next = (next + 1) % SIZE;
    }
}
