package jpm.debug;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jpm.analysis.SystemProperties;
import jpm.graph.Coverage;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.hprof.RootKind;

/**
 * What a heap dump says of itself, without another pass over it.
 *
 * @param lines facts by name, in the order to show them in
 * @param systemProperties those of the dumped JVM; empty where the dump does not hold them
 */
public record HeapFacts(Map<String, String> lines, Map<String, String> systemProperties) {

    public static HeapFacts of(Heap heap) {
        Map<String, String> lines = new LinkedHashMap<>();
        Coverage coverage = heap.coverage();
        lines.put("File", heap.path().toString());
        lines.put("Size", count(coverage.bytesTotal()) + " bytes");
        lines.put("Read", coverage.isPartial() ? partOf(coverage) : "whole");
        lines.put(
                "Format",
                "HPROF " + heap.header().version() + ", identifiers of "
                        + heap.header().idBytes() + " bytes");
        lines.put("Dumped", heap.header().time().toString());
        lines.put("Objects", count(heap.objectCount()));
        lines.put("Classes", count(heap.classes().size()));
        lines.put(
                "Loaders",
                count(heap.classes().stream()
                        .mapToLong(HeapClass::loaderId)
                        .distinct()
                        .count()));
        lines.put("Threads", count(heap.threads().size()));
        lines.put("Roots", roots(heap));
        Path index = heap.indexFolder();
        lines.put("Indexes", index == null ? "none are kept" : "in " + index);
        return new HeapFacts(Collections.unmodifiableMap(lines), SystemProperties.of(heap));
    }

    private static String partOf(Coverage coverage) {
        return String.format(Locale.ROOT, "%.1f %%: %s", 100 * coverage.share(), coverage.damage());
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String roots(Heap heap) {
        Map<RootKind, Long> roots = new EnumMap<>(RootKind.class);
        for (GcRoot root : heap.roots()) {
            roots.merge(root.kind(), 1L, Long::sum);
        }
        return roots.entrySet().stream()
                .map(entry -> count(entry.getValue()) + " " + entry.getKey().label)
                .collect(Collectors.joining(", "));
    }
}
