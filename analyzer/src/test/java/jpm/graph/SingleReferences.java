package jpm.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.analysis.NamedReference;

/** All references of a heap by object index, as objects read one by one tell them, and those of threads to what their frames hold. */
final class SingleReferences {
    private SingleReferences() {}

    /** @param asMat without those that Eclipse MAT leaves out */
    static int[][] of(Heap heap, boolean asMat) {
        Map<Long, List<Long>> locals = locals(heap);
        int[][] references = new int[(int) heap.objectCount()][];
        for (int i = 0; i < references.length; i++) {
            HeapObject object = heap.objectAt(i);
            List<Long> ids = new ArrayList<>(locals.getOrDefault(object.id(), List.of()));
            NamedReference.of(object).stream()
                    .filter(r -> !asMat || !r.name().equals("referent"))
                    .forEach(r -> ids.add(r.toId()));
            if (!asMat && object instanceof HeapClass c) {
                ids.add(c.dumped().dump().protectionDomainId());
                ids.add(c.dumped().dump().signersId());
            }
            references[i] = ids.stream()
                    .mapToInt(id -> (int) heap.indexOf(id))
                    .filter(index -> index >= 0)
                    .toArray();
        }
        return references;
    }

    private static Map<Long, List<Long>> locals(Heap heap) {
        Map<Long, List<Long>> locals = new HashMap<>();
        for (HeapThread thread : heap.threads()) {
            List<Long> ids = locals.computeIfAbsent(thread.id(), id -> new ArrayList<>());
            thread.frames().forEach(f -> f.roots().forEach(r -> ids.add(r.objectId())));
            thread.otherRoots().forEach(r -> ids.add(r.objectId()));
        }
        return locals;
    }
}
