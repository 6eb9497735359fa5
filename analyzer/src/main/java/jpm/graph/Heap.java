package jpm.graph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jpm.hprof.HprofFile;
import jpm.hprof.HprofHeader;
import jpm.hprof.RecordWalker;
import jpm.io.CachedBytes;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The heap that an HPROF file holds. Opening it takes one pass over the file; afterwards single objects are read where they stand.
 * Thread-safe.
 */
public final class Heap implements AutoCloseable {
    private static final String CLASS = "java.lang.Class";

    private final Dump dump;
    private final HeapScan scan;
    private final HprofFile file;
    private final CachedBytes bytes;
    private final RecordWalker walker;
    private final ObjectTable objects;
    private final RootTable roots;
    private final Coverage coverage;
    private final ClassTable classTable;
    private final List<HeapClass> classes = new ArrayList<>();
    private final Map<Long, HeapClass> classesById = new HashMap<>();
    private final Map<String, List<HeapClass>> classesByName = new HashMap<>();
    private final Map<PrimitiveType, HeapClass> primitiveArrayClasses = new EnumMap<>(PrimitiveType.class);
    private final HeapClass classOfClasses;
    private volatile @Nullable ObjectSizes sizes;
    private volatile @Nullable List<HeapThread> threads;
    private @Nullable HeapGraph graph;

    private Heap(Dump dump, HeapScan scan) {
        this.dump = dump;
        this.scan = scan;
        this.file = dump.file();
        this.bytes = new CachedBytes(dump.source());
        this.walker = new RecordWalker(bytes, file.header().idBytes());
        this.objects = scan.objects;
        this.roots = scan.roots;
        this.coverage = dump.coverage(scan.losses);
        this.classTable = new ClassTable(file, scan.classes);
        classTable.classes().forEach(this::addClass);
        this.classOfClasses = classNamed(CLASS);
        for (PrimitiveType type : PrimitiveType.values()) {
            primitiveArrayClasses.put(type, classNamed(type.javaName + "[]"));
        }
    }

    /**
     * Opens an HPROF file, plain or packed by gzip. A file that is cut off or damaged is opened as far as it is whole; see
     * {@link #coverage()}.
     */
    public static Heap open(Path path, HeapOptions options) {
        return of(Dump.open(path, options));
    }

    /** The heap of a dump, which is closed with it. */
    static Heap of(Dump dump) {
        try {
            return new Heap(dump, HeapScan.of(dump));
        } catch (RuntimeException e) {
            dump.close();
            throw e;
        }
    }

    private void addClass(DumpedClass dumped) {
        HeapClass added = new HeapClass(this, dumped);
        classes.add(added);
        classesById.put(added.id(), added);
        classesByName.computeIfAbsent(added.name(), n -> new ArrayList<>(1)).add(added);
    }

    private HeapClass classNamed(String name) {
        List<HeapClass> found = classesByName.get(name);
        return found != null ? found.get(0) : new HeapClass(this, DumpedClass.unknown(0, name));
    }

    /** The file. */
    public Path path() {
        return dump.path();
    }

    /** The folder where indexes are kept, null where none are. */
    public @Nullable Path indexFolder() {
        return dump.options().cacheDirectory();
    }

    public HprofHeader header() {
        return file.header();
    }

    public Coverage coverage() {
        return coverage;
    }

    /** How many objects the dump holds, classes included. */
    public long objectCount() {
        return objects.count();
    }

    /** The object at that address. */
    public HeapObject object(long id) {
        HeapObject found = findObject(id);
        if (found == null) {
            throw new NoSuchObjectException(id);
        }
        return found;
    }

    /** The object at that address, or null where the dump holds none. */
    public @Nullable HeapObject findObject(long id) {
        HeapClass heapClass = classesById.get(id);
        if (heapClass != null && heapClass.recordAt >= 0) {
            return heapClass;
        }
        long recordAt = objects.recordAt(id, walker);
        return recordAt < 0 ? null : read(id, recordAt);
    }

    /** The object of that index. */
    public HeapObject objectAt(long index) {
        return object(idAt(index));
    }

    /** The address of the object of that index. */
    public long idAt(long index) {
        return objects.idOf(index);
    }

