package jpm.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jpm.graph.Coverage;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.io.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * What probably leaks, by Eclipse MAT's rules: single objects at the top of the dominator tree, and all objects of one class there, that retain more
 * than a share of what is reachable.
 */
public record LeakReport(List<Suspect> suspects, long reachableBytes, Coverage coverage) {
    /** MAT's share of the heap from which on something is suspected. */
    public static final double USUAL_THRESHOLD = 0.2;

    private static final double DROP_SHARE = 0.7;
    private static final int MAX_NAME_CHARS = 200;
    private static final int SHOWN_PARTS = 3;

    /**
     * A suspect.
     *
     * @param object the one suspected, or the largest of a class
     * @param instances how many of the class are suspected together; 1 for a single object
     * @param accumulatesAt below it no single object holds most of what is retained
     * @param path why it is alive, shortest first; empty when only weak references lead there
     * @param sentence what a person should know
     */
    public record Suspect(
            HeapObject object,
            String className,
            long instances,
            long retainedBytes,
            double share,
            HeapObject accumulatesAt,
            RootPaths.@Nullable RootPath path,
            String sentence) {}

    /** @param threshold the share of the reachable bytes from which on something is suspected, 0 to 1 */
    public static LeakReport of(Heap heap, double threshold) {
        return of(heap, threshold, new Cancellation());
    }

    /** As {@link #of(Heap, double)}; being cancelled ends it by a {@link java.util.concurrent.CancellationException}. */
    public static LeakReport of(Heap heap, double threshold, Cancellation cancellation) {
        return new Search(heap, threshold, cancellation).report();
    }

    private static final class Search {
        private final Heap heap;
        private final HeapGraph graph;
        private final long total;
        private final double threshold;
        private final Cancellation cancellation;

        Search(Heap heap, double threshold, Cancellation cancellation) {
            this.cancellation = cancellation;
            this.heap = heap;
            this.graph = heap.graph();
            this.total = graph.reachableBytes();
            this.threshold = threshold * total;
        }

        LeakReport report() {
            List<Suspect> suspects = new ArrayList<>();
            List<Integer> single = new ArrayList<>();
            Map<Integer, long[]> byClass = new HashMap<>();
            graph.forEachReachable((index, dominator, bytes) -> {
                cancellation.check();
                if (dominator != HeapGraph.NONE) {
                    return;
                }
                if (bytes > threshold) {
                    single.add(index);
                } else {
                    long[] sum = byClass.computeIfAbsent(graph.classNumber(index), n -> new long[4]);
                    sum[0]++;
                    sum[1] += bytes;
                    if (bytes > sum[2]) {
                        sum[2] = bytes;
                        sum[3] = index;
                    }
                }
            });
            single.forEach(index -> suspects.add(suspect(index, 1, graph.retainedBytes(index))));
            byClass.forEach((number, sum) -> {
                if (sum[1] > threshold && number >= 0) {
                    suspects.add(suspect((int) sum[3], sum[0], sum[1]));
                }
            });
            suspects.sort((a, b) -> Long.compare(b.retainedBytes, a.retainedBytes));
            return new LeakReport(List.copyOf(suspects), total, heap.coverage());
        }

        private Suspect suspect(int index, long instances, long bytes) {
            HeapObject object = heap.objectAt(index);
            HeapObject accumulatesAt = heap.objectAt(graph.accumulationPoint(index, DROP_SHARE));
            double share = total == 0 ? 0 : (double) bytes / total;
            List<RootPaths.RootPath> paths = new RootPaths(heap, false, cancellation).to(accumulatesAt, 1);
            return new Suspect(
                    object,
                    object.heapClass().name(),
                    instances,
                    bytes,
                    share,
                    accumulatesAt,
                    paths.isEmpty() ? null : paths.get(0),
                    sentence(object, instances, bytes, share, accumulatesAt));
        }

        private String sentence(HeapObject object, long instances, long bytes, double share, HeapObject at) {
            String who = instances == 1
                    ? capital(described(object)) + loadedBy(object) + " keeps "
                    : String.format(
                                    Locale.ROOT,
                                    "%,d objects of %s",
                                    instances,
                                    object.heapClass().name()) + loadedBy(object) + " keep ";
            String what = (heap.coverage().isPartial() ? "at least " : "")
                    + String.format(Locale.ROOT, "%,d bytes (%.1f %% of the reachable heap) alive", bytes, share * 100);
            String whose = instances == 1 ? "" : ", the largest of them " + described(object);
            String where = at.equals(object) ? "" : ", most of it in " + described(at);
            return who + what + whose + where + parts(at) + ".";
        }

        private static String capital(String text) {
            return Character.toUpperCase(text.charAt(0)) + text.substring(1);
        }

        /** The largest things that the place holds, by class. */
        private String parts(HeapObject at) {
            Map<String, long[]> byClass = new TreeMap<>();
            for (int index : graph.dominatedBy((int) at.index())) {
                cancellation.check();
                HeapObject part = heap.objectAt(index);
                String name =
                        part instanceof HeapClass ? "a class" : part.heapClass().name();
                long[] sum = byClass.computeIfAbsent(name, n -> new long[2]);
                sum[0]++;
                sum[1] += graph.retainedBytes(index);
            }
            List<String> parts = byClass.entrySet().stream()
                    .sorted(Comparator.comparingLong(e -> -e.getValue()[1]))
                    .limit(SHOWN_PARTS)
                    .map(e -> String.format(
                            Locale.ROOT, "%,d × %s (%,d bytes)", e.getValue()[0], e.getKey(), e.getValue()[1]))
                    .toList();
            return parts.isEmpty() ? "" : "; what it holds is mostly " + String.join(", ", parts);
        }

        private String described(HeapObject object) {
            if (object instanceof HeapClass c) {
                return "the class " + c.name();
            }
            String name = nameOfThread(object);
            return (name.isEmpty() ? "a " : "the thread \"" + name + "\", a ")
                    + object.heapClass().name() + " at 0x" + Long.toHexString(object.id());
        }

        private static String nameOfThread(HeapObject object) {
            boolean isThread =
                    object.heapClass().lineage().stream().anyMatch(c -> c.name().equals("java.lang.Thread"));
            if (isThread
                    && object instanceof HeapInstance thread
                    && thread.referenced("java.lang.Thread", "name") instanceof HeapInstance name) {
                String text = name.asString(MAX_NAME_CHARS);
                return text == null ? "" : text;
            }
            return "";
        }

        private String loadedBy(HeapObject object) {
            HeapClass of = object instanceof HeapClass c ? c : object.heapClass();
            HeapObject loader = of.loaderId() == 0 ? null : heap.findObject(of.loaderId());
            return loader == null || isOfJdk(loader) ? "" : ", loaded by " + described(loader) + ",";
        }

        /** The loaders that every program has tell nothing. */
        private static boolean isOfJdk(HeapObject loader) {
            return loader.heapClass().name().startsWith("jdk.internal.loader.");
        }
    }
}
