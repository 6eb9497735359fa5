package jpm.jdwp;

import java.util.Map;
import java.util.function.Predicate;
import jpm.jdwp.EventRequest.Filtered;

/** The modifiers of event requests, by their numbers in the protocol. Those that no exception of a dump could fail are read and let pass. */
final class EventModifiers {
    @FunctionalInterface
    private interface Reader {
        Predicate<Filtered> read(Request request);
    }

    private static final Predicate<Filtered> ALL = event -> true;
    private static final Predicate<Filtered> NONE = event -> false;

    private final Map<Integer, Reader> readers;

    EventModifiers(DeadVm vm) {
        this.readers = Map.ofEntries(
                Map.entry(1, EventModifiers::count),
                Map.entry(2, EventModifiers::conditional),
                Map.entry(3, EventModifiers::threadOnly),
                Map.entry(4, EventModifiers::classOnly),
                Map.entry(5, request -> classMatch(request.text(), true)),
                Map.entry(6, request -> classMatch(request.text(), false)),
                Map.entry(7, EventModifiers::locationOnly),
                Map.entry(8, EventModifiers::exceptionOnly),
                Map.entry(9, EventModifiers::fieldOnly),
                Map.entry(10, EventModifiers::step),
                Map.entry(11, request -> instanceOnly(request, vm)),
                Map.entry(12, request -> sourceNameMatch(request.text())),
                Map.entry(13, request -> ALL));
    }

    /** Reads a modifier as what an event must be. */
    Predicate<Filtered> read(Request request) {
        Reader reader = readers.get(request.oneByte());
        if (reader == null) {
            throw new CommandFailure(ErrorCode.ILLEGAL_ARGUMENT);
        }
        return reader.read(request);
    }

    private static Predicate<Filtered> count(Request request) {
        int count = request.integer();
        return event -> count <= 1;
    }

    private static Predicate<Filtered> conditional(Request request) {
        request.integer();
        return ALL;
    }

    private static Predicate<Filtered> locationOnly(Request request) {
        request.oneByte();
        request.id();
        request.id();
        request.id();
        return NONE;
    }

    private static Predicate<Filtered> fieldOnly(Request request) {
        request.id();
        request.id();
        return NONE;
    }

    private static Predicate<Filtered> step(Request request) {
        request.id();
        request.integer();
        request.integer();
        return NONE;
    }

    private static Predicate<Filtered> threadOnly(Request request) {
        long thread = request.id();
        return event -> event.frame().thread().id() == thread;
    }

    private static Predicate<Filtered> classOnly(Request request) {
        long classId = request.id();
        return event ->
                event.frame().method().declaringClass().lineage().stream().anyMatch(c -> c.id == classId);
    }

    private static Predicate<Filtered> instanceOnly(Request request, DeadVm vm) {
        long instance = request.id();
        return event -> vm.idOf(event.frame().thisValue()) == instance;
    }

    private static Predicate<Filtered> classMatch(String pattern, boolean wanted) {
        return event -> matches(event.frame().method().declaringClass().name, pattern) == wanted;
    }

    private static Predicate<Filtered> sourceNameMatch(String pattern) {
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
