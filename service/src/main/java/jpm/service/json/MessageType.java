package jpm.service.json;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a message of the Cloud Debugger v2 API.
 *
 * <p>{@link #normalise} takes any object that a client may send for it and gives the one form that is kept and emitted: known
 * members in the schema's order, defaults left out, numbers as numbers. It is as lenient as the JSON of protocol buffers demands
 * (numbers as texts, names with underscores, enum values as numbers) and passes over members that it does not know. Those of
 * canaries are not known: no agent of the public has them, and the published protocol buffers neither.
 */
public final class MessageType {
    private static final MessageType FORMAT_MESSAGE =
            new MessageType("FormatMessage").text("format").texts("parameters");
    private static final MessageType STATUS = new MessageType("StatusMessage")
            .flag("isError")
            .choice(
                    "refersTo",
                    "UNSPECIFIED",
                    "",
                    "",
                    "BREAKPOINT_SOURCE_LOCATION",
                    "BREAKPOINT_CONDITION",
                    "VARIABLE_NAME",
                    "VARIABLE_VALUE",
                    "BREAKPOINT_EXPRESSION",
                    "BREAKPOINT_AGE",
                    "BREAKPOINT_CANARY_FAILED")
            .message("description", FORMAT_MESSAGE);
    private static final MessageType LOCATION =
            new MessageType("SourceLocation").text("path").integer("line").integer("column");
    private static final MessageType VARIABLE = variableType();
    private static final MessageType FRAME = new MessageType("StackFrame")
            .text("function")
            .message("location", LOCATION)
            .messages("arguments", VARIABLE)
            .messages("locals", VARIABLE);

    /** A breakpoint, logpoint or snapshot. */
    public static final MessageType BREAKPOINT = new MessageType("Breakpoint")
            .text("id")
            .choice("action", "CAPTURE", "LOG")
            .message("location", LOCATION)
            .text("condition")
            .texts("expressions")
            .text("logMessageFormat")
            .choice("logLevel", "INFO", "WARNING", "ERROR")
            .flag("isFinalState")
            .time("createTime")
            .time("finalTime")
            .text("userEmail")
            .message("status", STATUS)
            .messages("stackFrames", FRAME)
            .messages("evaluatedExpressions", VARIABLE)
            .messages("variableTable", VARIABLE)
            .textMap("labels");

    private static final MessageType ALIAS = new MessageType("AliasContext")
            .choice("kind", "ANY", "FIXED", "MOVABLE", "OTHER")
            .text("name");
    private static final MessageType PROJECT_REPO =
            new MessageType("ProjectRepoId").text("projectId").text("repoName");
    private static final MessageType REPO =
            new MessageType("RepoId").message("projectRepoId", PROJECT_REPO).text("uid");
    private static final MessageType SOURCE_CONTEXT = new MessageType("SourceContext")
            .message(
                    "cloudRepo",
                    new MessageType("CloudRepoSourceContext")
                            .message("repoId", REPO)
                            .text("revisionId")
                            .text("aliasName")
                            .message("aliasContext", ALIAS))
            .message(
                    "cloudWorkspace",
                    new MessageType("CloudWorkspaceSourceContext")
                            .message(
                                    "workspaceId",
                                    new MessageType("CloudWorkspaceId")
                                            .message("repoId", REPO)
                                            .text("name"))
                            .text("snapshotId"))
            .message(
                    "gerrit",
                    new MessageType("GerritSourceContext")
                            .text("hostUri")
                            .text("gerritProject")
                            .text("revisionId")
                            .text("aliasName")
                            .message("aliasContext", ALIAS))
            .message("git", new MessageType("GitSourceContext").text("url").text("revisionId"));

    /** A program that can be debugged. */
    public static final MessageType DEBUGGEE = new MessageType("Debuggee")
            .text("id")
            .text("project")
            .text("uniquifier")
            .text("description")
            .flag("isInactive")
            .text("agentVersion")
            .flag("isDisabled")
            .message("status", STATUS)
            .messages("sourceContexts", SOURCE_CONTEXT)
            .messages(
                    "extSourceContexts",
                    new MessageType("ExtendedSourceContext")
                            .message("context", SOURCE_CONTEXT)
                            .textMap("labels"))
            .textMap("labels");

    private final String name;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, String> underscored = new LinkedHashMap<>();

    private MessageType(String name) {
        this.name = name;
    }

    private static MessageType variableType() {
        MessageType variable = new MessageType("Variable");
        return variable.text("name")
                .text("value")
                .text("type")
                .messages("members", variable)
                .optionalInteger("varTableIndex")
                .message("status", STATUS);
    }

    /** Makes the normal form of a member's value; null when that is the default and is left out. */
    @FunctionalInterface
    private interface Field {
        @Nullable
        Object normal(Object value, String path) throws MalformedJsonException;
    }

    /**
     * The message in its normal form.
     *
     * @throws MalformedJsonException when a member has a value that its type does not allow
     */
    public JsonObject normalise(JsonObject raw) throws MalformedJsonException {
        return normalise(raw, "");
    }

    private JsonObject normalise(JsonObject raw, String path) throws MalformedJsonException {
        Map<String, Object> given = new LinkedHashMap<>();
        raw.members().forEach((member, value) -> given.put(underscored.getOrDefault(member, member), value));
        Map<String, Object> normal = new LinkedHashMap<>();
        for (Map.Entry<String, Field> field : fields.entrySet()) {
            Object value = given.get(field.getKey());
            Object kept = value == null ? null : field.getValue().normal(value, path + field.getKey());
            if (kept != null) {
                normal.put(field.getKey(), kept);
            }
        }
        return new JsonObject(normal);
    }

    private MessageType field(String member, Field field) {
        fields.put(member, field);
        underscored.put(member.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT), member);
        return this;
    }

    private MessageType text(String member) {
        return field(member, (value, path) -> {
            String text = text(value, path);
            return text.isEmpty() ? null : text;
        });
    }

    private MessageType texts(String member) {
        return field(member, (value, path) -> elements(value, path, MessageType::text));
    }

    private MessageType flag(String member) {
        return field(member, (value, path) -> {
            if (value instanceof Boolean flag) {
                return flag ? flag : null;
            }
            throw unfit(path, "true or false", value);
        });
    }

    private MessageType integer(String member) {
        return field(member, (value, path) -> {
            long number = int32(value, path);
            return number == 0 ? null : number;
        });
    }

    private MessageType optionalInteger(String member) {
        return field(member, MessageType::int32);
    }

    private MessageType time(String member) {
        return field(member, (value, path) -> {
            String text = text(value, path);
            try {
                return OffsetDateTime.parse(text).toInstant().toString();
            } catch (DateTimeParseException malformed) {
                throw unfit(path, "a time as in RFC 3339", value);
            }
        });
    }

    /** The first value is the default; those without a name are numbers that were given up. */
    private MessageType choice(String member, String... values) {
        List<String> names = List.of(values);
        return field(member, (value, path) -> {
            String chosen = value instanceof Long number && number >= 0 && number < names.size()
                    ? names.get(number.intValue())
                    : text(value, path);
            if (chosen.isEmpty() || !names.contains(chosen)) {
                throw unfit(path, "one of " + String.join(", ", names).replace(", ,", ","), value);
            }
            return chosen.equals(names.get(0)) ? null : chosen;
        });
    }

    private MessageType message(String member, MessageType type) {
        return field(member, (value, path) -> type.normalValue(value, path));
    }

    private MessageType messages(String member, MessageType type) {
        return field(member, (value, path) -> elements(value, path, type::normalValue));
    }

    private MessageType textMap(String member) {
        return field(member, (value, path) -> {
            if (!(value instanceof JsonObject map)) {
                throw unfit(path, "an object", value);
            }
            Map<String, Object> texts = new TreeMap<>();
            for (Map.Entry<String, Object> entry : map.members().entrySet()) {
                texts.put(entry.getKey(), text(entry.getValue(), path + "." + entry.getKey()));
            }
            return texts.isEmpty() ? null : new JsonObject(texts);
        });
    }

    private JsonObject normalValue(Object value, String path) throws MalformedJsonException {
        if (value instanceof JsonObject object) {
            return normalise(object, path + ".");
        }
        throw unfit(path, "a " + name, value);
    }

    private static @Nullable Object elements(Object value, String path, Field field) throws MalformedJsonException {
        if (!(value instanceof Collection<?> list)) {
            throw unfit(path, "an array", value);
        }
        List<Object> normal = new ArrayList<>();
        for (Object element : list) {
            Object kept = field.normal(element, path + "[" + normal.size() + "]");
            if (kept != null) {
                normal.add(kept);
            }
        }
        return normal.isEmpty() ? null : List.copyOf(normal);
    }

    private static String text(Object value, String path) throws MalformedJsonException {
        if (value instanceof String text) {
            return text;
        }
        throw unfit(path, "a string", value);
    }

    private static Long int32(Object value, String path) throws MalformedJsonException {
        Object number = value;
        if (value instanceof String text && text.matches("-?\\d{1,10}")) {
            number = Long.parseLong(text);
        } else if (value instanceof Double fraction && fraction == Math.rint(fraction)) {
            number = fraction.longValue();
        }
        if (number instanceof Long exact && exact == exact.intValue()) {
            return exact;
        }
        throw unfit(path, "a 32-bit integer", value);
    }

    private static MalformedJsonException unfit(String path, String expected, Object value) {
        String shown = value instanceof JsonObject ? "an object" : value instanceof List ? "an array" : cut(value);
        return new MalformedJsonException("Invalid value at '" + path + "': expected " + expected + ", found " + shown);
    }

    private static String cut(Object value) {
        String text = value instanceof String ? "\"" + value + "\"" : value.toString();
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
