package jpm.jdwp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jpm.jdwp.EventRequest.Filtered;

/** Command set 15, EventRequest. */
final class EventCommands {
    private static final int SET = 15 << 8;

    private final EventModifiers modifiers;

    EventCommands(DeadVm vm) {
        this.modifiers = new EventModifiers(vm);
    }

    void addTo(Map<Integer, Command> table) {
        table.put(SET + 1, this::set);
        table.put(SET + 2, (request, answer, client) -> {
            int kind = request.oneByte();
            client.remove(request.integer(), kind);
        });
        table.put(SET + 3, (request, answer, client) -> client.removeAll(EventKind.BREAKPOINT));
    }

    private void set(Request request, Answer answer, Attachment client) {
        EventKind kind = EventKind.ofNumber(request.oneByte() & 0xff);
        if (!kind.isAccepted) {
            throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
        }
        int policy = request.oneByte();
        List<Predicate<Filtered>> filters = new ArrayList<>();
        for (int left = request.count(); left > 0; left--) {
            filters.add(modifiers.read(request));
        }
        answer.integer(client.add(new EventRequest(kind.number, policy, List.copyOf(filters), false)));
    }
}
