package jpm.graph;

import java.util.Collection;
import jpm.graph.Heap.ObjectConsumer;

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

    private final class Sink extends InstanceSink {
        private final ObjectConsumer consumer;

        Sink(Collection<HeapClass> of, ObjectConsumer consumer) {
            super(heap, of);
            this.consumer = consumer;
        }

        @Override
        protected void found(long id) {
            HeapObject object = heap.findObject(id);
            if (object != null) {
                consumer.accept(object);
            }
        }
    }
}
