package jpm.jdwp;

import java.util.List;
import java.util.Map;
import jpm.value.Value;

/** Command set 16, StackFrame. */
final class FrameCommands {
    private static final int SET = 16 << 8;

    private final DeadVm vm;
    private final Values values;

    FrameCommands(DeadVm vm) {
        this.vm = vm;
        this.values = new Values(vm);
    }

    void addTo(Map<Integer, Command> table) {
        table.put(SET + 1, this::variables);
        table.put(
                SET + 3,
                (request, answer, client) -> values.write(frame(request, client).thisValue(), answer));
    }

    private FrameMirror frame(Request request, Attachment client) {
        ThreadMirror thread = vm.threads.thread(request.id());
        FrameMirror frame = vm.frameWithId(request.id());
        if (frame.thread() != thread) {
            throw new CommandFailure(ErrorCode.INVALID_FRAMEID);
        }
        if (client.suspendCount(thread.id()) == 0) {
            throw new CommandFailure(ErrorCode.THREAD_NOT_SUSPENDED);
        }
        return frame;
    }

    /** The client names slots with the types that it expects; a value tells its own. */
    private void variables(Request request, Answer answer, Attachment client) {
        FrameMirror frame = frame(request, client);
        List<Value> found = request.list(() -> {
            int slot = request.integer();
            request.oneByte();
            Value value = frame.valuesBySlot().get(slot);
            if (value == null) {
                throw new CommandFailure(ErrorCode.INVALID_SLOT);
            }
            return value;
        });
        answer.list(found, value -> values.write(value, answer));
    }
}
