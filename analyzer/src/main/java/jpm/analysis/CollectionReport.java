package jpm.analysis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jpm.graph.ClassTable;
import jpm.graph.Coverage;
import jpm.graph.Dump;
import jpm.graph.DumpedClass;
import jpm.graph.HeapOptions;
import jpm.graph.HeapPass;
import jpm.graph.ObjectSizes;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.io.BigEndian;
import org.jspecify.annotations.Nullable;

/**
 * How well the JDK's collections with arrays behind them, and those that extend them, are filled. Two passes over the file: the collections with
 * their sizes, and the arrays with their used slots.
 *
 * @param rows one for each class, the most wasteful first
 */
public record CollectionReport(List<Row> rows, Coverage coverage) {
    /** A collection that uses at most this share of its slots, and one at least, is sparse. */
    public static final double SPARSE = 0.25;

    /**
     * The collections of one class.
     *
     * @param empty how many have no element
     * @param sparse how many have elements, but more than three free slots for each used one
     * @param capacity the slots of their arrays
     * @param usedSlots the slots in use; in a hash table several elements may share one
     * @param collisions elements of hash tables that share a slot with another, beyond the first
     * @param arrayBytes what the arrays take
     * @param wastedBytes what their free slots take
     */
    public record Row(
            String className,
            long collections,
            long empty,
            long sparse,
            long elements,
            long capacity,
            long usedSlots,
            long collisions,
            long arrayBytes,
            long wastedBytes) {

        /** The share of the slots that is in use, 0 to 1; null without slots. */
        public @Nullable Double fill() {
            return capacity == 0 ? null : (double) usedSlots / capacity;
        }
    }

    public static CollectionReport of(Path file, HeapOptions options) {
        try (Dump dump = Dump.open(file, options)) {
            return new Search(dump).report();
        }
    }

