package jpm.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import jpm.agent.start.AgentOptions;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.Faults;
import jpm.agent.start.MainProgram;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Secrets;
import org.jspecify.annotations.Nullable;

/** Writes {@code dump.json}: what is known of the crash, the process and its host, with secrets masked. */
final class MetadataJson {
    private static final int FORMAT = 1;
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_STACK_FRAMES = 4096;
    private static final int MAX_SUPPRESSED_DEPTH = 3;

    private final MainProgram program;
    private final AgentOptions options;
    private final Internals internals;
    private final PrivacyRules rules;
    private final @Nullable String version;
    private final int captureFaults;
    private int framesLeft = MAX_STACK_FRAMES;

    MetadataJson(AgentSetup setup, Internals internals, PrivacyRules rules) {
        this.rules = rules;
        this.program = setup.program();
        this.options = setup.options();
        this.version = setup.version();
        this.captureFaults = setup.runtime().faults();
        this.internals = internals;
    }

    /** Writes the whole document. */
    void write(Crash crash, String id, OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            writeListing(crash, id, json);
            writeHost(crash, json);
            writeProgram(json);
            writeJvm(json);
            writeMemory(crash, json);
            writeThread(crash.thread(), json);
            writeChain(crash, json);
            writeSettings(json);
            writeAgent(json);
            json.writeEndObject();
        }
    }

    private void writeListing(Crash crash, String id, JsonGenerator json) throws IOException {
        json.writeNumberField("version", FORMAT);
        json.writeStringField("id", id);
        json.writeStringField("time", UtcTime.iso(crash.epochMillis()));
        json.writeNumberField("pid", HostFacts.pid());
        json.writeNumberField("uid", HostFacts.uid());
        json.writeStringField("user", systemProperties().getProperty("user.name"));
        json.writeStringField("main", program.displayName());
        json.writeStringField("reason", crash.reason());
        json.writeStringField(
                "exception", crash.isFailure() ? crash.thrown().getClass().getName() : null);
        json.writeStringField("message", message(crash.thrown()));
        json.writeStringField("thread", crash.thread().getName());
        json.writeStringField("signature", crash.signature());
        json.writeObjectFieldStart("heap");
        json.writeBooleanField("wanted", crash.heapWanted());
        json.writeStringField("why", crash.heapWhy());
        json.writeEndObject();
    }

    private static void writeHost(Crash crash, JsonGenerator json) throws IOException {
        int gid = HostFacts.gid();
        json.writeStringField("trigger", crash.trigger());
        json.writeNumberField("gid", gid);
        json.writeStringField("group", HostFacts.groupName(gid));
        json.writeStringField("host", HostFacts.host());
        json.writeStringField("bootId", HostFacts.bootId());
        json.writeStringField("machineId", HostFacts.machineId());
        json.writeStringField("containerId", HostFacts.containerId());
        json.writeStringField("cgroup", HostFacts.cgroup());
        json.writeStringField("pidNamespace", HostFacts.pidNamespace());
        json.writeNumberField("processStartTicks", HostFacts.startTicks());
    }

    private void writeProgram(JsonGenerator json) throws IOException {
        writeStrings("commandLine", masked(HostFacts.commandLine()), json);
        json.writeStringField("cwd", systemProperties().getProperty("user.dir"));
        json.writeStringField("mainClass", mainClass());
        json.writeStringField("mainJar", program.jar());
        writeStrings("classPath", classPath(), json);
    }

    private @Nullable String mainClass() {
        String jar = program.jar();
        if (jar == null) {
            return program.mainClass();
        }
        try (JarFile file = new JarFile(jar)) {
            Manifest manifest = file.getManifest();
            return manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
        } catch (IOException e) {
            return null;
        }
    }

    private static List<String> classPath() {
        List<String> entries = new ArrayList<>();
        String path = systemProperties().getProperty("java.class.path", "");
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == File.pathSeparatorChar) {
                if (i > start) {
                    entries.add(path.substring(start, i));
                }
                start = i + 1;
            }
        }
        return entries;
    }

    private void writeJvm(JsonGenerator json) throws IOException {
        long now = System.currentTimeMillis();
        long start = Math.min(now, HostFacts.startMillis());
        json.writeObjectFieldStart("jvm");
        json.writeStringField("name", systemProperties().getProperty("java.vm.name"));
        json.writeStringField("vendor", systemProperties().getProperty("java.vm.vendor"));
        json.writeStringField("version", systemProperties().getProperty("java.runtime.version"));
        json.writeStringField("home", systemProperties().getProperty("java.home"));
        writeStrings("flags", masked(Arrays.asList(Internals.vmArguments())), json);
        json.writeStringField("startTime", UtcTime.iso(start));
        json.writeNumberField("uptimeMillis", now - start);
        json.writeEndObject();
    }

    private static void writeMemory(Crash crash, JsonGenerator json) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        json.writeObjectFieldStart("memory");
        json.writeNumberField("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory());
        json.writeNumberField("heapCommittedBytes", runtime.totalMemory());
        json.writeNumberField("heapMaxBytes", runtime.maxMemory());
        writeNumber("nonHeapUsedBytes", crash.reason().equals("oom") ? null : nonHeapBytes(), json);
        json.writeNumberField("processors", runtime.availableProcessors());
        writeNumber("limitBytes", HostFacts.memoryLimitBytes(), json);
        json.writeEndObject();
    }

    private static @Nullable Long nonHeapBytes() {
        try {
            return ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed();
        } catch (LinkageError | RuntimeException e) {
            // A runtime image without java.management.
            return null;
        }
    }

    private void writeThread(Thread thread, JsonGenerator json) throws IOException {
        ThreadGroup group = thread.getThreadGroup();
        json.writeObjectFieldStart("threadInfo");
        json.writeNumberField("id", internals.id(thread));
        json.writeStringField("name", thread.getName());
        json.writeBooleanField("daemon", thread.isDaemon());
        json.writeBooleanField("virtual", Internals.isVirtual(thread));
        json.writeNumberField("priority", thread.getPriority());
        json.writeStringField("group", group == null ? null : group.getName());
        json.writeEndObject();
    }

    private void writeChain(Crash crash, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("chain");
        ExceptionChain chain = ExceptionChain.of(crash.thrown(), internals);
        for (Throwable each : crash.isFailure() ? chain.shown() : List.<Throwable>of()) {
            writeException(each, 0, each == chain.innermost() ? chain.omitted() : 0, json);
        }
        json.writeEndArray();
    }

    private void writeException(Throwable thrown, int depth, int omittedBefore, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (omittedBefore > 0) {
            json.writeNumberField("omittedBefore", omittedBefore);
        }
        json.writeStringField("class", thrown.getClass().getName());
        json.writeStringField("message", message(thrown));
        json.writeArrayFieldStart("stack");
        for (StackTraceElement frame : internals.stackTrace(thrown)) {
            if (framesLeft-- > 0) {
                json.writeString(StackText.of(frame));
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("suppressed");
        if (depth < MAX_SUPPRESSED_DEPTH) {
            for (Throwable suppressed : internals.suppressed(thrown)) {
                writeException(suppressed, depth + 1, 0, json);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeSettings(JsonGenerator json) throws IOException {
        writeMasked("environment", new TreeMap<>(System.getenv()), json);
        Map<String, String> properties = new TreeMap<>();
        for (String name : systemProperties().stringPropertyNames()) {
            properties.put(name, systemProperties().getProperty(name, ""));
        }
        writeMasked("properties", properties, json);
    }

    /** The system properties, or none where the program has put its own implementation in their place, which is not to be run. */
    private static Properties systemProperties() {
        Properties properties = System.getProperties();
        return properties.getClass() == Properties.class ? properties : new Properties();
    }

    private void writeMasked(String name, Map<String, String> settings, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            json.writeStringField(setting.getKey(), cut(maskedSetting(setting.getKey(), setting.getValue())));
        }
        json.writeEndObject();
    }

    // The launcher repeats the command line in a property and in variables that hold options.
    private String maskedSetting(String name, String value) {
        boolean holdsArguments = name.equals("sun.java.command") || name.endsWith("_OPTIONS") || name.endsWith("_OPTS");
        if (!holdsArguments) {
            return rules != PrivacyRules.STANDARD && rules.hidesName(name)
                    ? Secrets.MASK
                    : rules.masked(Secrets.masked(name, value));
        }
        return String.join(" ", masked(Arrays.asList(value.split(" ", -1))));
    }

    private void writeAgent(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("agent");
        json.writeStringField("version", version);
        json.writeNumberField("faults", Faults.count());
        json.writeNumberField("captureFaults", captureFaults);
        json.writeStringField("lastFault", Faults.last());
        writeStrings("include", options.include(), json);
        writeStrings("exclude", options.exclude(), json);
        json.writeEndObject();
    }

    private List<String> masked(List<String> arguments) {
        List<String> masked = new ArrayList<>();
        for (String argument : Secrets.maskedArguments(arguments)) {
            masked.add(rules.masked(argument));
        }
        return masked;
    }

    private @Nullable String message(Throwable thrown) {
        String message = internals.message(thrown);
        return message == null ? null : cut(rules.masked(cut(message)));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT).concat("...(truncated)");
    }

    private static void writeStrings(String name, List<String> values, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void writeNumber(String name, @Nullable Long value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, value);
        }
    }
}
