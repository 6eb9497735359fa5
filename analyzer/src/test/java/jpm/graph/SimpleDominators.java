package jpm.graph;

import java.util.Arrays;
import java.util.BitSet;

/** Immediate dominators by the simple iterative algorithm of Cooper, Harvey and Kennedy, which has nothing in common with jpm's. */
final class SimpleDominators {
    private static final int UNKNOWN = -1;

    private final int[][] references;
    /** Objects in the order in which a depth-first search leaves them; the virtual root, whose number is that of the objects, is the last. */
    private final int[] postorder;

    private final int[] place;
    private int visited;

    private SimpleDominators(int[][] references, BitSet roots) {
        int objects = references.length;
        this.references = Arrays.copyOf(references, objects + 1);
        this.references[objects] = roots.stream().toArray();
        this.postorder = new int[objects + 1];
        this.place = new int[objects + 1];
        Arrays.fill(place, UNKNOWN);
        visit(objects);
    }

    /** For each object its dominator: the number of objects for the virtual root, -1 for objects out of reach. */
    static int[] of(int[][] references, BitSet roots) {
        return new SimpleDominators(references, roots).dominators();
    }

    private void visit(int start) {
        int[] stack = new int[references.length];
        int[] next = new int[references.length];
        BitSet seen = new BitSet();
        int depth = 0;
        stack[0] = start;
        seen.set(start);
        while (depth >= 0) {
            int at = stack[depth];
            if (next[at] == references[at].length) {
                place[at] = visited;
                postorder[visited++] = at;
                depth--;
            } else {
                int to = references[at][next[at]++];
                if (!seen.get(to)) {
                    seen.set(to);
                    stack[++depth] = to;
                }
            }
        }
    }

    private int[] dominators() {
        int[] dominator = new int[visited];
        Arrays.fill(dominator, UNKNOWN);
        dominator[visited - 1] = visited - 1;
        boolean isChanging = true;
        while (isChanging) {
            int[] before = dominator.clone();
            for (int from = visited - 1; from >= 0; from--) {
                for (int to : references[postorder[from]]) {
                    int target = place[to];
                    dominator[target] =
                            dominator[target] == UNKNOWN ? from : common(dominator, dominator[target], from);
                }
            }
            isChanging = !Arrays.equals(before, dominator);
        }
        int[] byObject = new int[references.length - 1];
        Arrays.fill(byObject, UNKNOWN);
        for (int number = 0; number < visited - 1; number++) {
            byObject[postorder[number]] = postorder[dominator[number]];
        }
        return byObject;
    }

    private static int common(int[] dominator, int one, int other) {
        int a = one;
        int b = other;
        while (a != b) {
            while (a < b) {
                a = dominator[a];
            }
            while (b < a) {
                b = dominator[b];
            }
        }
        return a;
    }
}
