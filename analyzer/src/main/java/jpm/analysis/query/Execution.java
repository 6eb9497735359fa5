package jpm.analysis.query;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import jpm.graph.Coverage;
import jpm.graph.Dump;
import org.jspecify.annotations.Nullable;

/** A query at work over one dump: its parts in their order, the objects that inner queries give, and the heap that they share. */
final class Execution implements AutoCloseable {
    private final Dump dump;
    private final Map<Select, Set<Long>> innerResults = new IdentityHashMap<>();
    private @Nullable HeapReader heap;
    private boolean foundClasses;

    Execution(Dump dump) {
        this.dump = dump;
    }

    Dump dump() {
        return dump;
    }

    /** Objects at random positions; opened when first asked for. */
    HeapReader heap() {
        HeapReader open = heap;
        if (open == null) {
            open = HeapReader.open(dump.path(), dump.options());
            heap = open;
        }
        return open;
    }

    /** Whether some class of the dump was selected. */
    boolean foundClasses() {
        return foundClasses;
    }

    /** Gives the rows of a query and of those united with it. */
    Coverage rows(Select query, Consumer<List<@Nullable Object>> to) {
        Coverage coverage = partRows(query, to);
        return query.union() == null ? coverage : rows(query.union(), to);
    }

    private Coverage partRows(Select part, Consumer<List<@Nullable Object>> to) {
        if (part.kind() == Select.Kind.ROWS) {
            return run(part, to);
        }
        Set<Long> objects = new LinkedHashSet<>();
        Coverage coverage = addObjects(part, objects);
        objects.forEach(id -> to.accept(heap().row(id)));
        return coverage;
    }

    private Coverage run(Select part, Consumer<List<@Nullable Object>> to) {
        Run run = new Run(this, part);
        foundClasses |= run.findsClasses();
        return run.rows(to);
    }

    /** The objects that an inner query gives; found once. */
    Set<Long> objects(Select inner) {
        Set<Long> known = innerResults.get(inner);
        if (known == null) {
            Set<Long> found = new LinkedHashSet<>();
            for (Select part = inner; part != null; part = part.union()) {
                addObjects(part, found);
            }
            known = Collections.unmodifiableSet(found);
            innerResults.put(inner, known);
        }
        return known;
    }

    private Coverage addObjects(Select part, Set<Long> to) {
        Set<Long> selected = part.kind() == Select.Kind.RETAINED_SET ? new LinkedHashSet<>() : to;
        Coverage coverage = run(part.asValues(), row -> addObject(row.get(0), selected));
        if (part.kind() == Select.Kind.RETAINED_SET) {
            heap().retainedSet(selected).forEach(id -> to.add(id));
        }
        return coverage;
    }

    private static void addObject(@Nullable Object value, Set<Long> to) {
        if (value instanceof ObjectReference reference && reference.id() != 0) {
            to.add(reference.id());
            RowStore.requireRoom(to.size());
        } else if (value instanceof List<?> list) {
            list.forEach(element -> addObject(element, to));
        }
    }

    @Override
    public void close() {
        if (heap != null) {
            heap.close();
        }
    }
}
