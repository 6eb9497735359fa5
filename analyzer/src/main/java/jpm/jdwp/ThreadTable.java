package jpm.jdwp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.debug.DeadProcess;
import jpm.debug.DebugThread;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The threads and their groups. Where the dump tells of no groups there is one, made up. */
final class ThreadTable {
    private static final int MAX_NESTED_GROUPS = 1000;

    private final ObjectModel model;
    private final InventedObjects invented;
    private final List<ThreadMirror> threads = new ArrayList<>();
    private final Map<Long, ThreadMirror> byId = new HashMap<>();
    /** By a thread's id its group's. */
    private final Map<Long, Long> groupOfThread = new HashMap<>();
    /** By a group's id its parent's, 0 for those at the top. */
    private final Map<Long, Long> parentOfGroup = new LinkedHashMap<>();

    ThreadTable(DeadProcess process, InventedObjects invented) {
        this.model = process.model();
        this.invented = invented;
        for (DebugThread thread : process.threads()) {
            add(process, thread);
        }
        Long fallback = null;
        for (ThreadMirror thread : threads) {
            long group = reference(thread.id(), "group");
            if (group == 0) {
                fallback = fallback == null ? fallbackGroup() : fallback;
                group = fallback;
            }
            groupOfThread.put(thread.id(), group);
            addGroup(group);
        }
    }

    private void add(DeadProcess process, DebugThread thread) {
        long objectId = process.objectId(thread);
        boolean isUsable = objectId != 0 && !byId.containsKey(objectId);
        long id = isUsable
                ? objectId
                : invented.id(new InventedObjects.Named("java.lang.Thread", thread.number() + " " + thread.name()));
        ThreadMirror mirror = new ThreadMirror(id, thread, process.stack(thread));
        threads.add(mirror);
        byId.put(id, mirror);
    }

    /** Virtual threads have no group of their own, and a snapshot tells of none. */
    private long fallbackGroup() {
        return invented.id(new InventedObjects.Named("java.lang.ThreadGroup", "threads"));
    }

    private void addGroup(long group) {
        long at = group;
        Set<Long> seen = new HashSet<>();
        while (at != 0 && !parentOfGroup.containsKey(at) && seen.add(at) && seen.size() < MAX_NESTED_GROUPS) {
            long parent = reference(at, "parent");
            parentOfGroup.put(at, seen.contains(parent) ? 0 : parent);
            at = parent;
        }
    }

    /** JDK 19 moved some of a thread's fields into its {@code holder}. */
    private long reference(long id, String field) {
        Value value = field(id, field);
        if (value == null && field(id, "holder") instanceof Value.Reference holder) {
            value = field(holder.id(), field);
        }
        return value instanceof Value.Reference reference ? reference.id() : 0;
    }

    private @Nullable Value field(long id, String field) {
        return InventedObjects.isInvented(id) ? null : model.field(id, field);
    }

    /** All threads, the crashed one first. */
    List<ThreadMirror> all() {
        return Collections.unmodifiableList(threads);
    }

    boolean isThread(long id) {
        return byId.containsKey(id);
    }

    ThreadMirror thread(long id) {
        ThreadMirror found = byId.get(id);
        if (found == null) {
            throw new CommandFailure(ErrorCode.INVALID_THREAD);
        }
        return found;
    }

    /** The thread in which an id of a frame lies. */
    ThreadMirror threadOfFrame(long frameId) {
        int number = ThreadMirror.threadNumber(frameId);
        for (ThreadMirror thread : threads) {
            if (thread.thread().number() == number) {
                return thread;
            }
        }
        throw new CommandFailure(ErrorCode.INVALID_FRAMEID);
    }

    long groupOf(ThreadMirror thread) {
        return groupOfThread.getOrDefault(thread.id(), 0L);
    }

    boolean isGroup(long id) {
        return parentOfGroup.containsKey(id);
    }

    private void requireGroup(long id) {
        if (!isGroup(id)) {
            throw new CommandFailure(ErrorCode.INVALID_THREAD_GROUP);
        }
    }

    /** The groups within that one; those at the top for 0. */
    List<Long> groupsIn(long parent) {
        if (parent != 0) {
            requireGroup(parent);
        }
        List<Long> children = new ArrayList<>();
        parentOfGroup.forEach((group, its) -> {
            if (its == parent) {
                children.add(group);
            }
        });
        return children;
    }

    List<ThreadMirror> threadsIn(long group) {
        requireGroup(group);
        return threads.stream().filter(thread -> groupOf(thread) == group).toList();
    }

    /** The parent of a group, 0 for those at the top. */
    long parentOf(long group) {
        requireGroup(group);
        return parentOfGroup.getOrDefault(group, 0L);
    }

    String nameOfGroup(long group) {
        requireGroup(group);
        if (invented.find(group) instanceof InventedObjects.Named named) {
            return named.name();
        }
        long name = reference(group, "name");
        String text = name == 0 ? null : model.string(name, Short.MAX_VALUE);
        return text == null ? "" : text;
    }
}
