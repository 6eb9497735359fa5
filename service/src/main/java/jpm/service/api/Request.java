package jpm.service.api;

import java.util.List;
import java.util.Map;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Caller;
import jpm.service.access.Role;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;

/**
 * A request, whatever server took it.
 *
 * @param path the segments of its path, decoded after they were split
 * @param query the first value of each parameter
 * @param body unpacked
 */
public record Request(String method, List<String> path, Map<String, String> query, byte[] body, Caller caller) {
    public Request {
        path = List.copyOf(path);
        query = Map.copyOf(query);
    }

    /** A parameter of the query; empty when it is absent. */
    public String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    /** Whether a parameter is {@code true} or {@code 1}; {@code INVALID_ARGUMENT} for what is neither true nor false. */
    public boolean flag(String name) {
        return switch (parameter(name)) {
            case "true", "1" -> true;
            case "", "false", "0" -> false;
            default ->
                throw new ServiceException(
                        Status.INVALID_ARGUMENT, "Invalid value at '" + name + "': expected true or false");
        };
    }

    /** The body, which must be a JSON object; no body at all is an empty one. */
    public JsonObject json() {
        try {
            return body.length == 0 ? JsonObject.EMPTY : JsonText.parseObject(body);
        } catch (MalformedJsonException malformed) {
            throw malformed(malformed);
        }
    }

    /** A text that is no message, as the API says it. */
    public static ServiceException malformed(MalformedJsonException malformed) {
        return new ServiceException(
                Status.INVALID_ARGUMENT, "Invalid JSON payload received. " + malformed.getMessage());
    }

    /** Refuses callers without the role. */
    public void demand(Role role) {
        if (!caller.is(role)) {
            throw new ServiceException(
                    Status.PERMISSION_DENIED,
                    "The token does not have the role " + role.name().toLowerCase(java.util.Locale.ROOT));
        }
    }
}
