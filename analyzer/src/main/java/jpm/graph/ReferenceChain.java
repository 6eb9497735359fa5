package jpm.graph;

import java.util.Arrays;
import jpm.index.Ints;

/**
 * A shortest chain of references from a root to an object, both included. Its length and its ends are known at once; what stands between is found when asked
 * for, a stretch at a time, as chains of millions of links occur. Thread-safe.
 */
public final class ReferenceChain {
    private final Ints objectOf;
    private final NearestReferrers nearest;
    /** Where stretches begin: preorder numbers, from the object towards the root. */
    private final int[] starts;
    /** How many references lead from there to the object, ascending; behind the last the length. */
    private final int[] distances;

    /** The one that was asked for last. */
    private volatile Stretch latest = new Stretch(-1, new int[0]);

    /** The numbers from the start of a stretch to before the next. */
    private record Stretch(int place, int[] numbers) {}

    private ReferenceChain(Ints objectOf, NearestReferrers nearest, int[] starts, int[] distances) {
        this.objectOf = objectOf;
        this.nearest = nearest;
        this.starts = starts;
        this.distances = distances;
    }

    /** From whatever object comes first when one goes back by nearest referrers, root or not; empty for the number 0. */
    static ReferenceChain of(int number, Ints objectOf, NearestReferrers nearest, Milestones milestones) {
        Stretches found = new Stretches();
        int distance = 0;
        found.begin(number, distance);
        for (int at = number; at != 0; ) {
            int place = milestones.find(at);
            int before = place == Milestones.NONE ? Milestones.NONE : milestones.before(place);
            if (before == Milestones.NONE) {
                at = nearest.of(at);
                distance++;
            } else {
                found.begin(at, distance);
                at = milestones.number(before);
                distance += milestones.distance(place) - milestones.distance(before);
                found.begin(at, distance);
            }
        }
        return new ReferenceChain(objectOf, nearest, found.starts(), found.distances(distance));
    }

    /** Objects, both ends included. */
    public int length() {
        return distances[distances.length - 1];
    }

    /** The index of the object that is so many references away from the root; the root is 0, the object {@code length() - 1}. */
    public int objectAt(int place) {
        int distance = length() - 1 - place;
        int found = Arrays.binarySearch(distances, distance);
        int at = found >= 0 ? found : -found - 2;
        Stretch stretch = latest;
        if (stretch.place != at) {
            stretch = walk(at);
            latest = stretch;
        }
        return objectOf.get(stretch.numbers[distance - distances[at]]);
    }

    private Stretch walk(int at) {
        int[] walked = new int[distances[at + 1] - distances[at]];
        int number = starts[at];
        for (int i = 0; i < walked.length; i++, number = nearest.of(number)) {
            walked[i] = number;
        }
        return new Stretch(at, walked);
    }

    /** Where stretches begin, while they are found. */
    private static final class Stretches {
        private int[] starts = new int[4];
        private int[] distances = new int[4];
        private int count;

        /** Does nothing when one began there already. */
        void begin(int number, int distance) {
            if (count > 0 && distances[count - 1] == distance) {
                return;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                distances = Arrays.copyOf(distances, 2 * count);
            }
            starts[count] = number;
            distances[count++] = distance;
        }

        int[] starts() {
            return Arrays.copyOf(starts, count);
        }

        int[] distances(int length) {
            int[] all = Arrays.copyOf(distances, count + 1);
            all[count] = length;
            return all;
        }
    }
}
