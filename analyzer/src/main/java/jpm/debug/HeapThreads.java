package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import jpm.graph.Heap;
import jpm.graph.HeapInstance;
import jpm.graph.HeapThread;
import jpm.graph.ThreadStates;
import org.jspecify.annotations.Nullable;

/** The threads of a heap dump, the crashed one first. */
final class HeapThreads {
    private static final int MAX_NAME_CHARS = 1 << 12;

    private final Heap heap;
    private final FrameNames names;
    private final List<DebugThread> threads = new ArrayList<>();
    private final List<@Nullable HeapThread> dumped = new ArrayList<>();
    private final List<Long> objectIds = new ArrayList<>();

    /** @param crashedId the crashed thread's object, which may have no stack of its own any more; 0 for none */
    HeapThreads(Heap heap, FrameNames names, long crashedId) {
        this.heap = heap;
        this.names = names;
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
        return new RootStack(names, heapThread == null ? List.of() : heapThread.frames());
    }

    /** The address of a thread's object. */
    long objectId(DebugThread thread) {
        return objectIds.get(thread.number() - 1);
    }

    private void addCrashed(long crashedId) {
        for (HeapThread thread : heap.threads()) {
            if (thread.id() == crashedId) {
                add(crashedId, thread.name(), thread, true);
                return;
            }
        }
        String name = heap.findObject(crashedId) instanceof HeapInstance thread
                        && thread.referenced("java.lang.Thread", "name") instanceof HeapInstance text
                ? text.asString(MAX_NAME_CHARS)
                : null;
        add(crashedId, name == null ? "" : name, null, true);
    }

    private void add(long objectId, String name, @Nullable HeapThread thread, boolean crashed) {
        HeapInstance object = heap.findObject(objectId) instanceof HeapInstance instance ? instance : null;
        long id = object == null ? -1 : ThreadStates.javaId(object);
        String shown = name.isEmpty() ? "thread " + (id >= 0 ? id : threads.size() + 1) : name;
        threads.add(new DebugThread(
                threads.size() + 1, shown, id, object == null ? null : ThreadStates.state(object), crashed));
        dumped.add(thread);
        objectIds.add(objectId);
    }
}
