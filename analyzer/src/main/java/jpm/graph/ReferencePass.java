package jpm.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.hprof.RootKind;
import jpm.index.Ints;
import jpm.index.Scratch;
import jpm.io.BigEndian;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The pass that resolves all references of a dump, and notes each object's class and size. References of an instance to a class that is itself a root are
 * left out: they keep nothing alive that would not live anyway.
 */
final class ReferencePass {
    private static final int SIZE_UNIT_SHIFT = 3;
    private static final String REFERENCE = "java.lang.ref.Reference";
    private static final String REFERENT = "referent";
    private static final int NO_REFERENT = -1;

    private final Heap heap;
    private final ObjectTable objects;
    private final ClassTable classes;
    private final ObjectSizes sizes;
    private final int idBytes;
    private final ReferenceGraph references;
    private final ObjectFacts facts;
    private final Map<Long, Shape> shapes = new HashMap<>();
    private final boolean[] classIsRoot;
    private final WeakReferences.Found weak = new WeakReferences.Found();

    private ReferencePass(Heap heap, ObjectFacts facts, FutureTask<Ints> starts, Scratch scratch) {
        this.heap = heap;
        this.objects = heap.objects();
        this.classes = heap.classTable();
        this.sizes = heap.sizes();
        this.idBytes = heap.idBytes();
        this.facts = facts;
        this.classIsRoot = rootClasses();
        classes.classes().forEach(c -> shapes.put(c.id(), shape(c)));
        this.references = new ReferenceGraph(Parallel.join(starts), scratch);
    }

    /**
     * @param facts get each object's class and size
     * @param starts two zeros more than there are objects, for the references
     */
    static ReferencePass of(Heap heap, Dump dump, ObjectFacts facts, FutureTask<Ints> starts, Scratch scratch) {
        ReferencePass pass = new ReferencePass(heap, facts, starts, scratch);
        for (Sink sink : dump.pass("resolving references").run(() -> pass.new Sink())) {
            pass.weak.addAll(sink.weak);
        }
        pass.addThreadLocals();
        return pass;
    }

    ReferenceGraph references() {
        return references;
    }

    WeakReferences.Found weak() {
        return weak;
    }

    private boolean[] rootClasses() {
        boolean[] isRoot = new boolean[classes.classes().size()];
        for (DumpedClass c : classes.classes()) {
            isRoot[c.number()] = RootRules.isOfBootLoader(c);
        }
        RootTable roots = heap.rootTable();
        for (int i = 0; i < roots.size(); i++) {
            DumpedClass root = roots.kind(i) == RootKind.STICKY_CLASS ? classes.find(roots.id(i)) : null;
            if (root != null) {
                isRoot[root.number()] = true;
            }
        }
        return isRoot;
    }

    /** What the locals of a thread's frames refer to counts as referred to by the thread. */
    private void addThreadLocals() {
        ReferenceGraph.Appender appender = references.appender();
        new RootRules(heap).localsOfThreads().forEach((thread, ids) -> {
            int from = (int) objects.indexOf(thread);
            for (long id : ids) {
                int to = (int) objects.indexOf(id);
                if (from >= 0 && to >= 0) {
                    references.addReference(from, to, appender);
                }
            }
        });
    }

    /**
     * What instances of a class have in common.
     *
     * @param referenceAt where references stand among the field bytes
     * @param classIndex the class object's index, or -1 when the reference to it is left out
     * @param referentAt where the weak one among the references stands, or {@link #NO_REFERENT}
     */
    private record Shape(int number, int classIndex, int[] referenceAt, int sizeUnits, int referentAt) {}

    private Shape shape(DumpedClass of) {
        boolean isLeftOut = of.number() >= 0 && classIsRoot[of.number()];
        int index = isLeftOut ? -1 : (int) objects.indexOf(of.id());
        int units = of.isArray() ? 0 : (int) (sizes.instanceBytes(of) >>> SIZE_UNIT_SHIFT);
        return new Shape(of.number(), index, referenceOffsets(of), units, referentOffset(of));
    }

    private int referentOffset(DumpedClass of) {
        int at = 0;
        for (DumpedClass declaring : classes.lineage(of)) {
            boolean isReference = declaring.name().equals(REFERENCE);
            for (ClassDump.Field field : declaring.dump().fields()) {
                if (isReference && heap.symbol(field.nameId()).equals(REFERENT)) {
                    return at;
                }
                at += HprofType.sizeBytes(field.typeCode(), idBytes);
            }
        }
        return NO_REFERENT;
    }

    private int[] referenceOffsets(DumpedClass of) {
        List<Integer> offsets = new ArrayList<>();
        int at = 0;
        for (DumpedClass declaring : classes.lineage(of)) {
            for (ClassDump.Field field : declaring.dump().fields()) {
                if (field.typeCode() == HprofType.OBJECT) {
                    offsets.add(at);
                }
                at += HprofType.sizeBytes(field.typeCode(), idBytes);
            }
        }
        return offsets.stream().mapToInt(Integer::intValue).toArray();
    }

