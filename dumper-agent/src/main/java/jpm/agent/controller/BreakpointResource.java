package jpm.agent.controller;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.agent.UtcTime;
import jpm.agent.probe.Breakpoint;
import jpm.agent.probe.BreakpointSpec;
import jpm.agent.probe.BreakpointSpec.LogFormat;
import jpm.agent.probe.BreakpointSpec.LogLevel;
import jpm.agent.probe.ProbeStatus;
import jpm.agent.remote.JsonTree;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.SnapshotJson;
import org.jspecify.annotations.Nullable;

/** Breakpoints in the form of Cloud Debugger's v2 API. */
final class BreakpointResource {
    private BreakpointResource() {}

    /** The breakpoint that the service wants; {@link IllegalArgumentException} where it lacks what it takes. */
    static BreakpointSpec read(JsonTree json) {
        String id = json.text("id");
        String path = json.object("location").text("path");
        if (id == null || path == null) {
            throw new IllegalArgumentException("a breakpoint without id or location");
        }
        long created = millis(json.text("createTime"));
        return new BreakpointSpec(
                id,
                path,
                number(json.object("location").text("line")),
                nonEmpty(json.text("condition")),
                json.texts("expressions"),
                log(json),
                1,
                false,
                created,
                created + lifeMillis(json.text("expiresIn")),
                labels(json.object("labels")));
    }

    private static @Nullable String nonEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable LogFormat log(JsonTree json) {
        if (!"LOG".equals(json.text("action"))) {
            return null;
        }
        String format = json.text("logMessageFormat");
        return new LogFormat(format == null ? "" : format, level(json.text("logLevel")));
    }

    private static LogLevel level(@Nullable String name) {
        return name != null && (name.equals("WARNING") || name.equals("ERROR"))
                ? LogLevel.valueOf(name)
                : LogLevel.INFO;
    }

    private static long millis(@Nullable String time) {
        try {
            return time == null
                    ? System.currentTimeMillis()
                    : Instant.parse(time).toEpochMilli();
        } catch (DateTimeException e) {
            return System.currentTimeMillis();
        }
    }

    /** Only ever shorter than the default. */
    private static long lifeMillis(@Nullable String duration) {
        if (duration == null || !duration.matches("[0-9]{1,9}s")) {
            return BreakpointSpec.DEFAULT_LIFE_MILLIS;
        }
        long millis = Long.parseLong(duration.substring(0, duration.length() - 1)) * 1000;
        return Math.min(millis, BreakpointSpec.DEFAULT_LIFE_MILLIS);
    }

    private static Map<String, String> labels(JsonTree json) {
        Map<String, String> labels = new HashMap<>();
        for (String name : json.members().keySet()) {
            String value = json.text(name);
            if (value != null) {
                labels.put(name, value);
            }
        }
        return labels;
    }

    /**
     * The body of an update.
     *
     * @param caught what a final update delivers, or null
     */
    static byte[] update(Breakpoint breakpoint, boolean isFinal, @Nullable Snapshot caught) throws IOException {
        return update(breakpoint.spec(), breakpoint.actualLine(), breakpoint.status(), isFinal, caught);
    }

    /** The body of the final update of a breakpoint that cannot be set. */
    static byte[] refusal(BreakpointSpec spec, ProbeStatus why) throws IOException {
        return update(spec, spec.line(), why, true, null);
    }

    private static byte[] update(
            BreakpointSpec spec, int line, @Nullable ProbeStatus status, boolean isFinal, @Nullable Snapshot caught)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
            json.writeStartObject();
            json.writeObjectFieldStart("breakpoint");
            json.writeStringField("id", spec.id());
            json.writeStringField("action", spec.isLog() ? "LOG" : "CAPTURE");
            json.writeObjectFieldStart("location");
            json.writeStringField("path", spec.path());
            json.writeNumberField("line", line);
            json.writeEndObject();
            text("condition", spec.condition(), json);
            expressions(spec.expressions(), json);
            log(spec.log(), json);
            json.writeBooleanField("isFinalState", isFinal);
            json.writeStringField("createTime", UtcTime.iso(spec.createdMillis()));
            status(status, json);
            if (caught != null) {
                SnapshotJson.writeContent(caught, json);
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void text(String name, @Nullable String value, JsonGenerator json) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void expressions(List<String> expressions, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("expressions");
        for (String each : expressions) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    private static void log(@Nullable LogFormat log, JsonGenerator json) throws IOException {
        if (log != null) {
            json.writeStringField("logMessageFormat", log.text());
            json.writeStringField("logLevel", log.level().name());
        }
    }

    private static void status(@Nullable ProbeStatus status, JsonGenerator json) throws IOException {
        if (status != null) {
            SnapshotJson.writeStatus(
                    new Status(status.isError(), status.refersTo(), status.format(), status.parameters()), json);
        }
    }
}
