package jpm.agent.control;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import jpm.agent.HostFacts;
import jpm.agent.Internals;
import jpm.agent.StoreFolder;
import jpm.agent.UtcTime;
import jpm.agent.probe.Breakpoint;
import jpm.agent.probe.BreakpointListener;
import jpm.agent.probe.BreakpointSpec;
import jpm.agent.probe.BreakpointSpec.LogFormat;
import jpm.agent.probe.BreakpointSpec.LogLevel;
import jpm.agent.probe.BreakpointState;
import jpm.agent.probe.Hit;
import jpm.agent.probe.HitDump;
import jpm.agent.probe.ProbeStatus;
import jpm.agent.probe.Probes;
import jpm.agent.start.AgentSetup;
import org.jspecify.annotations.Nullable;

/** The breakpoints that are set by the control socket; their hits become dumps in the store. */
final class LocalBreakpoints implements BreakpointListener {
    private static final int MAX_HITS = 1000;
    private static final int MAX_EXPRESSIONS = 50;
    private static final int MAX_CONDITION_CHARS = 2048;

    private final AgentSetup setup;
    private final Internals internals;
    private final Map<String, List<String>> dumps = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final Probes probes;
    private @Nullable HitDump writer;

    LocalBreakpoints(AgentSetup setup, Internals internals, Probes probes) {
        this.setup = setup;
        this.internals = internals;
        this.probes = probes;
    }

    /** Does what a client asks for, and writes the fields of the reply. */
    void run(ControlRequest request, JsonGenerator reply) throws IOException {
        switch (request.text("command")) {
            case "info" -> info(reply);
            case "add" -> add(request, reply);
            case "list" -> list(reply);
            case "remove" -> remove(request.text("id"), reply);
            default ->
                throw new IllegalArgumentException("this agent does not know the command " + request.text("command"));
        }
    }

    private void info(JsonGenerator reply) throws IOException {
        reply.writeNumberField("pid", HostFacts.pid());
        reply.writeStringField("main", setup.program().displayName());
        reply.writeStringField("version", setup.version());
        reply.writeStringField(
                "store", StoreFolder.locate(setup.options().store()).toString());
    }

    private void add(ControlRequest request, JsonGenerator reply) throws IOException {
        Breakpoint breakpoint = probes.add(spec(request), this);
        reply.writeObjectFieldStart("breakpoint");
        write(breakpoint, reply);
        if (breakpoint.state() == BreakpointState.PENDING) {
            strings("namesakes", probes.namesakes(breakpoint), reply);
        }
        reply.writeEndObject();
    }

    private BreakpointSpec spec(ControlRequest request) {
        String format = request.optional("format");
        String condition = request.optional("condition");
        long now = System.currentTimeMillis();
        require(request.list("expressions").size() <= MAX_EXPRESSIONS, "more than " + MAX_EXPRESSIONS + " expressions");
        require(
                condition == null || condition.length() <= MAX_CONDITION_CHARS,
                "a condition of more than " + MAX_CONDITION_CHARS + " characters");
        return new BreakpointSpec(
                (format == null ? "b" : "l") + lastNumber.incrementAndGet(),
                request.text("path"),
                (int) request.number("line", 0),
                condition,
                request.list("expressions"),
                format == null ? null : new LogFormat(format, level(request.optional("level"))),
                (int) Math.max(1, Math.min(MAX_HITS, request.number("hits", 1))),
                request.isTrue("heap"),
                now,
                now + Math.max(1, request.number("ttlMillis", BreakpointSpec.DEFAULT_LIFE_MILLIS)),
                Map.of());
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static LogLevel level(@Nullable String name) {
        for (LogLevel level : LogLevel.values()) {
            if (level.name().equalsIgnoreCase(name)) {
                return level;
            }
        }
        return LogLevel.INFO;
    }

    private void list(JsonGenerator reply) throws IOException {
        reply.writeArrayFieldStart("breakpoints");
        for (Breakpoint each : probes.all()) {
            if (each.listener() == this) {
                reply.writeStartObject();
                write(each, reply);
                reply.writeEndObject();
            }
        }
        reply.writeEndArray();
    }

    private void remove(String id, JsonGenerator reply) throws IOException {
        Breakpoint found = probes.find(id);
        boolean isOwn = found != null && found.listener() == this;
        reply.writeBooleanField("removed", isOwn && probes.remove(id));
        dumps.remove(id);
        failures.remove(id);
    }

    private void write(Breakpoint breakpoint, JsonGenerator reply) throws IOException {
        BreakpointSpec spec = breakpoint.spec();
        ProbeStatus status = breakpoint.status();
        reply.writeStringField("id", spec.id());
        reply.writeStringField("path", spec.path());
        reply.writeNumberField("line", spec.line());
        reply.writeNumberField("actualLine", breakpoint.actualLine());
        reply.writeStringField("condition", spec.condition());
        strings("expressions", spec.expressions(), reply);
        LogFormat log = spec.log();
        reply.writeStringField("format", log == null ? null : log.text());
        reply.writeStringField("level", log == null ? null : log.level().name());
        reply.writeNumberField("hits", breakpoint.hits());
        reply.writeNumberField("maxHits", spec.isLog() ? 0 : spec.hits());
        reply.writeBooleanField("heap", spec.heap());
        reply.writeStringField("state", breakpoint.state().name().toLowerCase(java.util.Locale.ROOT));
        reply.writeBooleanField("failed", status != null && status.isError());
        reply.writeStringField("message", status == null ? failures.get(spec.id()) : status.text());
        reply.writeStringField("created", UtcTime.iso(spec.createdMillis()));
        reply.writeStringField("expires", UtcTime.iso(spec.expiresMillis()));
        strings("dumps", dumps.getOrDefault(spec.id(), List.of()), reply);
    }

    private static void strings(String name, List<String> values, JsonGenerator reply) throws IOException {
        reply.writeArrayFieldStart(name);
        for (String value : values) {
            reply.writeString(value);
        }
        reply.writeEndArray();
    }

    private synchronized HitDump writer() {
        HitDump known = writer;
        if (known == null) {
            known = new HitDump(setup, internals);
            writer = known;
        }
        return known;
    }

    @Override
    public void changed(Breakpoint breakpoint) {
        // A client asks when it wants to know.
    }

    @Override
    public void hit(Breakpoint breakpoint, Hit hit) {
        Path folder = writer().write(breakpoint, hit);
        if (folder != null) {
            dumps.computeIfAbsent(breakpoint.spec().id(), any -> new CopyOnWriteArrayList<>())
                    .add(folder.getFileName().toString());
        } else {
            failures.put(breakpoint.spec().id(), "a hit left no dump: the program's stderr says why");
        }
    }

    @Override
    public void finished(Breakpoint breakpoint) {
        // As above.
    }
}
