package jpm.jdwp;

import java.util.List;
import java.util.Map;
import jpm.debug.DebugFrame;

/** Command sets 11 and 12: ThreadReference and ThreadGroupReference. */
final class ThreadCommands {
    private static final int THREAD = 11 << 8;
    private static final int GROUP = 12 << 8;
    private static final int ZOMBIE = 0;
    private static final int RUNNING = 1;
    private static final int SLEEPING = 2;
    private static final int MONITOR = 3;
    private static final int WAIT = 4;
    private static final int SUSPENDED = 1;
    private static final int ALL = -1;

    private final DeadVm vm;
    private final Values values;

    ThreadCommands(DeadVm vm) {
        this.vm = vm;
        this.values = new Values(vm);
    }

    void addTo(Map<Integer, Command> table) {
        table.put(
                THREAD + 1,
                (request, answer, client) ->
                        answer.text(thread(request).thread().name()));
        table.put(
                THREAD + 2,
                (request, answer, client) -> client.suspend(thread(request).id()));
        table.put(
                THREAD + 3,
                (request, answer, client) -> client.resume(thread(request).id()));
        table.put(THREAD + 4, (request, answer, client) -> status(thread(request), answer, client));
        table.put(THREAD + 5, (request, answer, client) -> answer.id(vm.threads.groupOf(thread(request))));
        table.put(THREAD + 6, this::frames);
        table.put(
                THREAD + 7,
                (request, answer, client) ->
                        answer.integer(suspended(request, client).frames().size()));
        table.put(THREAD + 8, this::ownedMonitors);
        table.put(THREAD + 9, this::awaitedMonitor);
        table.put(
                THREAD + 12,
                (request, answer, client) ->
                        answer.integer(client.suspendCount(thread(request).id())));
        table.put(THREAD + 15, (request, answer, client) -> answer.flag(isVirtual(thread(request))));
        table.put(GROUP + 1, (request, answer, client) -> answer.text(vm.threads.nameOfGroup(request.id())));
        table.put(GROUP + 2, (request, answer, client) -> answer.id(vm.threads.parentOf(request.id())));
        table.put(GROUP + 3, (request, answer, client) -> children(request.id(), answer));
    }

    private ThreadMirror thread(Request request) {
        return vm.threads.thread(request.id());
    }

    /** Its frames can only be asked for while a client holds a thread, though nothing would move them. */
    private ThreadMirror suspended(Request request, Attachment client) {
        ThreadMirror thread = thread(request);
        if (client.suspendCount(thread.id()) == 0) {
            throw new CommandFailure(ErrorCode.THREAD_NOT_SUSPENDED);
        }
        return thread;
    }

    private static void status(ThreadMirror thread, Answer answer, Attachment client) {
        answer.integer(state(thread)).integer(client.suspendCount(thread.id()) > 0 ? SUSPENDED : 0);
    }

    /** A thread that has frames is no zombie, whatever became of it later. */
    private static int state(ThreadMirror thread) {
        String state = String.valueOf(thread.thread().state());
        return switch (state) {
            case "BLOCKED" -> MONITOR;
            case "WAITING" -> WAIT;
            case "TIMED_WAITING" -> isAsleep(thread) ? SLEEPING : WAIT;
            case "TERMINATED" -> thread.frames().isEmpty() ? ZOMBIE : RUNNING;
            default -> RUNNING;
        };
    }

    private static boolean isAsleep(ThreadMirror thread) {
        List<DebugFrame> frames = thread.frames();
        return !frames.isEmpty()
                && frames.get(0).className().equals("java.lang.Thread")
                && frames.get(0).methodName().startsWith("sleep");
    }

    private boolean isVirtual(ThreadMirror thread) {
        return vm.classOf(thread.id()).isA("java.lang.BaseVirtualThread");
    }

    private void frames(Request request, Answer answer, Attachment client) {
        ThreadMirror thread = suspended(request, client);
        int start = request.integer();
        int length = request.integer();
        int count = thread.frames().size();
        if (start < 0 || start > count) {
            throw new CommandFailure(ErrorCode.INVALID_INDEX);
        }
        int wanted = length == ALL ? count - start : length;
        if (wanted < 0 || wanted > count - start) {
            throw new CommandFailure(ErrorCode.INVALID_LENGTH);
        }
        answer.integer(wanted);
        for (int index = start; index < start + wanted; index++) {
            FrameMirror frame = vm.frames.frame(thread, index);
            answer.id(frame.id());
            Locations.write(frame, answer);
        }
    }

    private void ownedMonitors(Request request, Answer answer, Attachment client) {
        List<Long> owned = vm.monitors.ownedBy(suspended(request, client));
        answer.list(owned, id -> values.writeObject(id, answer));
    }

    private void awaitedMonitor(Request request, Answer answer, Attachment client) {
        values.writeObject(vm.monitors.awaitedBy(suspended(request, client)), answer);
    }

    private void children(long group, Answer answer) {
        answer.list(vm.threads.threadsIn(group), thread -> answer.id(thread.id()));
        answer.list(vm.threads.groupsIn(group), answer::id);
    }
}
