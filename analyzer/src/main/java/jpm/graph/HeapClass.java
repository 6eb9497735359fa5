package jpm.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A class, as an object and as the description of its instances. */
public final class HeapClass extends HeapObject {
    private final DumpedClass dumped;
    private volatile @Nullable List<HeapClass> lineage;
    private volatile @Nullable List<String> lineageNames;

    HeapClass(Heap heap, DumpedClass dumped) {
        super(heap, dumped.id(), dumped.recordAt());
        this.dumped = dumped;
    }

    /** As in source: {@code java.util.HashMap$Node}, {@code byte[]}; a hidden class keeps its suffix. */
    public String name() {
        return dumped.name();
    }

    /** The class's place in {@link Heap#classes()}. */
    public int number() {
        return dumped.number();
    }

    public boolean isArray() {
        return dumped.isArray();
    }

    public @Nullable HeapClass superclass() {
        return dump().superId() == 0 ? null : heap.findClass(dump().superId());
    }

    /** This class and its superclasses, most derived first. */
    public List<HeapClass> lineage() {
        List<HeapClass> known = lineage;
        if (known == null) {
            Set<HeapClass> found = new LinkedHashSet<>();
            HeapClass at = this;
            while (at != null && found.add(at)) {
                at = at.superclass();
            }
            known = List.copyOf(found);
            lineage = known;
        }
        return known;
    }

    /** The names of {@link #lineage()}. */
    List<String> lineageNames() {
        List<String> known = lineageNames;
        if (known == null) {
            known = lineage().stream().map(HeapClass::name).toList();
            lineageNames = known;
        }
        return known;
    }

    /** Whether it is that class or extends it. */
    public boolean isSubclassOf(HeapClass other) {
        return lineage().contains(other);
    }

    /** The defining class loader's address, 0 for the boot loader. */
    public long loaderId() {
        return dump().loaderId();
    }

    /** The instance fields that the class itself declares. */
    public List<HeapField> fields() {
        return dump().fields().stream()
                .map(f -> HeapField.of(this, heap.symbol(f.nameId()), f.typeCode()))
                .toList();
    }

    /** The static fields; HotSpot adds some of its own, as {@code <resolved_references>}. */
    public List<FieldValue> statics() {
        List<FieldValue> statics = new ArrayList<>();
        for (ClassDump.Static s : dump().statics()) {
            statics.add(new FieldValue(HeapField.of(this, heap.symbol(s.nameId()), s.typeCode()), s.value()));
        }
        return Collections.unmodifiableList(statics);
    }

    /** The value of the static field of that name, or null where there is none. */
    public @Nullable Value staticField(String fieldName) {
        for (ClassDump.Static s : dump().statics()) {
            if (heap.symbol(s.nameId()).equals(fieldName)) {
                return s.value();
            }
        }
        return null;
    }

    /** The bytes of an instance's field values in the dump, superclasses included. */
    public int instanceFieldBytes() {
        int sum = 0;
        for (HeapClass c : lineage()) {
            sum += c.ownFieldBytes();
        }
        return sum;
    }

    int ownFieldBytes() {
        int sum = 0;
        for (ClassDump.Field field : dump().fields()) {
            sum += HprofType.sizeBytes(field.typeCode(), heap.idBytes());
        }
        return sum;
    }

    /** The bytes that an instance took in the dumped process; 0 for array classes, whose instances differ. */
    public long instanceShallowBytes() {
        return isArray() ? 0 : heap.sizes().instanceBytes(dumped);
    }

    DumpedClass dumped() {
        return dumped;
    }

    ClassDump dump() {
        return dumped.dump();
    }

    @Override
    public HeapClass heapClass() {
        return heap.classOfClasses();
    }

    @Override
    public long shallowBytes() {
        return heap.sizes().classBytes(dumped, heap.classOfClasses().dumped);
    }

    @Override
    public String toString() {
        return dumped.name();
    }
}
