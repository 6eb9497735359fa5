package jpm.jdwp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jpm.jdwp.EventRequest.Filtered;

/** Command set 15, EventRequest. */
final class EventCommands {
    private static final int SET = 15 << 8;

    private final DeadVm vm;

    EventCommands(DeadVm vm) {
        this.vm = vm;
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
            filters.add(filter(request));
        }
        answer.integer(client.add(new EventRequest(kind.number, policy, List.copyOf(filters), false)));
    }

    /** Modifiers that no exception of a dump could fail are read and let pass. */
    private Predicate<Filtered> filter(Request request) {
        int kind = request.oneByte();
        switch (kind) {
            case 1:
                int count = request.integer();
                return event -> count <= 1;
            case 2:
                request.integer();
                return event -> true;
            case 3:
                long thread = request.id();
                return event -> event.frame().thread().id() == thread;
            case 4:
                long classId = request.id();
                return event -> event.frame().method().declaringClass().lineage().stream()
                        .anyMatch(c -> c.id == classId);
            case 5:
                return matching(request.text(), true);
            case 6:
                return matching(request.text(), false);
            case 7:
                request.oneByte();
                request.id();
                request.id();
                request.id();
                return event -> false;
            case 8:
                return exceptionOnly(request);
            case 9:
                request.id();
                request.id();
                return event -> false;
            case 10:
                request.id();
                request.integer();
                request.integer();
                return event -> false;
            case 11:
                long instance = request.id();
                return event -> vm.idOf(event.frame().thisValue()) == instance;
            case 12:
                return sourceMatching(request.text());
            case 13:
                return event -> true;
            default:
                throw new CommandFailure(ErrorCode.ILLEGAL_ARGUMENT);
        }
    }

    private static Predicate<Filtered> matching(String pattern, boolean wanted) {
        return event -> matches(event.frame().method().declaringClass().name, pattern) == wanted;
    }

    private static Predicate<Filtered> sourceMatching(String pattern) {
        return event -> {
            String file = event.frame().method().declaringClass().declaration().sourceFile();
            return file != null && matches(file, pattern);
        };
    }

    private static boolean matches(String name, String pattern) {
        if (pattern.startsWith("*")) {
            return name.endsWith(pattern.substring(1));
        }
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    /** Whether a swallowed exception was caught is a matter of view: it is told to who wants either. */
    private static Predicate<Filtered> exceptionOnly(Request request) {
        long classId = request.id();
        boolean caught = request.flag();
        boolean uncaught = request.flag();
        return event -> (caught || uncaught)
                && (classId == 0 || event.exceptionClass().lineage().stream().anyMatch(c -> c.id == classId));
    }
}
