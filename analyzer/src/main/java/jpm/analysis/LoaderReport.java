package jpm.analysis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import jpm.graph.Coverage;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The class loaders of a dump.
 *
 * @param loaders those that defined most classes first
 * @param duplicates class names that more than one loader defined, those with most loaders first
 */
public record LoaderReport(List<Loader> loaders, List<DuplicateClass> duplicates, Coverage coverage) {
    private static final int MAX_NAME_CHARS = 1000;
    private static final String BOOT = "(boot)";

    /**
     * One loader.
     *
     * @param id its address, 0 for the boot loader
     * @param name what it was named, null where it has no name
     * @param parentId the loader that it asks first, 0 for the boot loader
     * @param classes how many it defined
     */
    public record Loader(
            long id, String className, @Nullable String name, long parentId, long classes) {
        /** For people: the class, and the name where there is one. */
        public String shown() {
            return name == null ? className : className + " '" + name + "'";
        }
    }

    /** A class name and the loaders that defined it. */
    public record DuplicateClass(String className, List<Loader> loaders) {}

    public static LoaderReport of(Heap heap) {
        Map<Long, Long> classes = new LinkedHashMap<>();
        // A loader may be there twice with a name: of a class that was redefined, old versions stay while something
        // uses them.
        Map<String, Set<Long>> definers = new TreeMap<>();
        for (HeapClass c : heap.classes()) {
            classes.merge(c.loaderId(), 1L, Long::sum);
            definers.computeIfAbsent(c.name(), name -> new LinkedHashSet<>(2)).add(c.loaderId());
        }
        Map<Long, Loader> loaders = new LinkedHashMap<>();
        classes.forEach((id, count) -> loaders.put(id, loader(heap, id, count)));
        List<DuplicateClass> duplicates = definers.entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(e -> new DuplicateClass(
                        e.getKey(), e.getValue().stream().map(loaders::get).toList()))
                .sorted(Comparator.comparingInt(
                                (DuplicateClass d) -> -d.loaders().size())
                        .thenComparing(DuplicateClass::className))
                .toList();
        List<Loader> sorted = loaders.values().stream()
                .sorted(Comparator.comparingLong(Loader::classes).reversed().thenComparing(Loader::id))
                .toList();
        return new LoaderReport(sorted, duplicates, heap.coverage());
    }

    private static Loader loader(Heap heap, long id, long classes) {
        if (id == 0) {
            return new Loader(0, BOOT, null, 0, classes);
        }
        HeapObject object = heap.findObject(id);
        if (!(object instanceof HeapInstance instance)) {
            return new Loader(id, "(object missing in the dump)", null, 0, classes);
        }
        HeapObject name = instance.referenced("name");
        long parent = instance.field("java.lang.ClassLoader", "parent") instanceof Value.Reference reference
                ? reference.id()
                : 0;
        return new Loader(
                id,
                instance.heapClass().name(),
                name instanceof HeapInstance text ? text.asString(MAX_NAME_CHARS) : null,
                parent,
                classes);
    }
}
