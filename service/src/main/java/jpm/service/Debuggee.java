package jpm.service;

import jpm.service.json.JsonObject;

/**
 * A program that agents registered.
 *
 * @param content what was registered, without the members that are the service's: id, isInactive, isDisabled
 * @param registeredMillis when it was first registered, in epoch milliseconds
 * @param seenMillis when an agent of it was last heard of
 * @param surface by which API its agents speak
 */
public record Debuggee(String id, JsonObject content, long registeredMillis, long seenMillis, Surface surface) {
    /** The API by which the agents of a debuggee speak. */
    public enum Surface {
        /** The v2 Controller API, whose agents always have a request under way. */
        CONTROLLER,
        /** The Realtime Database, whose agents tell once an hour that they live. */
        DATABASE
    }

    /** As the Debugger API gives it. */
    public JsonObject resource(boolean isInactive) {
        return JsonObject.of("id", id).and(content).with("isInactive", isInactive ? true : null);
    }

    /** The same, heard of at another time. */
    public Debuggee seen(long millis) {
        return new Debuggee(id, content, registeredMillis, millis, surface);
    }
}
