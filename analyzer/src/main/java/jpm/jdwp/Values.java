package jpm.jdwp;

import jpm.value.PrimitiveType;
import jpm.value.Value;

/** Values on the wire: a tag, then the value. */
final class Values {
    private static final int ARRAY_TAG = '[';
    private static final int OBJECT_TAG = 'L';
    private static final int VOID_TAG = 'V';

    private final DeadVm vm;

    Values(DeadVm vm) {
        this.vm = vm;
    }

    /** Writes a value with its tag. What is not available is written as a string that says why. */
    void write(Value value, Answer to) {
        if (value instanceof Value.Primitive primitive) {
            to.oneByte(primitive.type().descriptor);
            writePrimitive(primitive, to);
        } else {
            writeObject(vm.idOf(value), to);
        }
    }

    /** Writes the id of an object, or 0, with its tag. */
    void writeObject(long id, Answer to) {
        to.oneByte(id == 0 ? OBJECT_TAG : tag(id)).id(id);
    }

    /** Writes a primitive without a tag. */
    static void writePrimitive(Value.Primitive value, Answer to) {
        long bits = value.bits();
        switch (value.type().sizeBytes) {
            case Byte.BYTES -> to.oneByte((int) bits);
            case Short.BYTES -> to.twoBytes((int) bits);
            case Integer.BYTES -> to.integer((int) bits);
            default -> to.id(bits);
        }
    }

    /** The tag of an object, which tells clients what they may ask of it. */
    int tag(long id) {
        if (!vm.exists(id)) {
            return vm.threads.isGroup(id) ? 'g' : OBJECT_TAG;
        }
        ClassMirror type = vm.classOf(id);
        if (type.isArray()) {
            return ARRAY_TAG;
        }
        return vm.threads.isThread(id) ? 't' : tag(type);
    }

    private static int tag(ClassMirror type) {
        if (type.name.equals("java.lang.String")) {
            return 's';
        } else if (type.isA("java.lang.ThreadGroup")) {
            return 'g';
        } else if (type.isA("java.lang.ClassLoader")) {
            return 'l';
        } else if (type.name.equals("java.lang.Class")) {
            return 'c';
        }
        return OBJECT_TAG;
    }

    /** Reads a value with its tag. */
    Value read(Request from) {
        int tag = from.oneByte();
        if (tag == VOID_TAG) {
            return Value.NULL;
        }
        if ("ZBCSIJFD".indexOf(tag) >= 0) {
            return readPrimitive(PrimitiveType.ofDescriptor((char) tag), from);
        }
        if ("[Lstglc".indexOf(tag) < 0) {
            throw new CommandFailure(ErrorCode.INVALID_TAG);
        }
        long id = from.id();
        if (id != 0 && !vm.exists(id)) {
            throw new CommandFailure(ErrorCode.INVALID_OBJECT);
        }
        return id == 0 ? Value.NULL : vm.invented.value(id);
    }

    private static Value readPrimitive(PrimitiveType type, Request from) {
        long bits = switch (type.sizeBytes) {
            case Byte.BYTES -> from.oneByte();
            case Short.BYTES -> type == PrimitiveType.CHAR ? from.twoBytes() & 0xffff : from.twoBytes();
            case Integer.BYTES -> from.integer();
            default -> from.id();
        };
        return new Value.Primitive(type, bits);
    }
}
