package jpm.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.snapshot.PrivacyRules;
import jpm.store.DumpFiles;
import jpm.store.SignatureRule;
import org.jspecify.annotations.Nullable;

/** A fatal error log as a dump: its facts in dump.json, its threads in threads.txt, and itself, without secrets, beside them. */
final class CrashLeftover extends FileLeftover {
    private final CrashLog log;
    private final PrivacyRules rules;

    private CrashLeftover(Path path, CrashLog log, PrivacyRules rules) throws IOException {
        super(path, timeOf(path, log));
        this.log = log;
        this.rules = rules;
    }

    private static Instant timeOf(Path path, CrashLog log) throws IOException {
        Instant told = log.time();
        return told != null ? told : Files.getLastModifiedTime(path).toInstant();
    }

    /** Null for a file that is no such log. */
    static @Nullable CrashLeftover read(Path file, PrivacyRules rules) throws IOException {
        CrashLog log = CrashLog.read(file);
        return log == null ? null : new CrashLeftover(file, log, rules);
    }

    @Override
    public long pid() {
        Long pid = log.pid();
        return pid == null ? 0 : pid;
    }

    @Override
    public String description() {
        String frame = log.problematicFrame();
        return signal() + (frame == null ? "" : " in " + frame);
    }

    private String signal() {
        String signal = log.signal();
        return signal == null ? "Crash" : signal;
    }

    /** What failed: the frame that the log blames, else what it says of an assertion or an allocation. */
    private @Nullable String message() {
        return log.problematicFrame() != null ? log.problematicFrame() : log.detail();
    }

    @Override
    public void writeTo(Path folder, String id) throws IOException {
        DumpJson.write(folder, metadata(id));
        List<String> threads = threadsText();
        Files.write(folder.resolve(DumpFiles.THREADS), threads);
        String command = log.command();
        MaskedCrashLog.copy(path(), folder.resolve(DumpFiles.CRASH_LOG), command == null ? "" : command, rules);
        long bytes = Files.size(folder.resolve(DumpFiles.METADATA))
                + Files.size(folder.resolve(DumpFiles.THREADS))
                + Files.size(folder.resolve(DumpFiles.CRASH_LOG));
        DumpJson.writeEnd(folder, 0, bytes);
    }

    private Map<String, @Nullable Object> metadata(String id) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", 1);
        fields.put("id", id);
        fields.put("time", time());
        fields.put("pid", log.pid());
        fields.put("user", owner());
        fields.put("main", main());
        fields.put("reason", "crash");
        fields.put("exception", signal());
        fields.put("message", message());
        fields.put("thread", log.thread());
        fields.put("signature", signature());
        fields.put("heap", Map.of("wanted", false, "why", "a fatal error log has no heap"));
        fields.put("trigger", "fatal error log");
        fields.put("host", log.host());
        fields.put("commandLine", commandLine());
        fields.put("classPath", log.classPath());
        fields.put("jvm", jvm());
        fields.put("memory", memory());
        fields.put("chain", List.of(thrown()));
        fields.put("crash", crash());
        fields.put("collected", origin());
        return fields;
    }

    private @Nullable String owner() {
        try {
            return Files.getOwner(path()).getName();
        } catch (IOException | UnsupportedOperationException notTold) {
            return null;
        }
    }

    private @Nullable String main() {
        return HeapLeftover.mainOf(log.command());
    }

    private List<String> commandLine() {
        List<String> words = new ArrayList<>(List.of("java"));
        words.addAll(MaskedArguments.of(log.flags(), rules));
        String command = log.command();
        if (command != null) {
            words.addAll(MaskedArguments.of(List.of(command.split(" ")), rules));
        }
        return words;
    }

    private Map<String, @Nullable Object> jvm() {
        Map<String, @Nullable Object> jvm = new LinkedHashMap<>();
        String vm = log.vm();
        jvm.put("name", vm == null ? null : vm.replaceFirst(" \\(.*", ""));
        String jre = log.jre();
        jvm.put("version", jre == null ? null : jre.replaceFirst(".*?\\(build ([^)]*)\\).*", "$1"));
        jvm.put("flags", MaskedArguments.of(log.flags(), rules));
        jvm.put("uptimeMillis", log.elapsedMillis());
        return jvm;
    }

    private Map<String, @Nullable Object> memory() {
        Map<String, @Nullable Object> memory = new LinkedHashMap<>();
        memory.put("heapUsedBytes", log.heapUsedBytes());
        memory.put("heapMaxBytes", log.heapMaxBytes());
        memory.put("residentBytes", log.residentBytes());
        return memory;
    }

    private Map<String, @Nullable Object> thrown() {
        Map<String, @Nullable Object> thrown = new LinkedHashMap<>();
        thrown.put("class", signal());
        thrown.put("message", message());
        thrown.put("stack", log.stack().stream().map(CrashFrame::text).toList());
        thrown.put("suppressed", List.of());
        return thrown;
    }

    private Map<String, @Nullable Object> crash() {
        Map<String, @Nullable Object> crash = new LinkedHashMap<>();
        crash.put("signal", log.signal());
        crash.put("code", log.signalCode());
        crash.put("address", log.address());
        crash.put("senderPid", log.senderPid());
        crash.put("frame", log.problematicFrame());
        crash.put("detail", log.detail());
        crash.put("threadState", log.threadState());
        return crash;
    }

    /** Of the signal, the blamed frame without its offset, and the Java frames: see docs/dump-format.md. */
    private String signature() {
        StringBuilder text = new StringBuilder(signal());
        String frame = log.problematicFrame();
        CrashFrame blamed = frame == null ? null : CrashFrame.parse(frame);
        if (blamed != null) {
            text.append('\n').append(blamed.owner()).append('.').append(blamed.name());
        }
        log.stack().stream()
                .filter(CrashFrame::isJava)
                .map(java -> java.owner() + "." + java.name())
                .distinct()
                .forEach(java -> text.append('\n').append(java));
        return SignatureRule.digest(text.toString());
    }

    private List<String> threadsText() {
        List<String> lines = new ArrayList<>();
        String crashed = log.thread();
        List<String> names =
                log.threads().isEmpty() ? List.of(crashed == null ? "native thread" : crashed) : log.threads();
        int number = 0;
        for (String name : crashed == null && !log.threads().isEmpty() ? withNative(names) : names) {
            lines.add("\"" + name.replace("\n", " ") + "\" #" + (++number));
            lines.add("");
        }
        return lines;
    }

    private static List<String> withNative(List<String> names) {
        List<String> all = new ArrayList<>(List.of("native thread"));
        all.addAll(names);
        return all;
    }
}