    /**
     * How a class keeps its elements.
     *
     * @param sizeField null where only the array tells
     * @param slotsOfElement array elements for each slot
     * @param isChained whether a slot holds a chain of entries
     */
    private record Kind(
            String className, @Nullable String sizeField, String arrayField, int slotsOfElement, boolean isChained) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("java.util.ArrayList", "size", "elementData", 1, false),
            new Kind("java.util.Vector", "elementCount", "elementData", 1, false),
            new Kind("java.util.ArrayDeque", null, "elements", 1, false),
            new Kind("java.util.PriorityQueue", "size", "queue", 1, false),
            new Kind("java.util.concurrent.PriorityBlockingQueue", "size", "queue", 1, false),
            new Kind("java.util.concurrent.ArrayBlockingQueue", "count", "items", 1, false),
            new Kind("java.util.concurrent.CopyOnWriteArrayList", null, "array", 1, false),
            new Kind("java.util.HashMap", "size", "table", 1, true),
            new Kind("java.util.Hashtable", "count", "table", 1, true),
            new Kind("java.util.WeakHashMap", "size", "table", 1, true),
            new Kind("java.util.IdentityHashMap", "size", "table", 2, false),
            new Kind("java.util.concurrent.ConcurrentHashMap", "baseCount", "table", 1, true));

    /** Where a class's collections keep size and array within their records. */
    private record Layout(int number, Kind kind, int sizeAt, int sizeBytes, int arrayAt) {}

    private static final class Search {
        private final Dump dump;
        private final int idBytes;
        private final ClassTable classes;
        private final ObjectSizes sizes;
        private final Map<Long, Layout> layouts = new HashMap<>();
        private final List<String> names = new ArrayList<>();

        Search(Dump dump) {
            this.dump = dump;
            this.idBytes = dump.file().header().idBytes();
            this.classes = dump.classes();
            this.sizes = ObjectSizes.of(dump, classes);
            classes.classes().forEach(this::addLayout);
        }

        private void addLayout(DumpedClass type) {
            for (DumpedClass c : classes.lineage(type)) {
                for (Kind kind : KINDS) {
                    if (c.name().equals(kind.className)) {
                        addLayout(type, kind);
                        return;
                    }
                }
            }
        }

        private void addLayout(DumpedClass type, Kind kind) {
            int sizeAt = -1;
            int sizeBytes = 0;
            int arrayAt = -1;
            int at = 0;
            for (DumpedClass declaring : classes.lineage(type)) {
                boolean own = declaring.name().equals(kind.className);
                for (ClassDump.Field field : declaring.dump().fields()) {
                    String name = dump.file().symbols().text(field.nameId());
                    int bytes = HprofType.sizeBytes(field.typeCode(), idBytes);
                    if (own && name.equals(kind.sizeField)) {
                        sizeAt = at;
                        sizeBytes = bytes;
                    } else if (own && name.equals(kind.arrayField)) {
                        arrayAt = at;
                    }
                    at += bytes;
                }
            }
            if (arrayAt >= 0 && (sizeAt >= 0 || kind.sizeField == null)) {
                layouts.put(type.id(), new Layout(names.size(), kind, sizeAt, sizeBytes, arrayAt));
                names.add(type.name());
            }
        }

        CollectionReport report() {
            List<Finder> finders = dump.pass("finding collections").run(() -> new Finder(layouts, idBytes));
            Owners owners = new Owners(finders);
            List<ArrayCounter> counters = dump.pass("counting elements").run(() -> new ArrayCounter(owners, idBytes));
            Map<String, long[]> sums = new TreeMap<>();
            Layout[] byNumber = new Layout[names.size()];
            layouts.values().forEach(layout -> byNumber[layout.number] = layout);
            for (int i = 0; i < owners.count; i++) {
                Layout layout = byNumber[owners.layouts[i]];
                long[] sum = sums.computeIfAbsent(names.get(layout.number), name -> new long[9]);
                add(sum, layout.kind, owners.sizes[i], owners.lengths[i], owners.used[i]);
            }
            List<Row> rows = sums.entrySet().stream()
                    .map(e -> row(e.getKey(), e.getValue()))
                    .sorted(Comparator.comparingLong(Row::wastedBytes)
                            .reversed()
                            .thenComparing(Row::className))
                    .toList();
            return new CollectionReport(rows, dump.coverage(HeapPass.Losses.of(counters)));
        }

        private void add(long[] sum, Kind kind, long toldSize, int length, int filled) {
            long size = toldSize >= 0 ? toldSize : filled;
            long capacity = length / kind.slotsOfElement;
            long used = kind.isChained ? filled : Math.min(size, capacity);
            long bytes = length == 0 ? 0 : sizes.objectArrayBytes(length);
            boolean sparse = size > 0 && length > 0 && used <= capacity * SPARSE;
            long[] more = {
                1,
                size == 0 ? 1 : 0,
                sparse ? 1 : 0,
                size,
                capacity,
                used,
                kind.isChained ? Math.max(0, size - used) : 0,
                bytes,
                size == 0 || length == 0 ? bytes : bytes - sizes.objectArrayBytes(used * kind.slotsOfElement)
            };
            for (int i = 0; i < more.length; i++) {
                sum[i] += more[i];
            }
        }

        private static Row row(String name, long[] sum) {
            return new Row(name, sum[0], sum[1], sum[2], sum[3], sum[4], sum[5], sum[6], sum[7], sum[8]);
        }
    }

    /** Collects collections: array, size and layout. */
    private static final class Finder extends HeapPass.Sink {
        private final Map<Long, Layout> layouts;
        private final int idBytes;
        private long lastClassId;
        private @Nullable Layout lastLayout;
        int count;
        long[] arrays = new long[1 << 8];
        long[] sizes = new long[1 << 8];
        int[] numbers = new int[1 << 8];

        Finder(Map<Long, Layout> layouts, int idBytes) {
            super(true, false, false);
            this.layouts = layouts;
            this.idBytes = idBytes;
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            if (classId != lastClassId) {
                lastClassId = classId;
                lastLayout = layouts.get(classId);
            }
            Layout layout = lastLayout;
            if (layout != null && length >= Math.max(layout.arrayAt + idBytes, layout.sizeAt + layout.sizeBytes)) {
                add(BigEndian.getId(bytes, at + layout.arrayAt, idBytes), size(layout, bytes, at), layout.number);
            }
        }

        private static long size(Layout layout, byte[] bytes, int at) {
            if (layout.sizeAt < 0) {
                return -1;
            }
            return Math.max(
                    0,
                    layout.sizeBytes == Long.BYTES
                            ? BigEndian.getLong(bytes, at + layout.sizeAt)
                            : BigEndian.getInt(bytes, at + layout.sizeAt));
        }

        private void add(long array, long size, int number) {
            if (count == arrays.length) {
                arrays = Arrays.copyOf(arrays, 2 * count);
                sizes = Arrays.copyOf(sizes, 2 * count);
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            arrays[count] = array;
            sizes[count] = size;
            numbers[count++] = number;
        }
    }

    /** All collections in columns, found by their arrays' addresses; collections that share an array stand in a chain. */
    private static final class Owners {
        final int count;
        final long[] arrays;
        final long[] sizes;
        final int[] layouts;
        final int[] lengths;
        final int[] used;
        private final int[] firsts;
        private final int[] nexts;

        Owners(List<Finder> finders) {
            count = finders.stream().mapToInt(finder -> finder.count).sum();
            arrays = new long[count];
            sizes = new long[count];
            layouts = new int[count];
            lengths = new int[count];
            used = new int[count];
            nexts = new int[count];
            firsts = new int[Integer.highestOneBit(Math.max(16, count)) << 1];
            Arrays.fill(firsts, -1);
            int at = 0;
            for (Finder finder : finders) {
                System.arraycopy(finder.arrays, 0, arrays, at, finder.count);
                System.arraycopy(finder.sizes, 0, sizes, at, finder.count);
                System.arraycopy(finder.numbers, 0, layouts, at, finder.count);
                at += finder.count;
            }
            for (int i = 0; i < count; i++) {
                int bucket = bucket(arrays[i]);
                nexts[i] = firsts[bucket];
                firsts[bucket] = i;
            }
        }

        private int bucket(long array) {
            return (int) (array * 0x9e3779b97f4a7c15L >>> 40) & firsts.length - 1;
        }

        boolean owns(long array) {
            for (int i = firsts[bucket(array)]; i >= 0; i = nexts[i]) {
                if (arrays[i] == array) {
                    return true;
                }
            }
            return false;
        }

        /** Every array is counted by one thread only. */
        void counted(long array, int length, int filled) {
            for (int i = firsts[bucket(array)]; i >= 0; i = nexts[i]) {
                if (arrays[i] == array) {
                    lengths[i] = length;
                    used[i] = filled;
                }
            }
        }
    }

    /** Counts the elements of collections' arrays that are not null. */
    private static final class ArrayCounter extends HeapPass.Sink {
        private final Owners owners;
        private final int idBytes;
        private long array;
        private int length;
        private int left;
        private int filled;

        ArrayCounter(Owners owners, int idBytes) {
            super(false, true, false);
            this.owners = owners;
            this.idBytes = idBytes;
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int arrayLength) {
            array = owners.owns(id) ? id : 0;
            length = arrayLength;
            left = arrayLength;
            filled = 0;
            if (array != 0 && length == 0) {
                owners.counted(array, 0, 0);
            }
        }

        @Override
        public void elements(byte[] bytes, int at, int count) {
            if (array == 0) {
                return;
            }
            for (int i = 0; i < count; i++) {
                filled += BigEndian.getId(bytes, at + i * idBytes, idBytes) != 0 ? 1 : 0;
            }
            left -= count;
            if (left == 0) {
                owners.counted(array, length, filled);
            }
        }
    }
}
