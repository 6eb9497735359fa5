package jpm.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapFrame;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapThread;
import jpm.graph.ThreadStates;
import jpm.hprof.RootKind;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a dump with their owners and who waits for them. Those of {@code java.util.concurrent} name their owner. Of monitors a dump tells at most
 * that they are busy: a thread that is blocked is taken to wait for what its innermost frame came to last, and whoever else refers to that from a frame
 * for its owner, which is marked as inferred.
 *
 * @param deadlocks threads that wait for each other in a circle
 */
public record LockReport(List<Lock> locks, List<Deadlock> deadlocks) {
    private static final String OWNABLE = "java.util.concurrent.locks.AbstractOwnableSynchronizer";
    private static final String THREAD = "java.lang.Thread";

    /**
     * A lock.
     *
     * @param object the monitor's object, or the synchronizer that a lock of {@code java.util.concurrent} keeps
     * @param isMonitor whether it is a monitor
     * @param owners who holds it; more than one where that can only be inferred
     * @param isInferred whether the owners follow from what frames refer to
     * @param waiting who waits to get it
     * @param notified who waits in it for a notification
     */
    public record Lock(
            HeapObject object,
            boolean isMonitor,
            List<HeapThread> owners,
            boolean isInferred,
            List<HeapThread> waiting,
            List<HeapThread> notified) {}

    /** Each thread waits for the lock at the same place, which the next thread holds, the last thread for the first one's. */
    public record Deadlock(List<HeapThread> threads, List<Lock> locks) {}

    public static LockReport of(Heap heap) {
        return new Reader(heap).report();
    }

    private static final class Reader {
        private final Heap heap;
        private final Map<Long, Holding> byObject = new LinkedHashMap<>();
        private final Set<Long> busyMonitors = new HashSet<>();
        private final Map<Long, HeapThread> threadsById = new HashMap<>();

        Reader(Heap heap) {
            this.heap = heap;
            for (GcRoot root : heap.roots()) {
                if (root.kind() == RootKind.MONITOR_USED) {
                    busyMonitors.add(root.objectId());
                }
            }
            heap.threads().forEach(thread -> threadsById.put(thread.id(), thread));
        }

        /** What is found of one lock. */
        private static final class Holding {
            final Set<HeapThread> owners = new LinkedHashSet<>();
            final Set<HeapThread> waiting = new LinkedHashSet<>();
            final Set<HeapThread> notified = new LinkedHashSet<>();
            boolean isMonitor;
        }

        LockReport report() {
            busyMonitors.forEach(id -> holding(id).isMonitor = true);
            heap.threads().forEach(this::readParked);
            readMonitors();
            List<Lock> locks = new ArrayList<>();
            byObject.forEach((id, holding) -> {
                HeapObject object = heap.findObject(id);
                if (object != null) {
                    holding.owners.removeAll(holding.waiting);
                    holding.owners.removeAll(holding.notified);
                    locks.add(lock(object, holding));
                }
            });
            return new LockReport(List.copyOf(locks), deadlocks(locks));
        }

        private static Lock lock(HeapObject object, Holding holding) {
            return new Lock(
                    object,
                    holding.isMonitor,
                    List.copyOf(holding.owners),
                    holding.isMonitor && !holding.owners.isEmpty(),
                    List.copyOf(holding.waiting),
                    List.copyOf(holding.notified));
        }

        private Holding holding(long id) {
            return byObject.computeIfAbsent(id, key -> new Holding());
        }

        /** A thread that is parked names by whom it is kept. */
        private void readParked(HeapThread thread) {
            if (!(heap.findObject(thread.id()) instanceof HeapInstance instance)
                    || !(instance.referenced(THREAD, "parkBlocker") instanceof HeapInstance blocker)) {
                return;
            }
            Holding holding = holding(blocker.id());
            if (isOwnable(blocker)) {
                holding.waiting.add(thread);
                addOwner(blocker, holding);
            } else {
                holding.notified.add(thread);
            }
        }

