package jpm.graph;

import jpm.hprof.HprofType;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * A field that a class declares.
 *
 * @param primitiveType null for references, whose declared type no dump tells
 */
public record HeapField(
        HeapClass declaringClass, String name, @Nullable PrimitiveType primitiveType) {
    static HeapField of(HeapClass declaringClass, String name, int typeCode) {
        return new HeapField(
                declaringClass, name, typeCode == HprofType.OBJECT ? null : PrimitiveType.ofHprofCode(typeCode));
    }

    /** The type in source form; {@code java.lang.Object} for every reference. */
    public String typeName() {
        return primitiveType == null ? "java.lang.Object" : primitiveType.javaName;
    }
}
