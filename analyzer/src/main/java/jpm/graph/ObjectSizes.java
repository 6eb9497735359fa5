package jpm.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.value.PrimitiveType;

/**
 * How many bytes objects took in the dumped process. A dump does not tell; they follow from the layout that the gaps between addresses
 * show, and from HotSpot's rules of placing fields. Thread-safe.
 */
public final class ObjectSizes {
    private static final int[] FIELD_SIZES = {8, 4, 2, 1};

    private final ClassTable classes;
    private final ObjectLayout layout;
    private final Map<Long, Long> instanceBytes = new ConcurrentHashMap<>();

    public ObjectSizes(ClassTable classes, ObjectLayout layout) {
        this.classes = classes;
        this.layout = layout;
    }

    /** The sizes of a dump's objects; reads a few megabytes of it. */
    public static ObjectSizes of(Dump dump, ClassTable classes) {
        return new ObjectSizes(classes, LayoutEvidence.layout(dump));
    }

    /** How the dumped JVM laid out objects, as a few megabytes of the dump show. */
    public static ObjectLayout sampleLayout(Dump dump) {
        return LayoutEvidence.layout(dump);
    }

    public ObjectLayout layout() {
        return layout;
    }

    /** The bytes of an instance of a class that is no array. */
    public long instanceBytes(DumpedClass of) {
        Long known = instanceBytes.get(of.id());
        if (known != null) {
            return known;
        }
        long bytes = layout.align(end(of));
        instanceBytes.put(of.id(), bytes);
        return bytes;
    }

    private long end(DumpedClass of) {
        List<DumpedClass> lineage = classes.lineage(of);
        FieldSpace space = new FieldSpace(layout.headerBytes());
        for (int i = lineage.size() - 1; i >= 0; i--) {
            place(lineage.get(i), space);
            if (!layout.fillsGaps()) {
                space.closeGaps(layout.referenceBytes());
            }
        }
        return space.end();
    }

    /** First the ordinary fields, then each group of fields that stands alone in its cache lines. */
    private void place(DumpedClass declaring, FieldSpace space) {
        Contention contention = Contention.of(declaring, classes);
        Map<String, StringBuilder> groups = new TreeMap<>();
        groups.put("", new StringBuilder(HiddenFields.descriptors(declaring, classes)));
        for (ClassDump.Field field : declaring.dump().fields()) {
            String group = contention.groupOf(classes.symbol(field.nameId()));
            groups.computeIfAbsent(group, g -> new StringBuilder()).append(descriptor(field.typeCode()));
        }
        groups.forEach((group, descriptors) -> {
            if (!group.isEmpty() || contention.isWholeClass()) {
                space.pad(Contention.PADDING_BYTES);
            }
            place(descriptors, space);
        });
        if (groups.size() > 1 || contention.isWholeClass()) {
            space.pad(Contention.PADDING_BYTES);
            space.closeGaps(layout.alignmentBytes());
        }
    }

    private static char descriptor(int typeCode) {
        return typeCode == HprofType.OBJECT ? 'L' : PrimitiveType.ofHprofCode(typeCode).descriptor;
    }

    /** Primitives by falling size, then references. */
    private void place(CharSequence descriptors, FieldSpace space) {
        for (int size : FIELD_SIZES) {
            descriptors
                    .chars()
                    .filter(d -> d != 'L' && PrimitiveType.ofDescriptor((char) d).sizeBytes == size)
                    .forEach(d -> space.place(size));
        }
        descriptors.chars().filter(d -> d == 'L').forEach(d -> space.place(layout.referenceBytes()));
    }

    /** The bytes of a class object: its instance fields and the class's static fields. */
    public long classBytes(DumpedClass of, DumpedClass classOfClasses) {
        long statics = 0;
        for (ClassDump.Static s : of.dump().statics()) {
            if (!classes.symbol(s.nameId()).startsWith("<")) {
                statics += s.typeCode() == HprofType.OBJECT
                        ? layout.referenceBytes()
                        : HprofType.sizeBytes(s.typeCode(), 0);
            }
        }
        return layout.align(instanceBytes(classOfClasses) + statics);
    }

    public long objectArrayBytes(long length) {
        return layout.objectArrayBytes(length);
    }

    public long primitiveArrayBytes(PrimitiveType type, long length) {
        return layout.primitiveArrayBytes(type, length);
    }
}
