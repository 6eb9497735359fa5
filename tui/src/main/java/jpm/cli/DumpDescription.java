package jpm.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.debug.HitResults;
import jpm.store.DumpEntry;
import jpm.store.DumpMetadata;
import jpm.store.DumpState;
import org.jspecify.annotations.Nullable;

/** A dump in the form of {@code coredumpctl info}: right-aligned names, one fact a line; what is not known is left out. */
final class DumpDescription {
    private static final int NAME_COLUMNS = 14;
    private static final int MAX_FRAMES = 64;
    private static final int MAX_EXCEPTIONS = 20;
    private static final int MAX_VALUE_CHARS = 4096;

    private final DumpEntry dump;
    private final DumpMetadata metadata;
    private final Console console;
    private final Palette palette;
    private final List<String> lines = new ArrayList<>();

    DumpDescription(DumpEntry dump, Console console, Palette palette) {
        this.dump = dump;
        this.metadata = dump.metadata();
        this.console = console;
        this.palette = palette;
    }

    List<String> lines() {
        addWhatDied();
        addWhere();
        addJvm();
        addMemory();
        addCrash();
        addStorage();
        addExceptions();
        return lines;
    }

    private void addWhatDied() {
        fact("ID", dump.id());
        fact("PID", with(dump.pid(), dump.main()));
        fact("UID", with(dump.uid(), dump.user()));
        fact("GID", with(metadata.number("gid"), metadata.text("group")));
        fact("Reason", with(dump.reason(), metadata.text("trigger")));
        Instant time = dump.time();
        if (time != null) {
            String ago = Quantity.ago(time, console.clock().instant());
            fact("Timestamp", Quantity.time(time, console.zone()) + " (" + ago + ")");
        }
        addHit();
        fact("Occurrences", dump.count() > 1 ? dump.count() + " in this process" : null);
        fact("Signature", dump.signature());
        fact("Thread", thread());
    }

    private void addHit() {
        HitResults hit = "breakpoint".equals(dump.reason()) ? HitResults.of(dump.path()) : HitResults.NONE;
        fact("Condition", hit.condition());
        for (HitResults.Result each : hit.expressions()) {
            fact("Expression", each.expression() + " = " + each.value());
        }
    }

    private @Nullable String thread() {
        String name = dump.thread();
        if (name == null) {
            return null;
        }
        List<String> details = new ArrayList<>();
        Long id = metadata.number("threadInfo.id");
        if (id != null) {
            details.add("id " + id);
        }
        for (String property : List.of("daemon", "virtual")) {
            if (Boolean.TRUE.equals(metadata.value("threadInfo." + property))) {
                details.add(property);
            }
        }
        return details.isEmpty() ? name : name + " (" + String.join(", ", details) + ")";
    }

    private void addWhere() {
        fact("Command Line", words(metadata.list("commandLine")));
        fact("Main Class", metadata.text("mainClass"));
        fact("Main Jar", metadata.text("mainJar"));
        fact("Class Path", classPath());
        fact("Directory", metadata.text("cwd"));
        fact("Hostname", metadata.text("host"));
        fact("Container", metadata.text("containerId"));
        fact("Control Group", metadata.text("cgroup"));
        fact("Boot ID", metadata.text("bootId"));
        fact("Machine ID", metadata.text("machineId"));
    }

    private @Nullable String classPath() {
        List<String> entries = texts(metadata.list("classPath"));
        return entries.isEmpty() ? null : String.join(":", entries);
    }

