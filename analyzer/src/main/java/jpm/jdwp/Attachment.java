package jpm.jdwp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.debug.ThrownException;
import jpm.value.Value;

/**
 * What one client has asked for so far: how often threads were suspended, and the events that it waits for. No thread ever runs; a thread that is
 * resumed stays where it is, and can be looked at again once it is suspended.
 */
final class Attachment {
    private static final int SUSPEND_NONE = 0;
    private static final int SUSPEND_EVENT_THREAD = 1;
    private static final int SUSPEND_ALL = 2;
    private static final int MAX_REQUESTS = 1_000_000;

    private final DeadVm vm;
    private final Values values;
    private final Map<Long, Integer> suspendCounts = new HashMap<>();
    private final Map<Integer, EventRequest> requests = new LinkedHashMap<>();
    private final List<byte[]> events = new ArrayList<>();
    private int nextRequestId = 1;
    private boolean isOver;

    Attachment(DeadVm vm) {
        this.vm = vm;
        this.values = new Values(vm);
        start();
    }

    /** As a JVM that waits for its debugger: suspended, and the crashed thread says that it has started. */
    private void start() {
        suspendAll();
        Answer event = composite(SUSPEND_ALL, 1);
        event.oneByte(EventKind.VM_START.number)
                .integer(0)
                .id(vm.threads.all().get(0).id());
        events.add(event.toBytes());
    }

    private static Answer composite(int suspendPolicy, int count) {
        return new Answer().oneByte(suspendPolicy).integer(count);
    }

    void suspendAll() {
        vm.threads.all().forEach(thread -> suspend(thread.id()));
    }

    void suspend(long thread) {
        suspendCounts.merge(thread, 1, Integer::sum);
    }

    void resumeAll() {
        vm.threads.all().forEach(thread -> resume(thread.id()));
    }

    void resume(long thread) {
        suspendCounts.computeIfPresent(thread, (id, count) -> count > 1 ? count - 1 : null);
    }

    int suspendCount(long thread) {
        return suspendCounts.getOrDefault(thread, 0);
    }

    /** Takes a request for events; gives its id. */
    int add(EventRequest request) {
        if (requests.size() >= MAX_REQUESTS) {
            throw new CommandFailure(ErrorCode.OUT_OF_MEMORY);
        }
        requests.put(nextRequestId, request);
        return nextRequestId++;
    }

    void remove(int requestId, int eventKind) {
        requests.computeIfPresent(requestId, (id, request) -> request.eventKind() == eventKind ? null : request);
    }

    void removeAll(EventKind kind) {
        requests.values().removeIf(request -> request.eventKind() == kind.number);
    }

    /** The client is done; nothing is sent any more after what is under way. */
    void end() {
        isOver = true;
    }

    /** The process has been told to exit. It is dead already: only the client is told so. */
    void exit() {
        Answer event = composite(SUSPEND_NONE, 1);
        event.oneByte(EventKind.VM_DEATH.number).integer(0);
        events.add(event.toBytes());
        isOver = true;
    }

    boolean isOver() {
        return isOver;
    }

    /** The data of the event packets that are due. */
    List<byte[]> takeEvents() {
        throwAgain();
        List<byte[]> due = List.copyOf(events);
        events.clear();
        return due;
    }

    /** Once the crashed thread is let go, the one thing that can happen is what it died of: each request for it is told once. */
    private void throwAgain() {
        ThrownException thrown = vm.thrown();
        ThreadMirror thread = vm.threads.all().get(0);
        if (isOver
                || thrown == null
                || suspendCount(thread.id()) > 0
                || thread.frames().isEmpty()) {
            return;
        }
        FrameMirror frame = vm.frames.frame(thread, 0);
        List<Integer> due = new ArrayList<>();
        int policy = SUSPEND_NONE;
        for (Map.Entry<Integer, EventRequest> entry : requests.entrySet()) {
            EventRequest request = entry.getValue();
            if (!request.isTold() && request.wants(classOf(thrown), frame)) {
                entry.setValue(request.told());
                due.add(entry.getKey());
                policy = Math.max(policy, request.suspendPolicy());
            }
        }
        if (!due.isEmpty()) {
            tellThrown(thrown, frame, due, policy);
        }
    }

    private ClassMirror classOf(ThrownException thrown) {
        return thrown.value() instanceof Value.Reference reference && vm.exists(reference.id())
                ? vm.classOf(reference.id())
                : vm.classes.named(thrown.className());
    }

    private void tellThrown(ThrownException thrown, FrameMirror frame, List<Integer> requestIds, int policy) {
        Answer event = composite(policy, requestIds.size());
        for (int requestId : requestIds) {
            event.oneByte(EventKind.EXCEPTION.number)
                    .integer(requestId)
                    .id(frame.thread().id());
            Locations.write(frame, event);
            values.writeObject(vm.idOf(thrown.value()), event);
            Locations.writeNone(event);
        }
        events.add(event.toBytes());
        if (policy == SUSPEND_ALL) {
            suspendAll();
        } else if (policy == SUSPEND_EVENT_THREAD) {
            suspend(frame.thread().id());
        }
    }
}
