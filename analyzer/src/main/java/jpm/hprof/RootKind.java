package jpm.hprof;

import org.jspecify.annotations.Nullable;

/** The kinds of garbage collection roots, with their HPROF tags and record layouts; those from INTERNED_STRING on are Android's. */
public enum RootKind {
    JNI_GLOBAL(0x01, "JNI global", 1, 0),
    JNI_LOCAL(0x02, "JNI local", 0, 8),
    JAVA_FRAME(0x03, "Java local", 0, 8),
    NATIVE_STACK(0x04, "native stack", 0, 4),
    STICKY_CLASS(0x05, "system class", 0, 0),
    THREAD_BLOCK(0x06, "thread block", 0, 4),
    MONITOR_USED(0x07, "busy monitor", 0, 0),
    THREAD_OBJECT(0x08, "thread", 0, 8),
    UNKNOWN(0xff, "unknown", 0, 0),
    INTERNED_STRING(0x89, "interned string", 0, 0),
    FINALIZING(0x8a, "finalizing", 0, 0),
    DEBUGGER(0x8b, "debugger", 0, 0),
    REFERENCE_CLEANUP(0x8c, "reference cleanup", 0, 0),
    VM_INTERNAL(0x8d, "VM internal", 0, 0),
    JNI_MONITOR(0x8e, "JNI monitor", 0, 8),
    UNREACHABLE(0x90, "unreachable", 0, 0);

    private static final @Nullable RootKind[] BY_TAG = byTag();

    /** How people call it. */
    public final String label;

    final int tag;
    /** How many identifiers follow the object's. */
    final int moreIds;
    /** How many bytes follow the identifiers: thread serial, and frame number or trace serial. */
    final int moreBytes;

    RootKind(int tag, String label, int moreIds, int moreBytes) {
        this.tag = tag;
        this.label = label;
        this.moreIds = moreIds;
        this.moreBytes = moreBytes;
    }

    static @Nullable RootKind ofTag(int tag) {
        return BY_TAG[tag];
    }

    int bodyBytes(int idBytes) {
        return (1 + moreIds) * idBytes + moreBytes;
    }

    private static @Nullable RootKind[] byTag() {
        RootKind[] kinds = new RootKind[256];
        for (RootKind kind : values()) {
            kinds[kind.tag] = kind;
        }
        return kinds;
    }
}