    private static @Nullable String words(List<@Nullable Object> words) {
        List<String> quoted = new ArrayList<>();
        for (String word : texts(words)) {
            boolean plain =
                    !word.isEmpty() && word.chars().allMatch(c -> c > ' ' && "'\"\\$`&|;<>()*?#~!".indexOf(c) < 0);
            quoted.add(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return quoted.isEmpty() ? null : String.join(" ", quoted);
    }

    private void addJvm() {
        String name = metadata.text("jvm.name");
        String version = metadata.text("jvm.version");
        String vendor = metadata.text("jvm.vendor");
        fact("JVM", joined(name, version, vendor == null ? null : "(" + vendor + ")"));
        fact("JVM Home", metadata.text("jvm.home"));
        fact("JVM Flags", words(metadata.list("jvm.flags")));
        Long uptimeMillis = metadata.number("jvm.uptimeMillis");
        fact("Uptime", uptimeMillis == null ? null : Quantity.span(Duration.ofMillis(uptimeMillis)));
    }

    private void addMemory() {
        fact(
                "Heap",
                sizes(
                        "memory.heapUsedBytes",
                        "used",
                        "memory.heapCommittedBytes",
                        "committed",
                        "memory.heapMaxBytes",
                        "at most"));
        fact("Non-Heap", sizes("memory.nonHeapUsedBytes", "used"));
        fact("Memory Limit", sizes("memory.limitBytes", ""));
        fact("Processors", metadata.number("memory.processors"));
    }

    private void addCrash() {
        String code = metadata.text("crash.code");
        String address = metadata.text("crash.address");
        fact("Signal", joined(metadata.text("crash.signal"), code, address == null ? null : "at " + address));
        fact("Sent By", metadata.number("crash.senderPid"));
        fact("Crashed In", metadata.text("crash.frame"));
        fact("Detail", metadata.text("crash.detail"));
        fact("Resident", sizes("memory.residentBytes", ""));
        fact("Collected From", metadata.text("collected.from"));
    }

    private @Nullable String sizes(String... fieldsAndWords) {
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i < fieldsAndWords.length; i += 2) {
            Long bytes = metadata.number(fieldsAndWords[i]);
            if (bytes != null && bytes >= 0) {
                sizes.add((Quantity.size(bytes) + " " + fieldsAndWords[i + 1]).trim());
            }
        }
        return sizes.isEmpty() ? null : String.join(", ", sizes);
    }

    private void addStorage() {
        DumpMetadata end = dump.ending();
        Palette.Style style = dump.state() == DumpState.PRESENT ? Palette.Style.GREEN : Palette.Style.YELLOW;
        String state = palette.styled(style, dump.state().label());
        line("Storage", Plain.line(dump.path().toString()) + " (" + state + ")");
        Long sizeBytes = dump.sizeBytes();
        fact("Size on Disk", sizeBytes == null ? null : Quantity.size(sizeBytes));
        Long heapBytes = dump.heapBytes();
        if (heapBytes != null) {
            Long told = end.number("heapBytes");
            boolean cut = dump.state() == DumpState.TRUNCATED;
            fact("Heap Dump", Quantity.size(heapBytes) + (cut && told != null ? " of " + Quantity.size(told) : ""));
        }
        String why = end.text("heapError");
        fact(
                "No Heap",
                why != null
                        ? why
                        : Boolean.FALSE.equals(metadata.value("heap.wanted")) ? metadata.text("heap.why") : null);
    }

    private void addExceptions() {
        List<@Nullable Object> chain = metadata.list("chain");
        if (chain.isEmpty()) {
            fact("Message", joined(dump.exception(), dump.message()));
            return;
        }
        List<String> stack = new ArrayList<>();
        int shown = Math.min(chain.size(), MAX_EXCEPTIONS);
        for (int i = 0; i < shown; i++) {
            addException(chain.get(i), i == 0 ? "" : "Caused by: ", "", stack);
        }
        if (shown < chain.size()) {
            stack.add("... " + (chain.size() - shown) + " more causes, innermost:");
            addException(chain.get(chain.size() - 1), "Caused by: ", "", stack);
        }
        for (int i = 0; i < stack.size(); i++) {
            lines.add((i == 0 ? name("Message") : " ".repeat(NAME_COLUMNS + 2)) + stack.get(i));
        }
    }

    private static void addException(@Nullable Object exception, String before, String indent, List<String> to) {
        if (!(exception instanceof Map<?, ?> fields)) {
            return;
        }
        Object message = fields.get("message");
        String prefix = before;
        String head = fields.get("class") + (message == null ? "" : ": " + message);
        for (String line : Plain.lines(cut(head)).split("\n", -1)) {
            to.add(indent + prefix + line);
            prefix = "";
        }
        List<?> stack = fields.get("stack") instanceof List<?> frames ? frames : List.of();
        for (int i = 0; i < Math.min(stack.size(), MAX_FRAMES); i++) {
            to.add(indent + "    at " + Plain.line(String.valueOf(stack.get(i)), 400));
        }
        if (stack.size() > MAX_FRAMES) {
            to.add(indent + "    ... " + (stack.size() - MAX_FRAMES) + " more");
        }
        if (fields.get("suppressed") instanceof List<?> suppressed && indent.length() < 16) {
            suppressed.stream()
                    .limit(MAX_EXCEPTIONS)
                    .forEach(one -> addException(one, "Suppressed: ", indent + "    ", to));
        }
    }

    private static String cut(String text) {
        return text.length() <= MAX_VALUE_CHARS ? text : text.substring(0, MAX_VALUE_CHARS) + "...(truncated)";
    }

    private void fact(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            line(name, Plain.line(cut(value.toString())));
        }
    }

    private void line(String name, String harmlessValue) {
        lines.add(name(name) + harmlessValue);
    }

    private static String name(String name) {
        return " ".repeat(Math.max(0, NAME_COLUMNS - name.length())) + name + ": ";
    }

    private static @Nullable String with(@Nullable Object value, @Nullable Object detail) {
        return value == null ? null : detail == null ? value.toString() : value + " (" + detail + ")";
    }

    private static @Nullable String joined(@Nullable String... words) {
        List<String> known = new ArrayList<>();
        for (String word : words) {
            if (word != null) {
                known.add(word);
            }
        }
        return known.isEmpty() ? null : String.join(" ", known);
    }

    private static List<String> texts(List<@Nullable Object> values) {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(String.valueOf(value));
        }
        return texts;
    }
}
