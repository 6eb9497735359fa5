package jpm.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapObject;
import org.jspecify.annotations.Nullable;

/** The classes of a heap by what defined them. */
final class LoadedClasses {
    private static final double MOST = 0.5;
    private static final int MAX_GROUPS = 3;

    private final int all;
    private final List<Group> groups;

    /** The classes that loaders of one class defined. */
    private record Group(String loaderClass, int loaders, int classes) {}

    LoadedClasses(Heap heap) {
        Map<String, Set<Long>> loaders = new HashMap<>();
        Map<String, Integer> classes = new HashMap<>();
        int count = 0;
        for (HeapClass c : heap.classes()) {
            HeapObject loader = c.loaderId() == 0 ? null : heap.findObject(c.loaderId());
            String name =
                    loader == null ? "the boot loader" : loader.heapClass().name();
            loaders.computeIfAbsent(name, n -> new HashSet<>()).add(c.loaderId());
            classes.merge(name, 1, Integer::sum);
            count++;
        }
        all = count;
        groups = new ArrayList<>();
        loaders.forEach((name, of) -> groups.add(new Group(name, of.size(), classes.getOrDefault(name, 0))));
        groups.sort(Comparator.comparingInt(Group::classes).reversed().thenComparing(Group::loaderClass));
    }

    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known(String.format(Locale.ROOT, "the heap dump has %,d classes", all)));
        groups.stream().limit(MAX_GROUPS).forEach(group -> evidence.add(Evidence.known(text(group))));
        return evidence;
    }

    private static String text(Group group) {
        return group.loaders() == 1
                ? String.format(Locale.ROOT, "%,d of them by %s", group.classes(), group.loaderClass())
                : String.format(
                        Locale.ROOT,
                        "%,d of them by %,d loaders of class %s",
                        group.classes(),
                        group.loaders(),
                        group.loaderClass());
    }

    /** Whether most of them come from loaders of one kind that are many. */
    boolean areOfManyLoaders() {
        return clause() != null && groups.get(0).loaders() > 1;
    }

    /** Who defined most of them, where that is not the JDK. */
    @Nullable
    String clause() {
        Group first = groups.isEmpty() ? null : groups.get(0);
        return first != null
                        && first.classes() > MOST * all
                        && !first.loaderClass().equals("the boot loader")
                ? String.format(Locale.ROOT, "of %,d classes ", all)
                        + text(first).replace("of them ", "are defined ")
                : null;
    }
}
