package jpm.jdwp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.analysis.LockReport;
import jpm.analysis.LockReport.Lock;
import jpm.debug.DebugFrame;
import jpm.graph.Heap;
import jpm.graph.HeapThread;
import org.jspecify.annotations.Nullable;

/**
 * The monitors that the heap tells of: those that somebody waits for or in, with their owners as {@link LockReport} infers them. One that a thread holds and
 * nobody else wanted leaves no trace in a heap dump.
 */
final class MonitorTable {
    private final @Nullable Heap heap;
    private @Nullable Map<Long, Lock> byObject;

    MonitorTable(@Nullable Heap heap) {
        this.heap = heap;
    }

    boolean isKnown() {
        return heap != null;
    }

    private Map<Long, Lock> byObject() {
        if (heap == null) {
            throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
        }
        Map<Long, Lock> known = byObject;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (Lock lock : LockReport.of(heap).locks()) {
                if (lock.isMonitor()) {
                    known.put(lock.object().id(), lock);
                }
            }
            byObject = known;
        }
        return known;
    }

    /** The objects of the monitors that are known to be a thread's. */
    List<Long> ownedBy(ThreadMirror thread) {
        List<Long> owned = new ArrayList<>();
        byObject().forEach((id, lock) -> {
            if (ownerOf(lock) == thread.id()) {
                owned.add(id);
            }
        });
        return owned;
    }

    /** The object whose monitor a thread waits for or in, 0 for none; fails the command where it waits for one that is not known. */
    long awaitedBy(ThreadMirror thread) {
        for (Map.Entry<Long, Lock> entry : byObject().entrySet()) {
            Lock lock = entry.getValue();
            if (has(lock.waiting(), thread) || has(lock.notified(), thread)) {
                return entry.getKey();
            }
        }
        if (waits(thread)) {
            throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
        }
        return 0;
    }

    private static boolean waits(ThreadMirror thread) {
        List<DebugFrame> frames = thread.frames();
        boolean isInWait = !frames.isEmpty()
                && frames.get(0).className().equals("java.lang.Object")
                && frames.get(0).methodName().startsWith("wait");
        return isInWait || "BLOCKED".equals(thread.thread().state());
    }

    private static boolean has(List<HeapThread> threads, ThreadMirror wanted) {
        return threads.stream().anyMatch(thread -> thread.id() == wanted.id());
    }

    /** A lock of which several threads may be the owner has none that is known. */
    private static long ownerOf(Lock lock) {
        return lock.owners().size() == 1 ? lock.owners().get(0).id() : 0;
    }

    /**
     * Who holds a monitor, and who waits to get it.
     *
     * @param owner the thread, 0 for none
     * @param waiting the threads
     */
    record Holding(long owner, List<Long> waiting) {}

    /** Of one of these monitors; fails the command for any other object, which may be locked or not. */
    Holding holding(long objectId) {
        Lock lock = byObject().get(objectId);
        if (lock == null || lock.owners().size() > 1) {
            throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
        }
        return new Holding(
                ownerOf(lock), lock.waiting().stream().map(HeapThread::id).toList());
    }
}
