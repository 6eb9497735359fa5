package jpm.graph;

import java.util.BitSet;
import jpm.index.Ints;

/**
 * A breadth-first search over all that roots reach: finds for every object the referrer through which a shortest chain of references from a root comes,
 * weak references left out, and counts the references to it. Needs nothing but the references, so that it is done beside the depth-first search.
 */
final class NearestSearch {
    private final ReferenceGraph graph;
    private final WeakReferences.BySource weak;
    private final Ints referrerOf;
    private final Ints counts;
    private final PhaseProgress progress;
    private final BitSet isRoot;
    private Frontier next;
    private Frontier spare;
    private int searched;

    /**
     * @param referrerOf by object index gets one more than the nearest referrer's index; stays 0 for roots, what only weak references lead to, and what is out of
     *     reach. Zeros before
     * @param counts by object index gets the number of references of reachable objects to it; zeros before
     */
    NearestSearch(
            ReferenceGraph graph,
            WeakReferences.BySource weak,
            int objects,
            Ints referrerOf,
            Ints counts,
            PhaseProgress progress) {
        this.graph = graph;
        this.weak = weak;
        this.referrerOf = referrerOf;
        this.counts = counts;
        this.progress = progress;
        this.isRoot = new BitSet(objects);
        this.next = new Frontier(objects);
        this.spare = new Frontier(objects);
    }

    void from(int[] roots) {
        for (int root : roots) {
            isRoot.set(root);
            next.add(root);
        }
        spread(true);
        for (int to : weak.referentsOf(this::isReached)) {
            count(to);
        }
        spread(false);
    }

    private boolean isReached(int object) {
        return counts.get(object) > 0 || isRoot.get(object);
    }

    /** Goes on until nothing new is found; while only strong references count, weak ones are left for later. */
    private void spread(boolean isStrong) {
        while (!next.isEmpty()) {
            Frontier now = next;
            next = spare;
            spare = now;
            now.drainTo(object -> goOn(object, isStrong));
        }
    }

    private void goOn(int from, boolean isStrong) {
        progress.step(++searched);
        int leftOut = isStrong ? weak.referentOf(from) : WeakReferences.BySource.NONE;
        int at = graph.first(from);
        while (at != ReferenceGraph.NO_REFERENCES) {
            int entry = graph.entry(at);
            int to = entry & Integer.MAX_VALUE;
            if (to != leftOut && count(to) && isStrong) {
                referrerOf.set(to, from + 1);
            }
            at = entry < 0 ? ReferenceGraph.NO_REFERENCES : at + 1;
        }
    }

    /** Counts a reference, and tells whether it is the first to an object that is no root. */
    private boolean count(int to) {
        int known = counts.get(to);
        counts.set(to, known + 1);
        boolean isNew = known == 0 && !isRoot.get(to);
        if (isNew) {
            next.add(to);
        }
        return isNew;
    }
}
