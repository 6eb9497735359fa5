package jpm.service.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.service.Breakpoint;
import jpm.service.BreakpointList;
import jpm.service.Debuggee;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Role;
import jpm.service.json.JsonObject;
import jpm.service.json.MalformedJsonException;
import jpm.service.json.MessageType;

/** The Controller and Debugger API, version 2, over a service; answers hold what the API defines and nothing else. */
public final class V2Api {
    private static final String ANY = "*";
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})(\\.\\d{1,9})?s");
    private static final List<String> CANARY_OPTIONS =
            List.of("", "CANARY_OPTION_UNSPECIFIED", "CANARY_OPTION_TRY_ENABLE", "CANARY_OPTION_TRY_DISABLE");
    private static final List<String> ACTIONS = List.of("", "CAPTURE", "LOG");

    private final DebuggerService service;
    private final List<Route> routes = List.of(
            new Route("POST", "controller/debuggees/register", Role.AGENT, this::register),
            new Route("GET", "controller/debuggees/*/breakpoints", Role.AGENT, this::listActive),
            new Route("PUT", "controller/debuggees/*/breakpoints/*", Role.AGENT, this::updateActive),
            new Route("GET", "debugger/debuggees", Role.USER, this::listDebuggees),
            new Route("POST", "debugger/debuggees/*/breakpoints/set", Role.USER, this::set),
            new Route("GET", "debugger/debuggees/*/breakpoints", Role.USER, this::list),
            new Route("GET", "debugger/debuggees/*/breakpoints/*", Role.USER, this::get),
            new Route("DELETE", "debugger/debuggees/*/breakpoints/*", Role.USER, this::delete));

    public V2Api(DebuggerService service) {
        this.service = service;
    }

    private interface Action {
        CompletableFuture<JsonObject> answer(Request request, List<String> names);
    }

    private record Route(String method, List<String> pattern, Role role, Action action) {
        Route(String method, String pattern, Role role, Action action) {
            this(method, List.of(("v2/" + pattern).split("/")), role, action);
        }

        boolean fits(Request request) {
            List<String> path = request.path();
            if (!method.equals(request.method()) || path.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!pattern.get(i).equals(ANY) && !pattern.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        List<String> names(List<String> path) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < path.size(); i++) {
                if (pattern.get(i).equals(ANY)) {
                    names.add(path.get(i));
                }
            }
            return names;
        }
    }

    /** Answers a request whose path begins with {@code v2}; failures are {@link ServiceException}s, at once or in the future. */
    public CompletableFuture<Answer> answer(Request request) {
        Route route = routes.stream()
                .filter(candidate -> candidate.fits(request))
                .findFirst()
                .orElseThrow(() -> new ServiceException(Status.NOT_FOUND, "The API has no such method"));
        request.demand(route.role());
        if (!List.of("", "json").contains(request.parameter("alt"))) {
            throw invalid("Invalid value at 'alt': expected json");
        }
        FieldMask mask = request.parameter("fields").isEmpty() ? null : FieldMask.parse(request.parameter("fields"));
        boolean isPretty = request.flag("prettyPrint");
        return route.action()
                .answer(request, route.names(request.path()))
                .thenApply(whole -> Answer.json(mask == null ? whole : mask.of(whole), isPretty));
    }

    // ---- Agents

    private CompletableFuture<JsonObject> register(Request request, List<String> names) {
        Debuggee debuggee =
                service.register(normal(MessageType.DEBUGGEE, request.json().object("debuggee"), "debuggee"));
        return done(JsonObject.of("debuggee", debuggee.resource(false)).with("agentId", service.newAgentId()));
    }

    private CompletableFuture<JsonObject> listActive(Request request, List<String> names) {
        String waitToken = request.parameter("waitToken");
        boolean isSuccess = request.flag("successOnTimeout");
        return service.awaitActive(names.get(0), waitToken)
                .thenApply(list -> isSuccess && list.isEmpty()
                        ? JsonObject.of("nextWaitToken", waitToken).with("waitExpired", true)
                        : page(list));
    }

    private CompletableFuture<JsonObject> updateActive(Request request, List<String> names) {
        JsonObject update = normal(MessageType.BREAKPOINT, request.json().object("breakpoint"), "breakpoint");
        service.update(names.get(0), names.get(1), update);
        return done(JsonObject.EMPTY);
    }

    // ---- Users

    private CompletableFuture<JsonObject> listDebuggees(Request request, List<String> names) {
        String project = request.parameter("project");
        if (project.isEmpty()) {
            throw invalid("The parameter project is missing");
        }
        if (request.parameter("clientVersion").isEmpty()) {
            throw invalid("The parameter clientVersion is missing");
        }
        boolean includeInactive = request.flag("includeInactive");
        List<Object> debuggees = new ArrayList<>();
        for (Debuggee debuggee : service.debuggees()) {
            boolean isInactive = service.isInactive(debuggee);
            if (debuggee.content().text("project").equals(project) && (includeInactive || !isInactive)) {
                debuggees.add(debuggee.resource(isInactive));
            }
        }
        return done(debuggees.isEmpty() ? JsonObject.EMPTY : JsonObject.of("debuggees", debuggees));
    }

    private CompletableFuture<JsonObject> set(Request request, List<String> names) {
        if (!CANARY_OPTIONS.contains(request.parameter("canaryOption"))) {
            throw invalid("Invalid value at 'canaryOption'");
        }
        JsonObject raw = request.json();
        JsonObject breakpoint = normal(MessageType.BREAKPOINT, raw, "breakpoint");
        String caller = request.caller().name();
        String userEmail = caller.isEmpty() ? breakpoint.text("userEmail") : caller;
        Breakpoint set = service.set(names.get(0), breakpoint, userEmail, life(raw));
        return done(JsonObject.of("breakpoint", set.resource()));
    }

    private static Duration life(JsonObject raw) {
        if (!raw.has("expiresIn")) {
            return Duration.ofDays(1);
        }
        Matcher seconds = SECONDS.matcher(raw.text("expiresIn"));
        if (!seconds.matches() || Long.parseLong(seconds.group(1)) == 0) {
            throw invalid("Invalid value at 'expiresIn': expected seconds as in \"3600s\"");
        }
        return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    }

    private CompletableFuture<JsonObject> list(Request request, List<String> names) {
        String action = request.parameter("action.value");
        if (!ACTIONS.contains(action)) {
            throw invalid("Invalid value at 'action.value': expected CAPTURE or LOG");
        }
        String caller = request.flag("includeAllUsers") ? "" : request.caller().name();
        Predicate<Breakpoint> filter = breakpoint -> (action.isEmpty() || breakpoint.isLog() == action.equals("LOG"))
                && (caller.isEmpty() || breakpoint.spec().text("userEmail").equals(caller));
        return service.awaitList(names.get(0), request.flag("includeInactive"), filter, request.parameter("waitToken"))
                .thenApply(V2Api::page);
    }

    private static JsonObject page(Optional<BreakpointList> list) {
        BreakpointList found = list.orElseThrow(() -> new ServiceException(
                Status.ABORTED, "Nothing changed in the time that a request may wait; ask again with the same token"));
        JsonObject page = found.breakpoints().isEmpty()
                ? JsonObject.EMPTY
                : JsonObject.of("breakpoints", List.<Object>copyOf(found.breakpoints()));
        return page.with("nextWaitToken", found.token());
    }

    private CompletableFuture<JsonObject> get(Request request, List<String> names) {
        return done(JsonObject.of(
                "breakpoint", service.breakpoint(names.get(0), names.get(1)).resource()));
    }

    private CompletableFuture<JsonObject> delete(Request request, List<String> names) {
        service.delete(names.get(0), names.get(1));
        return done(JsonObject.EMPTY);
    }

    private static JsonObject normal(MessageType type, JsonObject raw, String name) {
        try {
            return type.normalise(raw);
        } catch (MalformedJsonException malformed) {
            throw Request.malformed(new MalformedJsonException(malformed.getMessage() + " in '" + name + "'"));
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException(Status.INVALID_ARGUMENT, message);
    }

    private static CompletableFuture<JsonObject> done(JsonObject answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
