package jpm.graph;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import jpm.graph.Heap.ObjectConsumer;
import jpm.hprof.ClassDump;
import jpm.value.PrimitiveType;

/** One pass over a dump for the instances of some classes. */
final class InstanceScan {
    private final Heap heap;
    private final Dump dump;

    InstanceScan(Heap heap, Dump dump) {
        this.heap = heap;
        this.dump = dump;
    }

    void run(Collection<HeapClass> of, ObjectConsumer consumer) {
        dump.orderedPass("finding objects").run(() -> new Sink(of, consumer));
    }

    private final class Sink extends HeapPass.Sink {
        private final Set<Long> classIds = new HashSet<>();
        private final Set<PrimitiveType> elementTypes = EnumSet.noneOf(PrimitiveType.class);
        private final boolean wantsClasses;
        private final ObjectConsumer consumer;

        Sink(Collection<HeapClass> of, ObjectConsumer consumer) {
            super(false, false, false);
            this.consumer = consumer;
            of.forEach(each -> classIds.add(each.id()));
            for (PrimitiveType type : PrimitiveType.values()) {
                if (of.contains(heap.primitiveArrayClass(type))) {
                    elementTypes.add(type);
                }
            }
            wantsClasses = of.contains(heap.classOfClasses());
        }

        private void accept(long id) {
            HeapObject object = heap.findObject(id);
            if (object != null) {
                consumer.accept(object);
            }
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            if (classIds.contains(classId)) {
                accept(id);
            }
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int length) {
            if (classIds.contains(classId)) {
                accept(id);
            }
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            if (elementTypes.contains(type)) {
                accept(id);
            }
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump classDump) {
            if (wantsClasses) {
                accept(id);
            }
        }
    }
}
