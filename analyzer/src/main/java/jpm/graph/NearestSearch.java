package jpm.graph;

import java.util.BitSet;
import jpm.index.Ints;

/**
 * A breadth-first search over all that roots reach: finds for every object the referrer through which a shortest chain of references from a root comes,
 * weak references left out. Needs nothing but the references, so that it is done beside the depth-first search.
 *
 * <p>All objects at one distance become milestones when {@value #OBJECTS_PER_MILESTONE} times as many were searched since the last such distance. So there are
 * few of them, but every long path has some: a search without milestones finds a growing share of what it found so far at each distance, and thus
 * everything after less than 20,000 of them.
 */
final class NearestSearch {
    private static final long OBJECTS_PER_MILESTONE = 1024;

    private final ReferenceGraph graph;
    private final WeakReferences.BySource weak;
    private final Ints referrerOf;
    private final PhaseProgress progress;
    private final BitSet isReached;
    private Frontier next;
    private Frontier spare;
    private final Milestones.Found milestones = new Milestones.Found();
    private int searched;
    private int searchedAtMilestones;

    /**
     * @param referrerOf by object index gets one more than the nearest referrer's index; stays 0 for roots, what only weak references lead to, and what is out of
     *     reach. Zeros before
     */
    NearestSearch(
            ReferenceGraph graph, WeakReferences.BySource weak, int objects, Ints referrerOf, PhaseProgress progress) {
        this.graph = graph;
        this.weak = weak;
        this.referrerOf = referrerOf;
        this.progress = progress;
        this.isReached = new BitSet(objects);
        this.next = new Frontier(objects);
        this.spare = new Frontier(objects);
    }

    void from(int[] roots) {
        for (int root : roots) {
            isReached.set(root);
            next.add(root, 0);
        }
        spread(true);
        for (int to : weak.referentsOf(isReached::get)) {
            reach(to, 0);
        }
        spread(false);
    }

    /** To be asked when the search is done. */
    Milestones.Found milestones() {
        return milestones;
    }

    /** Goes on until nothing new is found; while only strong references count, weak ones are left for later. */
    private void spread(boolean isStrong) {
        for (int distance = 0; !next.isEmpty(); distance++) {
            Frontier now = next;
            next = spare;
            spare = now;
            if (isStrong && needsMilestones(now)) {
                int here = distance;
                now.drainTo((object, before) -> goOn(object, milestones.add(object, here, before), true));
            } else {
                now.drainTo((object, milestone) -> goOn(object, milestone, isStrong));
            }
        }
    }

    private boolean needsMilestones(Frontier now) {
        boolean isNeeded = searched - searchedAtMilestones >= OBJECTS_PER_MILESTONE * now.size();
        if (isNeeded) {
            searchedAtMilestones = searched;
        }
        return isNeeded;
    }

    private void goOn(int from, int milestone, boolean isStrong) {
        progress.step(++searched);
        int leftOut = isStrong ? weak.referentOf(from) : WeakReferences.BySource.NONE;
        int at = graph.first(from);
        while (at != ReferenceGraph.NO_REFERENCES) {
            int entry = graph.entry(at);
            int to = entry & Integer.MAX_VALUE;
            if (to != leftOut && reach(to, milestone) && isStrong) {
                referrerOf.set(to, from + 1);
            }
            at = entry < 0 ? ReferenceGraph.NO_REFERENCES : at + 1;
        }
    }

    /** Tells whether that was the first reference found to an object that is no root. */
    private boolean reach(int to, int milestone) {
        boolean isNew = !isReached.get(to);
        if (isNew) {
            isReached.set(to);
            next.add(to, milestone);
        }
        return isNew;
    }
}
