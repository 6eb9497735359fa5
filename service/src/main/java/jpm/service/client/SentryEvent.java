package jpm.service.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.debug.SnapshotModel;
import jpm.service.client.Parcel.Thrown;
import jpm.service.json.JsonObject;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Variable;
import jpm.value.PrintLimits;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;

/**
 * A parcel as an event of Sentry: exceptions with the innermost cause first, frames with the thread's first one first, and each frame's
 * variables as jpm prints them.
 */
final class SentryEvent {
    private static final PrintLimits LIMITS = new PrintLimits(512, 60, 4);
    private static final int EVENT_ID_CHARS = 32;
    private static final int MAX_FRAMES = 250;
    private static final List<String> TAGS = List.of("dump", "reason", "signature", "thread", "trigger");

    private final Parcel parcel;
    private final SnapshotModel model;
    private final ValuePrinter printer;

    SentryEvent(Parcel parcel) {
        this.parcel = parcel;
        model = new SnapshotModel(parcel.snapshot());
        printer = new ValuePrinter(model, LIMITS);
    }

    /** The same for the same dump, so that servers know the event again. */
    static String id(Parcel parcel) {
        return Resources.hash("SHA-256", parcel.dumpId()).substring(0, EVENT_ID_CHARS);
    }

    JsonObject json() {
        Map<String, String> facts = parcel.facts();
        String signature = facts.get("signature");
        return JsonObject.of("event_id", id(parcel))
                .with("timestamp", parcel.snapshot().time())
                .with("platform", "java")
                .with("level", "fatal")
                .with("logger", "jpm")
                .with("transaction", parcel.program())
                .with("server_name", facts.get("host"))
                .with("fingerprint", signature == null ? null : List.<Object>of(signature))
                .with("tags", tags(facts))
                .with("contexts", contexts(facts))
                .with("threads", JsonObject.of("values", List.<Object>of(thread(facts))))
                .with("exception", JsonObject.of("values", exceptions()));
    }

    private static JsonObject tags(Map<String, String> facts) {
        Map<String, Object> tags = new LinkedHashMap<>();
        for (String tag : TAGS) {
            String value = facts.get(tag);
            if (value != null) {
                tags.put(tag, value);
            }
        }
        return new JsonObject(tags);
    }

    private static @Nullable JsonObject contexts(Map<String, String> facts) {
        String version = facts.get("jvm");
        return version == null
                ? null
                : JsonObject.of(
                        "runtime",
                        JsonObject.of("type", "runtime")
                                .with("name", facts.getOrDefault("jvmName", "Java"))
                                .with("version", version));
    }

    private static JsonObject thread(Map<String, String> facts) {
        return JsonObject.of("id", 1L)
                .with("name", facts.getOrDefault("thread", "unknown"))
                .with("crashed", true)
                .with("current", true);
    }

    private List<Object> exceptions() {
        List<Thrown> chain = parcel.exceptions().isEmpty()
                ? List.of(new Thrown(parcel.facts().getOrDefault("exception", "unknown"), null, shownFrames()))
                : parcel.exceptions();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            values.add(exception(chain.get(i), i));
        }
        Collections.reverse(values);
        return values;
    }

    private List<Frame> shownFrames() {
        return parcel.snapshot().frames();
    }

    private JsonObject exception(Thrown thrown, int depth) {
        int dot = thrown.className().lastIndexOf('.');
        JsonObject mechanism = JsonObject.of("type", depth == 0 ? "jpm" : "chained")
                .with("handled", "swallowed".equals(parcel.facts().get("reason")))
                .with("exception_id", (long) depth)
                .with("parent_id", depth == 0 ? null : (Long) (depth - 1L));
        return JsonObject.of("type", thrown.className().substring(dot + 1))
                .with("module", dot < 0 ? null : thrown.className().substring(0, dot))
                .with("value", thrown.message())
                .with("thread_id", 1L)
                .with("mechanism", mechanism)
                .with("stacktrace", thrown.frames().isEmpty() ? null : stack(thrown.frames()));
    }

    /** A stack that is deeper than servers take loses its middle. */
    private JsonObject stack(List<Frame> innermostFirst) {
        List<Object> frames = new ArrayList<>();
        int size = innermostFirst.size();
        int head = size <= MAX_FRAMES ? size : MAX_FRAMES / 2;
        int tail = size <= MAX_FRAMES ? size : size - MAX_FRAMES / 2;
        for (int i = 0; i < size; i++) {
            if (i < head || i >= tail) {
                frames.add(frame(innermostFirst.get(i)));
            }
        }
        Collections.reverse(frames);
        JsonObject stack = JsonObject.of("frames", frames);
        // Counted from the thread's first frame, the end of the range not included.
        return head == size
                ? stack
                : stack.with("frames_omitted", List.<Object>of((long) (size - tail), (long) (size - head)));
    }

    private JsonObject frame(Frame frame) {
        return JsonObject.of("function", frame.method())
                .with("module", frame.className())
                .with("filename", frame.file())
                .with("abs_path", frame.path())
                .with("lineno", frame.line() > 0 ? (Long) (long) frame.line() : null)
                .with("in_app", frame.whyNoVariables() == null)
                .with("vars", variables(frame));
    }

    private @Nullable JsonObject variables(Frame frame) {
        Map<String, Object> variables = new LinkedHashMap<>();
        frame.arguments().forEach(argument -> add(argument, variables));
        frame.locals().forEach(local -> add(local, variables));
        return variables.isEmpty() ? null : new JsonObject(variables);
    }

    private void add(Variable variable, Map<String, Object> to) {
        if (variable.name() != null) {
            to.put(variable.name(), printer.print(model.value(variable)));
        }
    }
}
