package jpm.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jpm.agent.remote.DebuggerApi;
import jpm.agent.remote.DebuggerApi.Reply;
import jpm.agent.remote.JsonTree;
import jpm.snapshot.DumpMessages;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Redaction;
import jpm.snapshot.Snapshot;
import jpm.snapshot.SnapshotJson;
import org.jspecify.annotations.Nullable;

/** One dump on its way to a debugger service. What it is there is what {@code jpm upload} would make of it, which so finds it there. */
final class DumpUpload {
    private static final String[] FACTS = {"time", "reason", "exception", "signature", "trigger"};

    private final DebuggerApi service;
    private final PrivacyRules rules;

    DumpUpload(DebuggerApi service, PrivacyRules rules) {
        this.service = service;
        this.rules = rules;
    }

    /** The service does not take the dump. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Whether it may take it later. */
        final boolean isPassing;

        RefusedException(String message, boolean isPassing) {
            super(message);
            this.isPassing = isPassing;
        }
    }

    /** Sends the dump in a folder; the address that shows it. */
    String send(Path dump) throws IOException {
        DumpMessages messages = messages(dump);
        String debuggee = id(service.register(messages.registration()), "debuggee");
        Reply set = service.set(debuggee, DumpMessages.CLIENT_VERSION, messages.request());
        String breakpoint = id(set, "breakpoint");
        if (!isThere(set)) {
            deliver(debuggee, breakpoint, messages);
        }
        return service.root() + "/#/" + DebuggerApi.encoded(debuggee) + "/" + DebuggerApi.encoded(breakpoint);
    }

    private void deliver(String debuggee, String breakpoint, DumpMessages messages) throws IOException {
        Reply update = service.update(debuggee, breakpoint, messages.update(breakpoint));
        // Somebody else may have sent the dump meanwhile, or an earlier answer have been lost.
        boolean isDone = update.isOk() || isThere(service.get(debuggee, DumpMessages.CLIENT_VERSION, breakpoint));
        if (!isDone) {
            checked(update);
        }
    }

    private static boolean isThere(Reply reply) {
        return reply.isOk() && reply.body().object("breakpoint").isTrue("isFinalState");
    }

    private static String id(Reply reply, String of) throws IOException {
        String id = checked(reply).object(of).text("id");
        if (id == null) {
            throw new RefusedException("it is no debugger service", false);
        }
        return id;
    }

    private static JsonTree checked(Reply reply) throws RefusedException {
        if (!reply.isOk()) {
            throw new RefusedException(reply.why(), reply.isWorthRetrying());
        }
        return reply.body();
    }

    /** What leaves of the dump. */
    DumpMessages messages(Path dump) throws IOException {
        JsonTree metadata = JsonTree.parse(Files.readAllBytes(dump.resolve("dump.json")));
        String main = metadata.text("main");
        try (InputStream in = Files.newInputStream(dump.resolve("snapshot.json"))) {
            Snapshot shown = new Redaction(rules).of(SnapshotJson.read(in));
            if (shown.frames().isEmpty()) {
                throw new RefusedException("it has no stack", false);
            }
            return new DumpMessages(
                    main == null ? "unknown" : main,
                    shown,
                    facts(dump.getFileName().toString(), metadata));
        }
    }

    private Map<String, String> facts(String id, JsonTree metadata) {
        Map<String, String> facts = new HashMap<>();
        facts.put(DumpMessages.DUMP_LABEL, id);
        for (String name : FACTS) {
            put(facts, name, metadata.text(name));
        }
        put(facts, "thread", masked(metadata.text("thread")));
        put(facts, "host", masked(metadata.text("host")));
        put(facts, "jvm", metadata.object("jvm").text("version"));
        put(facts, "jvmName", metadata.object("jvm").text("name"));
        return facts;
    }

    private @Nullable String masked(@Nullable String text) {
        return text == null ? null : rules.masked(text);
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
