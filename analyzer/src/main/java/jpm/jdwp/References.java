package jpm.jdwp;

import java.util.ArrayList;
import java.util.List;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapObject;
import org.jspecify.annotations.Nullable;

/** Who refers to an object, and the instances of a class. The heap's graph is computed, or read from its index, when first asked for. */
final class References {
    private final @Nullable Heap heap;

    References(DeadVm vm) {
        this.heap = vm.process.heap();
    }

    boolean isKnown() {
        return heap != null;
    }

    private Heap heap() {
        if (heap == null) {
            throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
        }
        return heap;
    }

    /** The ids of reachable objects that refer to an object, at most {@code max} of them, all for 0. */
    List<Long> referrers(long id, int max) {
        HeapObject object = heap().findObject(id);
        List<Long> ids = new ArrayList<>();
        if (object == null) {
            return ids;
        }
        for (int referrer : heap().graph().referrers(Math.toIntExact(object.index()))) {
            if (max > 0 && ids.size() == max) {
                break;
            }
            ids.add(heap().objectAt(referrer).id());
        }
        return ids;
    }

    /** The ids of reachable objects that are of exactly that class, at most {@code max} of them, all for 0. */
    List<Long> instances(ClassMirror mirror, int max) {
        List<Long> ids = new ArrayList<>();
        HeapClass heapClass = mirror.heapClass;
        HeapGraph graph = heap().graph();
        for (int index = 0; heapClass != null && index < heap().objectCount(); index++) {
            if (graph.classNumber(index) == heapClass.number() && graph.isReachable(index)) {
                ids.add(heap().objectAt(index).id());
                if (max > 0 && ids.size() == max) {
                    break;
                }
            }
        }
        return ids;
    }

    /** How many reachable objects there are of each class. */
    long[] counts(List<ClassMirror> mirrors) {
        HeapGraph graph = heap().graph();
        long[] byNumber = new long[heap().classes().size()];
        for (int index = 0; index < heap().objectCount(); index++) {
            int number = graph.classNumber(index);
            if (number >= 0 && graph.isReachable(index)) {
                byNumber[number]++;
            }
        }
        return mirrors.stream()
                .mapToLong(mirror -> mirror.heapClass == null || mirror.heapClass.number() < 0
                        ? 0
                        : byNumber[mirror.heapClass.number()])
                .toArray();
    }
}
