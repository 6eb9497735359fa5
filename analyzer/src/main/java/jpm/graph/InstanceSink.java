package jpm.graph;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import jpm.hprof.ClassDump;
import jpm.value.PrimitiveType;

/** Is told by a pass of the instances of some classes. A subclass counts only where it is among them; classes are instances of {@code java.lang.Class}. */
public abstract class InstanceSink extends HeapPass.Sink {
    private final Set<Long> classIds = new HashSet<>();
    private final Set<PrimitiveType> elementTypes = EnumSet.noneOf(PrimitiveType.class);
    private final boolean wantsClasses;

    protected InstanceSink(Heap heap, Collection<HeapClass> of) {
        super(false, false, false);
        of.forEach(each -> classIds.add(each.id()));
        for (PrimitiveType type : PrimitiveType.values()) {
            if (of.contains(heap.primitiveArrayClass(type))) {
                elementTypes.add(type);
            }
        }
        wantsClasses = of.contains(heap.classOfClasses());
    }

    /** An instance of that address. */
    protected abstract void found(long id);

    @Override
    public final void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
        if (classIds.contains(classId)) {
            found(id);
        }
    }

    @Override
    public final void objectArray(long id, long recordAt, long classId, int length) {
        if (classIds.contains(classId)) {
            found(id);
        }
    }

    @Override
    public final void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
        if (elementTypes.contains(type)) {
            found(id);
        }
    }

    @Override
    public final void classDump(long id, long recordAt, ClassDump classDump) {
        if (wantsClasses) {
            found(id);
        }
    }
}
