package jpm.analysis;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import jpm.graph.Coverage;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapOptions;
import jpm.hprof.HprofHeader;
import jpm.hprof.RootKind;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a heap dump in a few lines.
 *
 * @param instances objects that are neither arrays nor classes
 * @param classes classes with their objects
 * @param loaders class loaders that defined a class, the boot loader included
 * @param usedBytes the shallow sizes of all objects of the dump, reachable or not
 * @param unreachableObjects how many of the objects no root reaches
 * @param roots how many there are of each kind; an object may have several
 * @param systemProperties by name; empty where the dump does not hold them
 */
public record HeapSummary(
        HprofHeader header,
        long instances,
        long objectArrays,
        long primitiveArrays,
        long classes,
        long loaders,
        long usedBytes,
        long unreachableObjects,
        long unreachableBytes,
        long threads,
        Map<RootKind, Long> roots,
        Map<String, String> systemProperties,
        Coverage coverage) {

    /** Takes or makes the references of the heap, to know what is reachable. */
    public static HeapSummary of(Path file, HeapOptions options) {
        try (Heap heap = Heap.open(file, options)) {
            return of(heap, Histogram.of(file, options));
        }
    }

    /** @param histogram of the same file */
    public static HeapSummary of(Heap heap, Histogram histogram) {
        long objectArrays = 0;
        long primitiveArrays = 0;
        for (HistogramRow row : histogram.rows()) {
            boolean primitive = isPrimitiveArray(row.className());
            primitiveArrays += primitive ? row.instances() : 0;
            objectArrays += !primitive && row.className().endsWith("[]") ? row.instances() : 0;
        }
        long classes = heap.classes().stream().filter(c -> c.index() >= 0).count();
        return new HeapSummary(
                heap.header(),
                histogram.instances() - objectArrays - primitiveArrays - classes,
                objectArrays,
                primitiveArrays,
                classes,
                heap.classes().stream()
                        .mapToLong(HeapClass::loaderId)
                        .distinct()
                        .count(),
                histogram.shallowBytes(),
                heap.objectCount() - heap.graph().reachableCount(),
                unreachableBytes(heap),
                heap.threads().size(),
                roots(heap),
                SystemProperties.of(heap),
                histogram.coverage());
    }

    private static long unreachableBytes(Heap heap) {
        HeapGraph graph = heap.graph();
        return IntStream.range(0, (int) heap.objectCount())
                .filter(index -> !graph.isReachable(index))
                .mapToLong(graph::shallowBytes)
                .sum();
    }

    private static boolean isPrimitiveArray(String className) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (className.equals(type.javaName + "[]")) {
                return true;
            }
        }
        return false;
    }

    private static Map<RootKind, Long> roots(Heap heap) {
        Map<RootKind, Long> roots = new EnumMap<>(RootKind.class);
        for (GcRoot root : heap.roots()) {
            roots.merge(root.kind(), 1L, Long::sum);
        }
        return Collections.unmodifiableMap(roots);
    }

    /** All objects of the dump, classes included. */
    public long objects() {
        return instances + objectArrays + primitiveArrays + classes;
    }

    /** The dumped JVM's name and version, null where the dump does not tell. */
    public @Nullable String jvm() {
        String name = systemProperties.get("java.vm.name");
        String version = systemProperties.get("java.vm.version");
        return name == null || version == null ? null : name + " " + version;
    }
}
