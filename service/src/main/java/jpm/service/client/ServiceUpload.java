package jpm.service.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.service.client.Http.Call;
import jpm.service.client.Http.Reply;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.snapshot.DumpMessages;
import org.jspecify.annotations.Nullable;

/**
 * Sends dumps to a service of Cloud Debugger's v2 API: registers the program, sets a breakpoint where it died, and delivers the
 * snapshot as its final update.
 *
 * <p>No call of the API makes a finished breakpoint at once. A label with the dump's id tells how far an earlier attempt came.
 */
final class ServiceUpload implements Upload {
    private static final String QUERY = "?clientVersion=" + encoded(DumpMessages.CLIENT_VERSION);
    private static final String DEBUGGEE = "{debuggee}";
    private static final String BREAKPOINT = "{breakpoint}";
    private static final byte[] NOTHING = {};
    private static final Comparator<JsonObject> AGE =
            Comparator.comparing((JsonObject each) -> each.text("createTime")).thenComparing(each -> each.text("id"));

    private final Destination destination;
    private final String token;
    private final Http http;

    ServiceUpload(Destination destination, String token, Http http) {
        this.destination = destination;
        this.token = token;
        this.http = http;
    }

    @Override
    public Receipt send(Parcel parcel) {
        String debuggee = register(parcel);
        JsonObject known = first(find(debuggee, parcel.dumpId()));
        if (known != null && known.isTrue("isFinalState")) {
            return receipt(false, debuggee, known.text("id"));
        }
        String id = known != null ? known.text("id") : set(debuggee, parcel);
        JsonObject snapshot = Resources.resource(parcel).with("id", id);
        Reply reply = call("PUT", controller(debuggee) + "/" + encoded(id), JsonObject.of("breakpoint", snapshot));
        JsonObject left = settle(debuggee, parcel.dumpId());
        if (left != null) {
            return receipt(true, debuggee, left.text("id"));
        }
        throw refused("it does not take the snapshot", reply);
    }

    /**
     * The finished snapshot of a dump, which also others may have sent, or an attempt whose answer was lost; null when there is none.
     * Of several that were sent at once only the first stays: it is never removed, so one always does.
     */
    private @Nullable JsonObject settle(String debuggee, String dumpId) {
        List<JsonObject> found = find(debuggee, dumpId);
        JsonObject first = first(found);
        if (first == null || !first.isTrue("isFinalState")) {
            return null;
        }
        for (JsonObject other : found) {
            if (AGE.compare(other, first) > 0) {
                call("DELETE", debugger(debuggee) + "/" + encoded(other.text("id")) + QUERY, null);
            }
        }
        return first;
    }

    private String register(Parcel parcel) {
        Reply reply = call(
                "POST", "/v2/controller/debuggees/register", JsonObject.of("debuggee", Resources.debuggee(parcel)));
        String id = expect("it does not register the program", reply)
                .object("debuggee")
                .text("id");
        if (id.isEmpty()) {
            throw UploadException.ofServer(
                    shown() + " is no debugger service: it gives the program no id", "check --to and --as");
        }
        return id;
    }

    /** The breakpoints of a dump, finished ones first, then the oldest. */
    private List<JsonObject> find(String debuggee, String dumpId) {
        Reply reply = call("GET", debugger(debuggee) + QUERY + "&includeInactive=true&includeAllUsers=true", null);
        return expect("it does not list snapshots", reply).list("breakpoints").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(each ->
                        each.object("labels").text(DumpMessages.DUMP_LABEL).equals(dumpId))
                .filter(each -> !each.object("status").text("refersTo").equals("BREAKPOINT_AGE"))
                .sorted(Comparator.comparing((JsonObject each) -> !each.isTrue("isFinalState"))
                        .thenComparing(AGE))
                .toList();
    }

    private static @Nullable JsonObject first(List<JsonObject> found) {
        return found.isEmpty() ? null : found.get(0);
    }

    private String set(String debuggee, Parcel parcel) {
        Reply reply = call("POST", debugger(debuggee) + "/set" + QUERY, Resources.request(parcel));
        return expect("it does not set a breakpoint", reply)
                .object("breakpoint")
                .text("id");
    }

    private Receipt receipt(boolean isNew, String debuggee, String id) {
        return new Receipt(isNew, debuggee + "/" + id, shown() + "/#/" + encoded(debuggee) + "/" + encoded(id));
    }

    private static String controller(String debuggee) {
        return "/v2/controller/debuggees/" + encoded(debuggee) + "/breakpoints";
    }

    private static String debugger(String debuggee) {
        return "/v2/debugger/debuggees/" + encoded(debuggee) + "/breakpoints";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply call(String method, String path, @Nullable JsonObject body) {
        Map<String, String> headers = new HashMap<>();
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        URI address = destination.below(path);
        return http.send(new Call(method, address, headers, body == null ? NOTHING : JsonText.bytes(body)));
    }

    private JsonObject expect(String failure, Reply reply) {
        if (!reply.isSuccess()) {
            throw refused(failure, reply);
        }
        return reply.json();
    }

    private UploadException refused(String failure, Reply reply) {
        String hint = switch (reply.code()) {
            case 401, 403 ->
                token.isEmpty()
                        ? "name a file with a token of the roles agent and user: --token-file FILE"
                        : "use a token of the roles agent and user";
            case 404 -> "check --to and --as: is there a debugger service at that address?";
            default -> "see the service's messages";
        };
        return UploadException.ofServer(shown() + ": " + failure + ": " + reply.why(), hint);
    }

    private String shown() {
        return Upload.shown(destination.base());
    }

    @Override
    public List<Planned> plan(Parcel parcel) {
        JsonObject snapshot = Resources.resource(parcel).with("id", BREAKPOINT);
        return List.of(
                planned(
                        "POST",
                        "/v2/controller/debuggees/register",
                        JsonObject.of("debuggee", Resources.debuggee(parcel))),
                planned("POST", "/v2/debugger/debuggees/" + DEBUGGEE + "/breakpoints/set", Resources.request(parcel)),
                planned(
                        "PUT",
                        "/v2/controller/debuggees/" + DEBUGGEE + "/breakpoints/" + BREAKPOINT,
                        JsonObject.of("breakpoint", snapshot)));
    }

    private Planned planned(String method, String path, JsonObject body) {
        return new Planned(method, shown() + path, List.of(body));
    }
}
