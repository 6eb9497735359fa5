package jpm.hprof;

/** The record tags of HPROF that jpm reads. */
final class Tag {
    static final int UTF8 = 0x01;
    static final int LOAD_CLASS = 0x02;
    static final int FRAME = 0x04;
    static final int TRACE = 0x05;
    static final int CONTROL_SETTINGS = 0x0e;
    static final int HEAP_DUMP = 0x0c;
    static final int HEAP_DUMP_SEGMENT = 0x1c;
    static final int HEAP_DUMP_END = 0x2c;

    static final int CLASS_DUMP = 0x20;
    static final int INSTANCE_DUMP = 0x21;
    static final int OBJECT_ARRAY_DUMP = 0x22;
    static final int PRIMITIVE_ARRAY_DUMP = 0x23;
    static final int PRIMITIVE_ARRAY_WITHOUT_DATA = 0xc3;
    static final int HEAP_DUMP_INFO = 0xfe;

    private Tag() {}

    static boolean isTopLevel(int tag) {
        return tag >= UTF8 && tag <= CONTROL_SETTINGS || tag == HEAP_DUMP_SEGMENT || tag == HEAP_DUMP_END;
    }

    static boolean isHeap(int tag) {
        return tag == HEAP_DUMP || tag == HEAP_DUMP_SEGMENT;
    }
}
