package jpm.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** What a {@code java.lang.Thread} object says about its thread, as JDK 6 to 25 keep it. */
public final class ThreadStates {
    private static final String THREAD = "java.lang.Thread";
    private static final String VIRTUAL = "java.lang.VirtualThread";
    private static final int ALIVE = 1;

    /** Bits of {@code threadStatus} (JVMTI's thread state) in the order in which {@code jdk.internal.misc.VM.toThreadState} asks for them. */
    private static final Map<Integer, String> STATES = states();

    private ThreadStates() {}

    /** A name of {@link Thread.State}; null for virtual threads, whose states are of another kind, and where the object does not tell. */
    public static @Nullable String state(HeapInstance thread) {
        long status = isVirtual(thread) ? -1 : number(thread, "threadStatus", -1);
        if (status < 0) {
            return null;
        }
        for (Map.Entry<Integer, String> state : STATES.entrySet()) {
            if ((status & state.getKey()) != 0) {
                return state.getValue();
            }
        }
        return (status & ALIVE) == 0 ? "NEW" : "RUNNABLE";
    }

    public static boolean isVirtual(HeapInstance thread) {
        for (HeapClass c : thread.heapClass().lineage()) {
            if (c.name().equals(VIRTUAL)) {
                return true;
            }
        }
        return false;
    }

    /** Virtual threads always are. */
    public static boolean isDaemon(HeapInstance thread) {
        return isVirtual(thread) || number(thread, "daemon", 0) != 0;
    }

    /** As {@link Thread#getId()}, -1 where the object does not tell. */
    public static long javaId(HeapInstance thread) {
        return number(thread, "tid", -1);
    }

    /** JDK 19 moved some fields into {@code holder}. */
    private static long number(HeapInstance thread, String field, long otherwise) {
        Value value = thread.field(THREAD, field);
        if (value == null && thread.referenced(THREAD, "holder") instanceof HeapInstance holder) {
            value = holder.field(field);
        }
        return value instanceof Value.Primitive number ? number.bits() : otherwise;
    }

    private static Map<Integer, String> states() {
        Map<Integer, String> states = new LinkedHashMap<>();
        states.put(0x0004, "RUNNABLE");
        states.put(0x0400, "BLOCKED");
        states.put(0x0010, "WAITING");
        states.put(0x0020, "TIMED_WAITING");
        states.put(0x0002, "TERMINATED");
        return states;
    }
}
