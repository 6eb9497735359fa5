package jpm.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.analysis.SystemProperties;
import jpm.collect.CoreStacks.CoreThread;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.snapshot.PrivacyRules;
import jpm.store.DumpFiles;
import jpm.store.SignatureRule;
import org.jspecify.annotations.Nullable;

/** A core file of a JVM as a dump: its heap and its threads, as the tools of the same JDK read them. */
final class CoreLeftover extends FileLeftover {
    private final long pid;
    private final String signal;
    private final long sender;
    private final long crashedThread;
    private final String command;
    private final CoreJdk jdk;
    private final PrivacyRules rules;

    private CoreLeftover(Path path, CoreFile core, CoreJdk jdk, PrivacyRules rules) throws IOException {
        super(path.toAbsolutePath(), Files.getLastModifiedTime(path).toInstant());
        this.pid = core.pid();
        this.signal = core.signal();
        this.sender = core.sender();
        this.crashedThread = core.crashedThread();
        this.command = core.command();
        this.jdk = jdk;
        this.rules = rules;
    }

    /** Null for a file that is no core, or not of a JVM. */
    static @Nullable CoreLeftover read(Path file, PrivacyRules rules) throws IOException {
        try (CoreFile core = CoreFile.open(file)) {
            String libjvm = core == null ? null : core.libjvm();
            return core == null || libjvm == null
                    ? null
                    : new CoreLeftover(file, core, CoreJdk.of(core, libjvm), rules);
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public String description() {
        return signal + " of process " + pid;
    }

    @Override
    public void writeTo(Path folder, String id) throws IOException {
        Path heap = folder.resolve(DumpFiles.HEAP);
        String error = jdk.writeHeap(path(), heap);
        CoreStacks stacks = CoreStacks.of(jdk.stacks(path()));
        Map<String, String> properties = properties(heap);
        DumpJson.write(folder, metadata(id, error, stacks, properties));
        Files.write(folder.resolve(DumpFiles.THREADS), stacks.lines());
        long others = Files.size(folder.resolve(DumpFiles.METADATA)) + Files.size(folder.resolve(DumpFiles.THREADS));
        DumpJson.writeEnd(folder, Files.exists(heap) ? Files.size(heap) : 0, others);
    }

    private static Map<String, String> properties(Path heapFile) {
        if (!Files.exists(heapFile)) {
            return Map.of();
        }
        try (Heap heap = Heap.open(heapFile, HeapOptions.defaults())) {
            return SystemProperties.of(heap);
        }
    }

    private Map<String, @Nullable Object> metadata(
            String id, String error, CoreStacks stacks, Map<String, String> properties) {
        @Nullable CoreThread crashed = stacks.find(crashedThread);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("version", 1);
        fields.put("id", id);
        fields.put("time", time());
        fields.put("pid", pid);
        fields.put("user", properties.get("user.name"));
        fields.put("main", HeapLeftover.mainOf(properties.get("sun.java.command")));
        fields.put("reason", "crash");
        fields.put("exception", signal);
        fields.put("thread", crashed == null ? "native thread" : crashed.name());
        fields.put("signature", SignatureRule.digest(signal + methods(crashed)));
        fields.put(
                "heap",
                Map.of("wanted", true, "why", error.isEmpty() ? "jhsdb read it from the core" : "jhsdb: " + error));
        fields.put("trigger", "core file");
        fields.put("commandLine", MaskedArguments.of(List.of(command.split(" ")), rules));
        fields.put("cwd", properties.get("user.dir"));
        fields.put("jvm", jvm(properties));
        fields.put("chain", List.of(thrown(crashed)));
        fields.put("crash", crash());
        fields.put("collected", origin());
        return fields;
    }

    private static String methods(@Nullable CoreThread crashed) {
        return crashed == null || crashed.frames().isEmpty() ? "" : "\n" + String.join("\n", crashed.methods());
    }

    private static Map<String, @Nullable Object> jvm(Map<String, String> properties) {
        Map<String, @Nullable Object> jvm = new LinkedHashMap<>();
        jvm.put("name", properties.get("java.vm.name"));
        jvm.put("vendor", properties.get("java.vm.vendor"));
        jvm.put("version", properties.get("java.runtime.version"));
        jvm.put("home", properties.get("java.home"));
        return jvm;
    }

    private Map<String, @Nullable Object> thrown(@Nullable CoreThread crashed) {
        Map<String, @Nullable Object> thrown = new LinkedHashMap<>();
        thrown.put("class", signal);
        thrown.put("stack", crashed == null ? List.of() : crashed.frames());
        thrown.put("suppressed", List.of());
        return thrown;
    }

    private Map<String, @Nullable Object> crash() {
        Map<String, @Nullable Object> crash = new LinkedHashMap<>();
        crash.put("signal", signal);
        crash.put("senderPid", sender == 0 ? null : (Long) sender);
        return crash;
    }
}
