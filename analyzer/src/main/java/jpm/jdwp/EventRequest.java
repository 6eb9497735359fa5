package jpm.jdwp;

import java.util.List;
import java.util.function.Predicate;

/**
 * A client's wish to be told of an event.
 *
 * @param filters what the exception of the dump must pass: its class and the frame that threw it
 * @param isTold whether the client has been told
 */
record EventRequest(int eventKind, int suspendPolicy, List<Predicate<Filtered>> filters, boolean isTold) {
    /** An exception's class with the frame that threw it. */
    record Filtered(ClassMirror exceptionClass, FrameMirror frame) {}

    EventRequest told() {
        return new EventRequest(eventKind, suspendPolicy, filters, true);
    }

    boolean wants(ClassMirror exceptionClass, FrameMirror frame) {
        Filtered event = new Filtered(exceptionClass, frame);
        return eventKind == EventKind.EXCEPTION.number && filters.stream().allMatch(filter -> filter.test(event));
    }
}