        private void addOwner(HeapInstance synchronizer, Holding holding) {
            HeapObject owner = synchronizer.referenced(OWNABLE, "exclusiveOwnerThread");
            HeapThread known = owner == null ? null : threadsById.get(owner.id());
            if (known != null) {
                holding.owners.add(known);
            }
        }

        private static boolean isOwnable(HeapInstance object) {
            for (HeapClass each : object.heapClass().lineage()) {
                if (each.name().equals(OWNABLE)) {
                    return true;
                }
            }
            return false;
        }

        private void readMonitors() {
            Set<Long> awaited = new HashSet<>(busyMonitors);
            for (HeapThread thread : heap.threads()) {
                boolean isBlocked = heap.findObject(thread.id()) instanceof HeapInstance object
                        && "BLOCKED".equals(ThreadStates.state(object));
                boolean isInWait =
                        !thread.frames().isEmpty() && isWait(thread.frames().get(0));
                Long monitor = isBlocked || isInWait ? awaited(thread) : null;
                if (monitor != null) {
                    awaited.add(monitor);
                    holding(monitor).isMonitor = true;
                    (isBlocked ? holding(monitor).waiting : holding(monitor).notified).add(thread);
                }
            }
            heap.threads().forEach(thread -> addOwner(thread, awaited));
        }

        private void addOwner(HeapThread thread, Set<Long> monitors) {
            for (HeapFrame frame : thread.frames()) {
                for (GcRoot root : frame.roots()) {
                    if (monitors.contains(root.objectId())) {
                        holding(root.objectId()).owners.add(thread);
                    }
                }
            }
        }

        private static boolean isWait(HeapFrame frame) {
            return frame.className().equals("java.lang.Object")
                    && frame.methodName().startsWith("wait");
        }

        /**
         * The monitor that a thread waits for: of what its innermost frame refers to the last, as the compiler keeps a monitor in the variable after
         * those declared before it; in {@code Object.wait} the first, which is the object itself unless compiled code has dropped it.
         */
        private @Nullable Long awaited(HeapThread thread) {
            for (HeapFrame frame : thread.frames()) {
                boolean isWait = isWait(frame);
                List<Long> candidates = frame.roots().stream()
                        .map(GcRoot::objectId)
                        .filter(id -> id != thread.id() && (busyMonitors.isEmpty() || busyMonitors.contains(id)))
                        .toList();
                if (!candidates.isEmpty()) {
                    return candidates.get(isWait ? 0 : candidates.size() - 1);
                }
                if (!isWait) {
                    return null;
                }
            }
            return null;
        }

        private List<Deadlock> deadlocks(List<Lock> locks) {
            Map<HeapThread, Lock> awaited = new LinkedHashMap<>();
            locks.forEach(lock -> lock.waiting.forEach(thread -> awaited.put(thread, lock)));
            List<Deadlock> found = new ArrayList<>();
            Set<HeapThread> done = new HashSet<>();
            for (HeapThread start : awaited.keySet()) {
                List<HeapThread> circle = done.contains(start) ? List.of() : circle(start, awaited);
                if (!circle.isEmpty() && circle.stream().noneMatch(done::contains)) {
                    found.add(new Deadlock(
                            circle, circle.stream().map(awaited::get).toList()));
                    done.addAll(circle);
                }
            }
            return found;
        }

        /** The circle into which following owners leads, or nothing. */
        private static List<HeapThread> circle(HeapThread start, Map<HeapThread, Lock> awaited) {
            List<HeapThread> way = new ArrayList<>();
            HeapThread at = start;
            while (at != null && !way.contains(at)) {
                way.add(at);
                at = nextOwner(awaited.get(at), awaited);
            }
            return at == null ? List.of() : List.copyOf(way.subList(way.indexOf(at), way.size()));
        }

        /** Of several possible owners one that waits itself. */
        private static @Nullable HeapThread nextOwner(@Nullable Lock lock, Map<HeapThread, Lock> awaited) {
            List<HeapThread> owners = lock == null ? List.of() : lock.owners;
            return owners.stream().filter(awaited::containsKey).findFirst().orElse(null);
        }
    }
}
