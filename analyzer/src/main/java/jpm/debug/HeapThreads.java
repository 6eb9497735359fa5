package jpm.debug;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Heap;
import jpm.graph.HeapInstance;
import jpm.graph.HeapThread;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The threads of a heap dump, the crashed one first. */
final class HeapThreads {
    private static final int MAX_NAME_CHARS = 1 << 12;

    /** Bits of {@code threadStatus} (JVMTI's thread state) in the order in which {@code jdk.internal.misc.VM.toThreadState} asks for them. */
    private static final Map<Integer, String> STATES = states();

    private final Heap heap;
    private final List<DebugThread> threads = new ArrayList<>();
    private final List<@Nullable HeapThread> dumped = new ArrayList<>();

    /** @param crashedId the crashed thread's object, which may have no stack of its own any more; 0 for none */
    HeapThreads(Heap heap, long crashedId) {
        this.heap = heap;
        if (crashedId != 0) {
            addCrashed(crashedId);
        }
        for (HeapThread thread : heap.threads()) {
            if (thread.id() != crashedId) {
                add(thread.id(), thread.name(), thread, false);
            }
        }
    }

    List<DebugThread> all() {
        return List.copyOf(threads);
    }

    /** The frames that the dump has of a thread. */
    RootStack stack(DebugThread thread) {
        HeapThread heapThread = dumped.get(thread.number() - 1);
        return new RootStack(heap, heapThread == null ? List.of() : heapThread.frames());
    }

    private void addCrashed(long crashedId) {
        for (HeapThread thread : heap.threads()) {
            if (thread.id() == crashedId) {
                add(crashedId, thread.name(), thread, true);
                return;
            }
        }
        String name = heap.findObject(crashedId) instanceof HeapInstance thread
                        && thread.referenced("name") instanceof HeapInstance text
                ? text.asString(MAX_NAME_CHARS)
                : null;
        add(crashedId, name == null ? "" : name, null, true);
    }

    private void add(long objectId, String name, @Nullable HeapThread thread, boolean crashed) {
        HeapInstance object = heap.findObject(objectId) instanceof HeapInstance instance ? instance : null;
        long id = object == null ? -1 : number(object, "tid", -1);
        String shown = name.isEmpty() ? "thread " + (id >= 0 ? id : threads.size() + 1) : name;
        threads.add(new DebugThread(threads.size() + 1, shown, id, object == null ? null : state(object), crashed));
        dumped.add(thread);
    }

    /** JDK 19 moved {@code threadStatus} into {@code holder}; virtual threads have a state of another kind, which is not shown. */
    private static @Nullable String state(HeapInstance thread) {
        if (thread.heapClass().name().equals("java.lang.VirtualThread")) {
            return null;
        }
        long status = thread.referenced("holder") instanceof HeapInstance holder
                ? number(holder, "threadStatus", -1)
                : number(thread, "threadStatus", -1);
        if (status < 0) {
            return null;
        }
        for (Map.Entry<Integer, String> state : STATES.entrySet()) {
            if ((status & state.getKey()) != 0) {
                return state.getValue();
            }
        }
        return (status & 1) == 0 ? "NEW" : "RUNNABLE";
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

    private static long number(HeapInstance object, String field, long otherwise) {
        return object.field(field) instanceof Value.Primitive number ? number.bits() : otherwise;
    }
}
