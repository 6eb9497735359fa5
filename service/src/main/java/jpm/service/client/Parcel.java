package jpm.service.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.snapshot.DumpMessages;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Redaction;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.SnapshotJson;
import jpm.store.DumpEntry;
import jpm.store.DumpFiles;
import jpm.store.DumpMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What may leave of a dump: its snapshot and a few facts, after rules of privacy were applied. There is no way from it to the rest of
 * the dump.
 *
 * @param dumpId the dump's id
 * @param program the main class or jar
 * @param snapshot frames without variables where the dump has no snapshot
 * @param exceptions the exception and its causes, outermost first
 * @param facts texts about the process by name: {@code host}, {@code jvm}, {@code reason}, {@code signature}, …
 * @param hidden how many variables were hidden and texts changed
 */
public record Parcel(
        String dumpId,
        String program,
        Snapshot snapshot,
        List<Thrown> exceptions,
        Map<String, String> facts,
        int hidden) {
    private static final Pattern FRAME = Pattern.compile("(?:.*/)?([^/(]+)\\.([^.(]+)\\((.*)\\)");
    private static final Pattern PLACE = Pattern.compile("(.*):(\\d{1,9})");
    private static final int UNKNOWN_LINE = -1;

    /**
     * An exception.
     *
     * @param frames its own stack, innermost first, with the variables of those frames of the snapshot that are the same
     */
    public record Thrown(String className, @Nullable String message, List<Frame> frames) {
        public Thrown {
            frames = List.copyOf(frames);
        }
    }

    public Parcel {
        exceptions = List.copyOf(exceptions);
        facts = Map.copyOf(facts);
    }

    /**
     * What of a dump the rules let pass.
     *
     * @throws UploadException when it has neither snapshot nor stack
     */
    public static Parcel of(DumpEntry dump, PrivacyRules rules) {
        DumpMetadata metadata = dump.metadata();
        Snapshot whole = snapshot(dump);
        Redaction redaction = new Redaction(rules);
        List<Thrown> bare = exceptions(metadata, rules);
        Snapshot shown = redaction.of(whole.frames().isEmpty() ? stackOnly(dump, whole, bare) : whole);
        if (shown.frames().isEmpty()) {
            throw UploadException.ofDump(dump.id(), "it has neither a snapshot nor a stack");
        }
        List<Thrown> exceptions = bare.stream()
                .map(each -> new Thrown(each.className(), each.message(), withVariables(each.frames(), shown.frames())))
                .toList();
        String program = Objects.requireNonNullElse(dump.main(), "unknown");
        return new Parcel(dump.id(), program, shown, exceptions, facts(dump, metadata, rules), redaction.hidden());
    }

    private static Snapshot snapshot(DumpEntry dump) {
        try (InputStream in = Files.newInputStream(dump.path().resolve(DumpFiles.SNAPSHOT))) {
            return SnapshotJson.read(in);
        } catch (NoSuchFileException none) {
            return new Snapshot(dump.id(), "", List.of(), List.of(), List.of(), Map.of());
        } catch (IOException damaged) {
            throw UploadException.ofDump(dump.id(), "its snapshot cannot be read: " + damaged.getMessage());
        }
    }

    private static Snapshot stackOnly(DumpEntry dump, Snapshot empty, List<Thrown> exceptions) {
        List<Frame> frames =
                exceptions.isEmpty() ? List.of() : exceptions.get(0).frames();
        String time = dump.time() == null ? empty.time() : dump.time().toString();
        return new Snapshot(dump.id(), time, frames, List.of(), List.of(), empty.labels());
    }

    private static List<Thrown> exceptions(DumpMetadata metadata, PrivacyRules rules) {
        List<Thrown> exceptions = new ArrayList<>();
        for (Object each : metadata.list("chain")) {
            if (each instanceof Map<?, ?> thrown && thrown.get("class") instanceof String className) {
                String message = thrown.get("message") instanceof String text ? rules.masked(text) : null;
                exceptions.add(new Thrown(className, message, frames(thrown.get("stack"))));
            }
        }
        return exceptions;
    }

    private static List<Frame> frames(@Nullable Object stack) {
        List<Frame> frames = new ArrayList<>();
        if (stack instanceof List<?> lines) {
            for (Object line : lines) {
                Matcher frame = FRAME.matcher(String.valueOf(line));
                if (frame.matches()) {
                    frames.add(frame(frame.group(1), frame.group(2), frame.group(3)));
                }
            }
        }
        return frames;
    }

    private static Frame frame(String className, String method, String place) {
        Matcher line = PLACE.matcher(place);
        boolean hasLine = line.matches();
        String file = hasLine ? line.group(1) : place;
        boolean isFile = file.contains(".");
        int number = hasLine ? Integer.parseInt(line.group(2)) : UNKNOWN_LINE;
        return new Frame(
                className, method, null, isFile ? file : null, number, List.of(), List.of(), "it is a trace only", 0);
    }

    /** The frames, each replaced by the snapshot's where that has the same. Both are innermost first, and run to the same thread's start. */
    private static List<Frame> withVariables(List<Frame> bare, List<Frame> snapshot) {
        List<Frame> frames = new ArrayList<>(bare);
        int from = snapshot.size() - 1;
        for (int i = bare.size() - 1; i >= 0; i--) {
            for (int at = from; at >= 0; at--) {
                if (isSame(bare.get(i), snapshot.get(at))) {
                    frames.set(i, snapshot.get(at));
                    from = at - 1;
                    break;
                }
            }
        }
        return frames;
    }

    private static boolean isSame(Frame bare, Frame of) {
        return bare.className().equals(of.className()) && bare.method().equals(of.method()) && bare.line() == of.line();
    }

    private static Map<String, String> facts(DumpEntry dump, DumpMetadata metadata, PrivacyRules rules) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(DumpMessages.DUMP_LABEL, dump.id());
        put(facts, "time", dump.time() == null ? null : dump.time().toString());
        put(facts, "reason", dump.reason());
        put(facts, "exception", dump.exception());
        put(facts, "signature", dump.signature());
        put(facts, "thread", masked(dump.thread(), rules));
        put(facts, "trigger", metadata.text("trigger"));
        put(facts, "host", masked(metadata.text("host"), rules));
        put(facts, "jvm", metadata.text("jvm.version"));
        put(facts, "jvmName", metadata.text("jvm.name"));
        return facts;
    }

    private static @Nullable String masked(@Nullable String text, PrivacyRules rules) {
        return text == null ? null : rules.masked(text);
    }

    private static void put(Map<String, String> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
