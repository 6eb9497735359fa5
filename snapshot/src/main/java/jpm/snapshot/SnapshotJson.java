package jpm.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as a Cloud Debugger v2 Breakpoint resource in JSON, with no member that strict readers of that resource would refuse.
 *
 * <p>What the resource has no place for stands in one of its labels, see {@link SnapshotExtension}.
 */
public final class SnapshotJson {
    private SnapshotJson() {}

    /** Writes a snapshot; {@code out} stays open. */
    public static void write(Snapshot snapshot, OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            // Java strings may hold halves of surrogate pairs, which UTF-8 cannot.
            json.enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
            new Writer(json).write(snapshot);
        }
    }

    /** Writes what was caught, the labels, frames, expressions and objects, as members of an object that the caller has begun. */
    public static void writeContent(Snapshot snapshot, JsonGenerator json) throws IOException {
        new Writer(json).writeContent(snapshot);
    }

    /** Writes a remark as the member {@code status} of an object that the caller has begun. */
    public static void writeStatus(Status status, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("status");
        json.writeBooleanField("isError", status.isError());
        json.writeStringField("refersTo", status.refersTo());
        json.writeObjectFieldStart("description");
        json.writeStringField("format", status.format());
        json.writeArrayFieldStart("parameters");
        for (String parameter : status.parameters()) {
            json.writeString(parameter);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Reads a snapshot; unknown members are passed over. */
    public static Snapshot read(InputStream in) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(in)) {
            json.nextToken();
            return new Reader(json).snapshot();
        }
    }

    private static final class Writer {
        private final JsonGenerator json;

        Writer(JsonGenerator json) {
            this.json = json;
        }

        void write(Snapshot snapshot) throws IOException {
            json.writeStartObject();
            json.writeStringField("id", snapshot.id());
            json.writeStringField("action", "CAPTURE");
            if (!snapshot.frames().isEmpty()) {
                location(snapshot.frames().get(0));
            }
            json.writeBooleanField("isFinalState", true);
            json.writeStringField("createTime", snapshot.time());
            json.writeStringField("finalTime", snapshot.time());
            writeContent(snapshot);
            json.writeEndObject();
        }

        void writeContent(Snapshot snapshot) throws IOException {
            labels(snapshot);
            json.writeArrayFieldStart("stackFrames");
            for (Frame frame : snapshot.frames()) {
                frame(frame);
            }
            json.writeEndArray();
            variables("evaluatedExpressions", snapshot.expressions());
            variables("variableTable", snapshot.variableTable());
        }

        private void labels(Snapshot snapshot) throws IOException {
            json.writeObjectFieldStart("labels");
            for (Map.Entry<String, String> label : snapshot.labels().entrySet()) {
                json.writeStringField(label.getKey(), label.getValue());
            }
            optional(SnapshotExtension.LABEL, SnapshotExtension.of(snapshot));
            json.writeEndObject();
        }

        private void frame(Frame frame) throws IOException {
            json.writeStartObject();
            json.writeStringField("function", frame.function());
            location(frame);
            variables("arguments", frame.arguments());
            variables("locals", frame.locals());
            json.writeEndObject();
        }

        private void location(Frame frame) throws IOException {
            json.writeObjectFieldStart("location");
            optional("path", frame.path());
            if (frame.line() > 0) {
                json.writeNumberField("line", frame.line());
            }
            json.writeEndObject();
        }

        private void variables(String name, List<Variable> variables) throws IOException {
            if (variables.isEmpty()) {
                return;
            }
            json.writeArrayFieldStart(name);
            for (Variable variable : variables) {
                variable(variable);
            }
            json.writeEndArray();
        }

        private void variable(Variable variable) throws IOException {
            json.writeStartObject();
            optional("name", variable.name());
            optional("type", variable.type());
            optional("value", variable.value());
            variables("members", variable.members());
            if (variable.tableIndex() != null) {
                json.writeNumberField("varTableIndex", variable.tableIndex());
            }
            if (variable.status() != null) {
                writeStatus(variable.status(), json);
            }
            json.writeEndObject();
        }

        private void optional(String name, @Nullable String value) throws IOException {
            if (value != null) {
                json.writeStringField(name, value);
            }
        }
    }

    /** Reads objects by their members' names; each method stands on the object's start and leaves at its end. */
    private static final class Reader {
        private static final int MAX_DEPTH = 64;

        private final JsonParser json;
        private int depth;

        Reader(JsonParser json) {
            this.json = json;
        }

        /** Takes one member; the parser stands on its value. */
        private interface Member {
            void take(String name) throws IOException;
        }

        Snapshot snapshot() throws IOException {
            SnapshotParts parts = new SnapshotParts();
            object(name -> {
                switch (name) {
                    case "id" -> parts.id = text();
                    case "createTime" -> parts.time = text();
                    case "labels" -> object(label -> parts.labels.put(label, text()));
                    case "stackFrames" -> array(() -> parts.frames.add(frame()));
                    case "evaluatedExpressions" -> array(() -> parts.expressions.add(variable()));
                    case "variableTable" -> array(() -> parts.table.add(variable()));
                    default -> json.skipChildren();
                }
            });
            String extension = parts.labels.remove(SnapshotExtension.LABEL);
            Snapshot plain =
                    new Snapshot(parts.id, parts.time, parts.frames, parts.expressions, parts.table, parts.labels);
            return extension == null ? plain : SnapshotExtension.apply(extension, plain);
        }

        private Frame frame() throws IOException {
            FrameParts parts = new FrameParts();
            object(name -> {
                switch (name) {
                    case "function" -> parts.takeFunction(text());
                    case "location" -> object(member -> location(member, parts));
                    case "arguments" -> array(() -> parts.arguments.add(variable()));
                    case "locals" -> array(() -> parts.locals.add(variable()));
                    default -> json.skipChildren();
                }
            });
            return parts.frame();
        }

        private void location(String name, FrameParts parts) throws IOException {
            switch (name) {
                case "path" -> parts.file = text().substring(text().lastIndexOf('/') + 1);
                case "line" -> parts.line = json.getValueAsInt();
                default -> json.skipChildren();
            }
        }

        private Variable variable() throws IOException {
            VariableParts parts = new VariableParts();
            object(name -> {
                switch (name) {
                    case "name" -> parts.name = text();
                    case "type" -> parts.type = text();
                    case "value" -> parts.value = text();
                    case "members" -> array(() -> parts.members.add(variable()));
                    case "varTableIndex" -> parts.tableIndex = json.getValueAsInt();
                    case "status" -> parts.status = status();
                    default -> json.skipChildren();
                }
            });
            return new Variable(
                    parts.name,
                    parts.type,
                    parts.value,
                    parts.members,
                    parts.tableIndex,
                    parts.status,
                    parts.isUnavailable() ? Variable.UNAVAILABLE : null,
                    List.of());
        }

        private Status status() throws IOException {
            StatusParts parts = new StatusParts();
            object(name -> {
                switch (name) {
                    case "isError" -> parts.isError = json.getValueAsBoolean();
                    case "refersTo" -> parts.refersTo = text();
                    case "description" -> object(member -> description(member, parts));
                    default -> json.skipChildren();
                }
            });
            return new Status(parts.isError, parts.refersTo, parts.format, parts.parameters);
        }

        private void description(String name, StatusParts parts) throws IOException {
            switch (name) {
                case "format" -> parts.format = text();
                case "parameters" -> array(() -> parts.parameters.add(text()));
                default -> json.skipChildren();
            }
        }

        private String text() throws IOException {
            return json.getValueAsString("");
        }

        private void object(Member member) throws IOException {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw new IOException("not a snapshot: an object was expected at " + json.currentLocation());
            }
            if (++depth > MAX_DEPTH) {
                throw new IOException("not a snapshot: nested too deeply");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                member.take(name);
            }
            depth--;
        }

        private void array(Element element) throws IOException {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw new IOException("not a snapshot: an array was expected at " + json.currentLocation());
            }
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (json.currentToken() == null) {
                    throw new IOException("the snapshot ends in its middle");
                }
                element.take();
            }
        }

        private interface Element {
            void take() throws IOException;
        }
    }

    private static final class SnapshotParts {
        private String id = "";
        private String time = "";
        private final List<Frame> frames = new ArrayList<>();
        private final List<Variable> expressions = new ArrayList<>();
        private final List<Variable> table = new ArrayList<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
    }

    private static final class FrameParts {
        private String className = "";
        private String method = "";
        private @Nullable String file;
        private int line = -1;
        private final List<Variable> arguments = new ArrayList<>();
        private final List<Variable> locals = new ArrayList<>();

        void takeFunction(String function) {
            int dot = function.lastIndexOf('.');
            className = dot < 0 ? "" : function.substring(0, dot);
            method = function.substring(dot + 1);
        }

        Frame frame() {
            return new Frame(className, method, null, file, line, arguments, locals, null, 0);
        }
    }

    private static final class VariableParts {
        private @Nullable String name;
        private @Nullable String type;
        private @Nullable String value;
        private final List<Variable> members = new ArrayList<>();
        private @Nullable Integer tableIndex;
        private @Nullable Status status;

        // The table's entry for what did not fit is in error as well, but has no name.
        boolean isUnavailable() {
            return name != null && value == null && tableIndex == null && status != null && status.isError();
        }
    }

    private static final class StatusParts {
        private boolean isError;
        private String refersTo = "UNSPECIFIED";
        private String format = "";
        private final List<String> parameters = new ArrayList<>();
    }
}
