package jpm.service.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.SnapshotJson;

/** Parcels as the messages of Cloud Debugger. */
final class Resources {
    /** The form that the API demands: domain/type/version. */
    static final String CLIENT_VERSION = "jpm/upload/v1";

    private static final String PROJECT = "jpm";

    private Resources() {}

    /**
     * The program, as something that nobody can debug any more: no agent registers the same, so none sees the breakpoint before it is
     * final.
     */
    static JsonObject debuggee(Parcel parcel) {
        return JsonObject.of("project", PROJECT)
                .with("uniquifier", hash("SHA-1", parcel.program()))
                .with("description", parcel.program() + " (dumps)")
                .with("agentVersion", CLIENT_VERSION)
                .with("labels", JsonObject.of("module", parcel.program()));
    }

    /** The breakpoint that could have caught the dump. */
    static JsonObject request(Parcel parcel) {
        JsonObject whole = resource(parcel);
        return JsonObject.of("action", "CAPTURE")
                .with("location", whole.object("location"))
                .with("expressions", expressions(parcel.snapshot()))
                .with("labels", whole.object("labels"));
    }

    private static List<Object> expressions(Snapshot snapshot) {
        List<Object> names = new ArrayList<>();
        snapshot.expressions().forEach(expression -> names.add(String.valueOf(expression.name())));
        return names;
    }

    /** The finished snapshot. */
    static JsonObject resource(Parcel parcel) {
        JsonObject whole = json(parcel.snapshot());
        TreeMap<String, Object> labels = new TreeMap<>(whole.object("labels").members());
        labels.putAll(parcel.facts());
        return whole.with("location", location(parcel.snapshot()))
                .with("expressions", expressions(parcel.snapshot()))
                .with("labels", new JsonObject(labels));
    }

    private static JsonObject json(Snapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            SnapshotJson.write(snapshot, out);
            return JsonText.parseObject(out.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (MalformedJsonException tooDeep) {
            throw UploadException.ofDump(snapshot.id(), "its snapshot cannot be read: " + tooDeep.getMessage());
        }
    }

    /** The innermost frame's that has one; services demand a path. */
    private static JsonObject location(Snapshot snapshot) {
        for (Frame frame : snapshot.frames()) {
            if (frame.path() != null) {
                return place(frame.path(), frame.line());
            }
        }
        String className = snapshot.frames().get(0).className();
        return place(className.replace('.', '/').replaceFirst("\\$.*", "") + ".java", 0);
    }

    private static JsonObject place(String path, int line) {
        return JsonObject.of("path", path).with("line", line > 0 ? (Long) (long) line : null);
    }

    static String hash(String algorithm, String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