    private final class Sink extends HeapPass.Sink {
        private final ReferenceGraph.Appender appender = references.appender();
        private final Shape[] primitiveArrays = new Shape[PrimitiveType.values().length];
        private final Shape unknown = new Shape(-1, -1, new int[0], 0, NO_REFERENT);
        private final WeakReferences.Found weak = new WeakReferences.Found();
        private final DumpedClass classOfClasses = heap.classOfClasses().dumped();
        private long lastClassId;
        private Shape lastShape = unknown;
        private int elementsLeft = -1;

        Sink() {
            super(true, true, false);
            for (PrimitiveType type : PrimitiveType.values()) {
                DumpedClass array = classes.findNamed(type.javaName + "[]");
                primitiveArrays[type.ordinal()] = array == null ? unknown : shape(array);
            }
        }

        private Shape shapeOf(long classId) {
            if (classId != lastClassId) {
                Shape found = shapes.get(classId);
                lastShape = found == null ? unknown : found;
                lastClassId = classId;
            }
            return lastShape;
        }

        private void addClass(Shape shape) {
            if (shape.classIndex >= 0) {
                appender.add(shape.classIndex);
            }
        }

        private void addId(long id) {
            if (id != 0) {
                int to = (int) objects.indexOf(id);
                if (to >= 0) {
                    appender.add(to);
                }
            }
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            endArray();
            int index = (int) objects.indexOf(id);
            Shape shape = shapeOf(classId);
            facts.set(index, shape.number, shape.sizeUnits);
            int[] offsets = shape.referenceAt;
            appender.begin(index, offsets.length + 1L);
            addClass(shape);
            for (int offset : offsets) {
                if (offset + idBytes > length) {
                    break;
                }
                addId(BigEndian.getId(bytes, at + offset, idBytes));
            }
            appender.end();
            if (shape.referentAt != NO_REFERENT) {
                addWeak(index, shape, bytes, at, length);
            }
        }

        /** Where nothing but the referent field leads there. */
        private void addWeak(int index, Shape shape, byte[] bytes, int at, int length) {
            long referent = 0;
            int count = 0;
            for (int offset : shape.referenceAt) {
                long id = offset + idBytes > length ? 0 : BigEndian.getId(bytes, at + offset, idBytes);
                referent = offset == shape.referentAt ? id : referent;
            }
            for (int offset : shape.referenceAt) {
                boolean isSame = offset + idBytes <= length && BigEndian.getId(bytes, at + offset, idBytes) == referent;
                count += isSame ? 1 : 0;
            }
            int to = referent == 0 || count > 1 ? -1 : (int) objects.indexOf(referent);
            if (to >= 0) {
                weak.add(index, to);
            }
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int length) {
            endArray();
            int index = (int) objects.indexOf(id);
            Shape shape = shapeOf(classId);
            facts.set(index, shape.number, (int) (sizes.objectArrayBytes(length) >>> SIZE_UNIT_SHIFT));
            appender.begin(index, length + 1L);
            addClass(shape);
            elementsLeft = length;
            if (length == 0) {
                endArray();
            }
        }

        @Override
        public void elements(byte[] bytes, int at, int count) {
            for (int i = 0; i < count; i++) {
                addId(BigEndian.getId(bytes, at + i * idBytes, idBytes));
            }
            elementsLeft -= count;
            if (elementsLeft == 0) {
                endArray();
            }
        }

        /** Also where the dump was cut within the array. */
        private void endArray() {
            if (elementsLeft >= 0) {
                appender.end();
                elementsLeft = -1;
            }
        }

        @Override
        public void endRegion(int number) {
            endArray();
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            endArray();
            int index = (int) objects.indexOf(id);
            Shape shape = primitiveArrays[type.ordinal()];
            facts.set(index, shape.number, (int) (sizes.primitiveArrayBytes(type, length) >>> SIZE_UNIT_SHIFT));
            if (shape.classIndex >= 0) {
                appender.begin(index, 1);
                addClass(shape);
                appender.end();
            }
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump dump) {
            endArray();
            int index = (int) objects.indexOf(id);
            @Nullable DumpedClass described = classes.find(id);
            long bytes = described == null ? 0 : sizes.classBytes(described, classOfClasses);
            facts.set(index, classOfClasses.number(), (int) (bytes >>> SIZE_UNIT_SHIFT));
            appender.begin(index, dump.statics().size() + 5L);
            addClass(shapeOf(classOfClasses.id()));
            addId(dump.superId());
            addId(dump.loaderId());
            addId(dump.signersId());
            addId(dump.protectionDomainId());
            for (ClassDump.Static s : dump.statics()) {
                if (s.value() instanceof Value.Reference reference) {
                    addId(reference.id());
                }
            }
            appender.end();
        }
    }
}
