package jpm.debug;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.classfile.MethodFlow.Place;
import jpm.classfile.MethodFlow.Point;
import jpm.classfile.MethodFlow.Variable;

/**
 * Which variables of a frame its roots are. A virtual machine lists a frame's references in the order of the slots, then of the operand stack, and leaves
 * out nulls and, in compiled code, what is no longer used: so the roots are some of the places that can hold references, in their order. A variable's
 * value is certain when every such assignment, at every instruction where the frame may stand, gives it the same object.
 */
final class RootMatching {
    /** Roots times places, over all points: more are not told apart. */
    private static final long MAX_STEPS = 500_000;

    private final List<Long> roots;
    private final Fit fit;
    private final Map<Variable, Holding> holdings = new HashMap<>();
    /** Answers of {@link #fit}, by the root's place in the list and the type. */
    private final Map<Place, Boolean> known = new HashMap<>();

    private List<Variable> variables = List.of();
    private int possiblePoints;
    private long steps;

    /** Whether a place may hold an object. */
    @FunctionalInterface
    interface Fit {
        boolean fits(long objectId, String descriptor);
    }

    /**
     * What a variable may hold.
     *
     * @param objects all objects that it may be; of these, {@code always} says that it is one in any case
     */
    private record Holding(Set<Long> objects, boolean always, int points) {
        Holding with(Set<Long> more, boolean alwaysHere) {
            Set<Long> all = new HashSet<>(objects);
            all.addAll(more);
            return new Holding(all, always && alwaysHere, points + 1);
        }
    }

    RootMatching(List<Long> roots, List<Point> points, Fit fit) {
        this.roots = roots;
        this.fit = fit;
        for (Point point : points) {
            steps += (long) (roots.size() + 1) * (point.references().size() + 1);
            if (steps > MAX_STEPS) {
                possiblePoints = 0;
                variables = List.of();
                return;
            }
            match(point);
        }
    }

    /** Whether the roots fit the code at all. */
    boolean isPossible() {
        return possiblePoints > 0;
    }

    /** The variables that are in scope wherever the frame may stand. */
    List<Variable> variables() {
        return variables.stream()
                .filter(variable -> holding(variable).points() == possiblePoints)
                .toList();
    }

    /** Whether one object, and no other nor null, is the value of a variable. */
    boolean isCertain(Variable variable) {
        return holding(variable).always() && holding(variable).objects().size() == 1;
    }

    /** The objects that a variable may hold, of which some may be other variables' values. */
    Set<Long> objects(Variable variable) {
        return holding(variable).objects();
    }

    private Holding holding(Variable variable) {
        return holdings.getOrDefault(variable, new Holding(Set.of(), true, 0));
    }

    private void match(Point point) {
        List<Place> places = point.references();
        boolean[][] before = prefixes(places);
        boolean[][] after = suffixes(places);
        if (!before[roots.size()][places.size()]) {
            return;
        }
        possiblePoints++;
        variables = point.variables();
        for (Variable variable : point.variables()) {
            Set<Long> objects = new HashSet<>();
            boolean always = false;
            for (int place = 0; place < places.size(); place++) {
                if (places.get(place).slot() == variable.slot()) {
                    always |= !canBeLeftOut(place, before, after);
                    addObjects(place, places, before, after, objects);
                }
            }
            holdings.put(variable, holding(variable).with(objects, always));
        }
    }

    private boolean canBeLeftOut(int place, boolean[][] before, boolean[][] after) {
        for (int used = 0; used <= roots.size(); used++) {
            if (before[used][place] && after[used][place + 1]) {
                return true;
            }
        }
        return false;
    }

    private void addObjects(int place, List<Place> places, boolean[][] before, boolean[][] after, Set<Long> objects) {
        for (int root = 0; root < roots.size(); root++) {
            if (before[root][place] && after[root + 1][place + 1] && fits(root, places.get(place))) {
                objects.add(roots.get(root));
            }
        }
    }

    private boolean fits(int root, Place place) {
        return known.computeIfAbsent(
                new Place(root, place.descriptor()), asked -> fit.fits(roots.get(root), place.descriptor()));
    }

    /** [r][p]: the first r roots can be among the first p places. */
    private boolean[][] prefixes(List<Place> places) {
        boolean[][] can = new boolean[roots.size() + 1][places.size() + 1];
        for (int p = 0; p <= places.size(); p++) {
            can[0][p] = true;
            for (int r = 1; r <= Math.min(p, roots.size()); r++) {
                can[r][p] = can[r][p - 1] || can[r - 1][p - 1] && fits(r - 1, places.get(p - 1));
            }
        }
        return can;
    }

    /** [r][p]: the roots from r on can be among the places from p on. */
    private boolean[][] suffixes(List<Place> places) {
        int rootCount = roots.size();
        boolean[][] can = new boolean[rootCount + 1][places.size() + 1];
        for (int p = places.size(); p >= 0; p--) {
            can[rootCount][p] = true;
            for (int r = rootCount - 1; r >= 0 && p < places.size(); r--) {
                can[r][p] = can[r][p + 1] || can[r + 1][p + 1] && fits(r, places.get(p));
            }
        }
        return can;
    }
}