    private HeapObject read(long id, long recordAt) {
        if (walker.isInstance(recordAt)) {
            return new HeapInstance(this, id, recordAt, classOf(walker.classId(recordAt)));
        }
        if (walker.isObjectArray(recordAt)) {
            return new HeapObjectArray(this, id, recordAt, classOf(walker.classId(recordAt)));
        }
        return new HeapPrimitiveArray(this, id, recordAt, PrimitiveType.ofHprofCode(walker.elementTypeCode(recordAt)));
    }

    /** The class of that address, also where the dump lacks it: then one without fields. */
    private HeapClass classOf(long classId) {
        HeapClass found = classesById.get(classId);
        return found != null
                ? found
                : new HeapClass(this, DumpedClass.unknown(classId, ClassTable.unknownName(classId)));
    }

    /** All classes, in the order in which they were loaded. */
    public List<HeapClass> classes() {
        return Collections.unmodifiableList(classes);
    }

    /** The classes of that name (as {@link HeapClass#name()}), one for each loader that defined one. */
    public List<HeapClass> findClasses(String name) {
        return Collections.unmodifiableList(classesByName.getOrDefault(name, List.of()));
    }

    /** The class of that address, or null. */
    public @Nullable HeapClass findClass(long id) {
        return classesById.get(id);
    }

    /** Receives objects one after the other; throws to end that. */
    @FunctionalInterface
    public interface ObjectConsumer {
        void accept(HeapObject object);
    }

    /**
     * Reads the instances of some classes in the order of the dump, which mostly is that of their addresses. A subclass counts only where it is
     * among them; classes are instances of {@code java.lang.Class}.
     */
    public void forEachInstance(
            Collection<HeapClass> of, Progress progress, Cancellation cancellation, ObjectConsumer consumer) {
        new InstanceScan(this, dump.watchedBy(progress, cancellation)).run(of, consumer);
    }

    /** All roots, in the order of the dump; an object may have several. */
    public List<GcRoot> roots() {
        return Collections.unmodifiableList(roots);
    }

    /** All threads with their stacks. */
    public List<HeapThread> threads() {
        List<HeapThread> known = threads;
        if (known == null) {
            known = new ThreadReader(this, file).threads();
            threads = known;
        }
        return known;
    }

    @Override
    public void close() {
        awaitKeeping();
        dump.close();
    }

    /** Waits until what opening found is kept in its index, where it is to be. */
    void awaitKeeping() {
        scan.awaitKeeping();
    }

    /** The index of the object at that address, or -1 where the dump holds none. */
    public long indexOf(long id) {
        return objects.indexOf(id);
    }

    int idBytes() {
        return file.header().idBytes();
    }

    String symbol(long id) {
        return file.symbols().text(id);
    }

    CachedBytes bytes() {
        return bytes;
    }

    RecordWalker walker() {
        return walker;
    }

    /** References, dominators and retained sizes; computed when first asked for, which takes a while. */
    public HeapGraph graph() {
        return graph(dump.options().progress(), dump.options().cancellation());
    }

    /** As {@link #graph()}; computing reports to and is cancelled by these and not by what the heap was opened with. */
    public synchronized HeapGraph graph(Progress progress, Cancellation cancellation) {
        HeapGraph known = findGraph();
        if (known == null) {
            known = HeapGraph.compute(this, dump.watchedBy(progress, cancellation));
            graph = known;
        }
        return known;
    }

    /** What {@link #graph()} gives, if it was computed already or is kept in an index on disk; null otherwise. */
    public synchronized @Nullable HeapGraph findGraph() {
        HeapGraph known = graph;
        if (known == null) {
            known = HeapGraph.load(this);
            graph = known;
        }
        return known;
    }

    Dump dump() {
        return dump;
    }

    ObjectTable objects() {
        return objects;
    }

    ClassTable classTable() {
        return classTable;
    }

    RootTable rootTable() {
        return roots;
    }

    ObjectSizes sizes() {
        ObjectSizes known = sizes;
        if (known == null) {
            known = ObjectSizes.of(dump, classTable);
            sizes = known;
        }
        return known;
    }

    HeapClass classOfClasses() {
        return classOfClasses;
    }

    HeapClass primitiveArrayClass(PrimitiveType type) {
        return Objects.requireNonNull(primitiveArrayClasses.get(type));
    }
}
