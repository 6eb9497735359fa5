package jpm.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;
import jpm.graph.Heap;
import jpm.graph.HeapGraph;

/** The dominator tree downwards: what each object immediately dominates. Takes 8 bytes for each object of the heap. */
public final class DominatorChildren {
    private static final int NONE = -1;

    private final int[] firstChild;
    private final int[] nextSibling;

    private DominatorChildren(int objects) {
        firstChild = new int[objects];
        nextSibling = new int[objects];
        Arrays.fill(firstChild, NONE);
        Arrays.fill(nextSibling, NONE);
    }

    public static DominatorChildren of(Heap heap) {
        DominatorChildren children = new DominatorChildren((int) heap.objectCount());
        heap.graph().forEachReachable((index, dominator, bytes) -> {
            if (dominator != HeapGraph.NONE) {
                children.nextSibling[index] = children.firstChild[dominator];
                children.firstChild[dominator] = index;
            }
        });
        return children;
    }

    /** The objects that an object immediately dominates, by their indexes in ascending order. */
    public int[] of(int index) {
        IntStream.Builder found = IntStream.builder();
        for (int child = firstChild[index]; child != NONE; child = nextSibling[child]) {
            found.add(child);
        }
        return found.build().sorted().toArray();
    }
}
