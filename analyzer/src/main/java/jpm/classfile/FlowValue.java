package jpm.classfile;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.analysis.Value;

/**
 * What a slot or a place of the operand stack holds.
 *
 * @param type null where nothing is held, or nothing that is one type on all ways; {@link #NULL} for the null reference
 * @param loadedFrom the slot that the value was loaded from, -1 for none
 * @param loadedAt the instruction that loaded it
 */
record FlowValue(@Nullable Type type, int loadedFrom, int loadedAt) implements Value {
    /** The type of the null reference, which no frame root shows. */
    static final Type NULL = Type.getObjectType("null");

    static final Type OBJECT = Type.getObjectType("java/lang/Object");
    static final FlowValue NOTHING = new FlowValue(null, -1, -1);

    static FlowValue of(Type type) {
        return new FlowValue(type, -1, -1);
    }

    @Override
    public int getSize() {
        return type == null ? 1 : type.getSize();
    }

    boolean isSet() {
        return type != null;
    }

    /** Whether a virtual machine may find a reference here. */
    boolean isReference() {
        return type != null && type.getSort() >= Type.ARRAY && type != NULL;
    }

    String descriptor() {
        return type == null || type == NULL ? OBJECT.getDescriptor() : type.getDescriptor();
    }

    /** What is held where two ways meet. */
    FlowValue merge(FlowValue other) {
        if (equals(other)) {
            return this;
        }
        Type merged = merge(type, other.type);
        boolean sameLoad = loadedFrom == other.loadedFrom && loadedAt == other.loadedAt;
        return merged == null ? NOTHING : new FlowValue(merged, sameLoad ? loadedFrom : -1, sameLoad ? loadedAt : -1);
    }

    private static @Nullable Type merge(@Nullable Type a, @Nullable Type b) {
        if (Objects.equals(a, b)) {
            return a;
        }
        if (a == null || b == null || a.getSort() < Type.ARRAY || b.getSort() < Type.ARRAY) {
            return null;
        }
        if (a == NULL || b == NULL) {
            return a == NULL ? b : a;
        }
        return OBJECT;
    }
}
