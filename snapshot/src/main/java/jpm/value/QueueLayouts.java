package jpm.value;

import static jpm.value.ElementSources.filtered;
import static jpm.value.ElementSources.indexed;
import static jpm.value.ElementSources.linked;
import static jpm.value.ElementSources.mapped;
import static jpm.value.ElementSources.stepped;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jpm.value.LogicalViews.Layout;
import jpm.value.View.Order;
import org.jspecify.annotations.Nullable;

/** Queues and deques. */
final class QueueLayouts {
    private static final String CONCURRENT = "java.util.concurrent.";
    private static final int MAX_COUNTED = 10_000_000;

    private QueueLayouts() {}

    static void addTo(Map<String, Layout> layouts) {
        layouts.put("java.util.ArrayDeque", QueueLayouts::arrayDeque);
        layouts.put("java.util.PriorityQueue", CollectionLayouts.array("queue", "size"));
        layouts.put(CONCURRENT + "PriorityBlockingQueue", CollectionLayouts.array("queue", "size"));
        layouts.put(
                CONCURRENT + "ScheduledThreadPoolExecutor$DelayedWorkQueue", CollectionLayouts.array("queue", "size"));
        layouts.put(CONCURRENT + "DelayQueue", ScalarLayouts.alias("q"));
        layouts.put(CONCURRENT + "ArrayBlockingQueue", QueueLayouts::arrayBlockingQueue);
        layouts.put(CONCURRENT + "LinkedBlockingQueue", QueueLayouts::linkedBlockingQueue);
        layouts.put(CONCURRENT + "LinkedBlockingDeque", QueueLayouts::linkedBlockingDeque);
        layouts.put(CONCURRENT + "ConcurrentLinkedQueue", items("head"));
        layouts.put(CONCURRENT + "ConcurrentLinkedDeque", items("head"));
        layouts.put(CONCURRENT + "LinkedTransferQueue", items("head"));
        layouts.put(CONCURRENT + "SynchronousQueue", (views, id) -> CollectionLayouts.elements(List.of()));
    }

    private static View arrayDeque(LogicalViews views, long id) {
        FieldReader in = views.in;
        int length = in.length(in.id(id, "elements"));
        int head = in.size(id, "head");
        int size = Math.floorMod(in.size(id, "tail") - head, Math.max(1, length));
        return ring(in, in.id(id, "elements"), head, size);
    }

    private static View arrayBlockingQueue(LogicalViews views, long id) {
        FieldReader in = views.in;
        return ring(in, in.id(id, "items"), in.size(id, "takeIndex"), in.size(id, "count"));
    }

    private static View ring(FieldReader in, long array, int head, int size) {
        int length = in.length(array);
        if (size > length || head > length) {
            throw new UnknownLayoutException("ring exceeds its array");
        }
        return new View.Elements(
                Order.INDEXED, size, indexed(size, i -> in.element(array, (int) (((long) head + i) % length))));
    }

    private static View linkedBlockingQueue(LogicalViews views, long id) {
        FieldReader in = views.in;
        int size = in.size(id, "count", "value");
        Long first = in.idOrNull(in.id(id, "head"), "next");
        return nodes(in, size, first);
    }

    private static View linkedBlockingDeque(LogicalViews views, long id) {
        FieldReader in = views.in;
        return nodes(in, in.size(id, "count"), in.idOrNull(id, "first"));
    }

    private static View nodes(FieldReader in, int size, @Nullable Long first) {
        return new View.Elements(
                Order.INDEXED, size, stepped(size, () -> mapped(linked(in, first, "next"), n -> in.value(n, "item"))));
    }

    /** Lock-free queues keep no count and leave emptied nodes in between: the nodes that hold an item are counted. */
    private static Layout items(String headField) {
        return (views, id) -> {
            FieldReader in = views.in;
            Long head = in.idOrNull(id, headField);
            int size = count(filled(in, head));
            return new View.Elements(
                    Order.INDEXED, size, stepped(size, () -> mapped(filled(in, head), n -> in.value(n, "item"))));
        };
    }

    private static ElementSources.Steps<Long> filled(FieldReader in, @Nullable Long head) {
        Predicate<Long> holdsAnItem = node -> {
            Value item = in.value(node, "item");
            boolean isSelf = item.equals(new Value.Reference(node));
            boolean isRequest = in.model.field(node, "isData") instanceof Value.Primitive data && data.bits() == 0;
            return !(item instanceof Value.Null) && !isSelf && !isRequest;
        };
        return filtered(linked(in, head, "next"), holdsAnItem);
    }

    static int count(ElementSources.Steps<?> steps) {
        int count = 0;
        while (count < MAX_COUNTED && steps.next() != null) {
            count++;
        }
        return count;
    }
}
