package jpm.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Variable;

/**
 * The three requests that make a dump a finished snapshot of a service of Cloud Debugger's API, in JSON: the program is registered, a breakpoint is set
 * where it died, and its final update delivers what was caught. Whoever sends the same dump sends the same.
 *
 * @param program the main class or jar
 * @param snapshot what may be seen of the dump; it has a frame
 * @param facts texts about the process by name; they become labels
 */
public record DumpMessages(String program, Snapshot snapshot, Map<String, String> facts) {
    /** The label by which a dump is known wherever it is sent. */
    public static final String DUMP_LABEL = "dump";

    /** Who sends it, in the form that the API demands: domain/type/version. */
    public static final String CLIENT_VERSION = "jpm/upload/v1";

    private static final String PROJECT = "jpm";

    public DumpMessages {
        facts = Map.copyOf(facts);
    }

    private interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /**
     * Registers the program, as something that nobody can debug any more: no agent registers the same, so none sees the breakpoint before it is
     * final.
     */
    public byte[] registration() {
        return bytes(json -> {
            json.writeObjectFieldStart("debuggee");
            json.writeStringField("project", PROJECT);
            json.writeStringField("uniquifier", sha1(program));
            json.writeStringField("description", program + " (dumps)");
            json.writeStringField("agentVersion", CLIENT_VERSION);
            json.writeObjectFieldStart("labels");
            json.writeStringField("module", program);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** Sets the breakpoint that could have caught the dump. */
    public byte[] request() {
        return bytes(json -> {
            json.writeStringField("action", "CAPTURE");
            writePlace(json);
            writeQuestions(json);
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : labelled().labels().entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            json.writeEndObject();
        });
    }

    /** The final update of the breakpoint of that id. */
    public byte[] update(String id) {
        return bytes(json -> {
            json.writeObjectFieldStart("breakpoint");
            json.writeStringField("id", id);
            json.writeStringField("action", "CAPTURE");
            writePlace(json);
            writeQuestions(json);
            json.writeBooleanField("isFinalState", true);
            json.writeStringField("createTime", snapshot.time());
            json.writeStringField("finalTime", snapshot.time());
            SnapshotJson.writeContent(labelled(), json);
            json.writeEndObject();
        });
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            // Java strings may hold halves of surrogate pairs, which UTF-8 cannot.
            json.enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
            json.writeStartObject();
            content.writeTo(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private Snapshot labelled() {
        Map<String, String> labels = new TreeMap<>(snapshot.labels());
        labels.putAll(facts);
        return new Snapshot(
                snapshot.id(),
                snapshot.time(),
                snapshot.frames(),
                snapshot.expressions(),
                snapshot.variableTable(),
                labels);
    }

    /** What a breakpoint asked; a crash was asked nothing but its exception. */
    private void writeQuestions(JsonGenerator json) throws IOException {
        String condition = snapshot.labels().get(Snapshot.CONDITION);
        if (condition != null) {
            json.writeStringField("condition", condition);
        }
        json.writeArrayFieldStart("expressions");
        for (Variable each : snapshot.expressions()) {
            json.writeString(String.valueOf(each.name()));
        }
        json.writeEndArray();
    }

    /** Of the innermost frame that has one; services demand a path. */
    private void writePlace(JsonGenerator json) throws IOException {
        for (Frame frame : snapshot.frames()) {
            if (frame.path() != null) {
                writePlace(frame.path(), frame.line(), json);
                return;
            }
        }
        String className = snapshot.frames().get(0).className();
        String outermost = className.indexOf('$') < 0 ? className : className.substring(0, className.indexOf('$'));
        writePlace(outermost.replace('.', '/') + ".java", 0, json);
    }

    private static void writePlace(String path, int line, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("location");
        json.writeStringField("path", path);
        if (line > 0) {
            json.writeNumberField("line", line);
        }
        json.writeEndObject();
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
