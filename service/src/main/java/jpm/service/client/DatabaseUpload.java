package jpm.service.client;

import java.time.DateTimeException;
import java.time.Instant;
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
 * Sends dumps to a Firebase Realtime Database in the layout of Snapshot Debugger, whose clients show them.
 *
 * <p>A snapshot's id is the second of its dump, as those clients want it, or the next one that is free. The list's entry is written last,
 * so nobody sees a snapshot that is not there.
 */
final class DatabaseUpload implements Upload {
    private static final JsonObject SERVER_TIME = JsonObject.of(".sv", "timestamp");
    private static final List<String> RESULTS = List.of("stackFrames", "evaluatedExpressions", "variableTable");
    private static final int MAX_OF_A_SECOND = 1_000;
    private static final int ID_CHARS = 8;
    private static final byte[] NOTHING = {};

    private final Destination destination;
    private final String token;
    private final Http http;

    DatabaseUpload(Destination destination, String token, Http http) {
        this.destination = destination;
        this.token = token;
        this.http = http;
    }

    @Override
    public Receipt send(Parcel parcel) {
        prepare();
        JsonObject debuggee = debuggee(parcel);
        String debuggeeId = debuggee.text("id");
        register(debuggee);
        long number = number(parcel);
        for (long last = number + MAX_OF_A_SECOND; number < last; number++) {
            String id = "b-" + number;
            JsonObject known = object(get(place(debuggeeId, "final", id)));
            if (known == null) {
                JsonObject snapshot = snapshot(parcel, id);
                put(place(debuggeeId, "snapshot", id), snapshot);
                put(place(debuggeeId, "final", id), snapshot.without(RESULTS));
                return receipt(true, debuggeeId, id);
            }
            if (known.object("labels").text(DumpMessages.DUMP_LABEL).equals(parcel.dumpId())) {
                return receipt(false, debuggeeId, id);
            }
        }
        throw UploadException.ofDump(parcel.dumpId(), "the database has too many snapshots of that second");
    }

    /** The mark by which clients know that the database is meant for snapshots. */
    private void prepare() {
        if (get("/cdbg/schema_version") == null) {
            put("/cdbg/schema_version", "1");
        }
    }

    private void register(JsonObject debuggee) {
        String place = "/cdbg/debuggees/" + debuggee.text("id");
        if (get(place + "/registrationTimeUnixMsec") == null) {
            put(place, debuggee);
        } else {
            put(place + "/lastUpdateTimeUnixMsec", SERVER_TIME);
        }
    }

    private static JsonObject debuggee(Parcel parcel) {
        JsonObject debuggee = Resources.debuggee(parcel);
        String id = "d-" + Resources.hash("SHA-1", JsonText.string(debuggee)).substring(0, ID_CHARS);
        return debuggee.with("id", id)
                .with("registrationTimeUnixMsec", SERVER_TIME)
                .with("lastUpdateTimeUnixMsec", SERVER_TIME);
    }

    private static JsonObject snapshot(Parcel parcel, String id) {
        Long millis = millis(parcel);
        return Resources.resource(parcel)
                .without(List.of("createTime", "finalTime"))
                .with("id", id)
                .with("userEmail", "jpm")
                .with("createTimeUnixMsec", millis == null ? SERVER_TIME : millis)
                .with("finalTimeUnixMsec", millis == null ? SERVER_TIME : millis);
    }

    private static long number(Parcel parcel) {
        Long millis = millis(parcel);
        return millis == null ? 1 : Math.max(1, millis / 1000);
    }

    private static @Nullable Long millis(Parcel parcel) {
        try {
            return Instant.parse(parcel.snapshot().time()).toEpochMilli();
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    private Receipt receipt(boolean isNew, String debuggee, String id) {
        return new Receipt(
                isNew, debuggee + "/" + id, Upload.shown(destination.below(place(debuggee, "snapshot", id) + ".json")));
    }

    private static String place(String debuggee, String kind, String id) {
        return "/cdbg/breakpoints/" + debuggee + "/" + kind + "/" + id;
    }

    private @Nullable Object get(String place) {
        Reply reply = expect(call("GET", place, NOTHING));
        try {
            return JsonText.parse(reply.body());
        } catch (jpm.service.json.MalformedJsonException malformed) {
            throw UploadException.ofServer(
                    Upload.shown(destination.base()) + " is no Realtime Database: it answers something else than JSON",
                    "check --to and --as");
        }
    }

    private static @Nullable JsonObject object(@Nullable Object value) {
        return value instanceof JsonObject object ? object : null;
    }

    private void put(String place, Object value) {
        expect(call("PUT", place, JsonText.bytes(value)));
    }

    private Reply call(String method, String place, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        return http.send(new Call(method, destination.below(place + ".json"), headers, body));
    }

    private Reply expect(Reply reply) {
        if (reply.isSuccess()) {
            return reply;
        }
        boolean isRefused = reply.code() == 401 || reply.code() == 403;
        throw UploadException.ofServer(
                Upload.shown(destination.base()) + " does not take the snapshot: " + reply.why(),
                isRefused
                        ? "name a file with an access token: gcloud auth print-access-token >FILE, --token-file FILE"
                        : "check --to and --as");
    }

    @Override
    public List<Planned> plan(Parcel parcel) {
        JsonObject debuggee = debuggee(parcel);
        String debuggeeId = debuggee.text("id");
        String id = "b-" + number(parcel);
        JsonObject snapshot = snapshot(parcel, id);
        return List.of(
                planned("/cdbg/debuggees/" + debuggeeId, debuggee),
                planned(place(debuggeeId, "snapshot", id), snapshot),
                planned(place(debuggeeId, "final", id), snapshot.without(RESULTS)));
    }

    private Planned planned(String place, JsonObject body) {
        return new Planned("PUT", Upload.shown(destination.below(place + ".json")), List.of(body));
    }
}
