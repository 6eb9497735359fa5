package jpm.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.analysis.SystemProperties;
import jpm.graph.Heap;
import jpm.graph.HeapFrame;
import jpm.graph.HeapOptions;
import jpm.graph.HeapThread;
import jpm.store.DumpFiles;
import jpm.store.SignatureRule;
import org.jspecify.annotations.Nullable;

/** A heap dump that a JVM wrote by itself when memory gave out, as a dump. */
final class HeapLeftover extends FileLeftover {
    private static final Pattern NAME = Pattern.compile("java_pid(\\d{1,9})\\.hprof(?:\\.\\d+)?");
    private static final String ERROR = "java.lang.OutOfMemoryError";
    private static final int MAX_FRAMES = 1024;

    private final Map<String, String> properties;
    private final @Nullable HeapThread allocating;

    private HeapLeftover(Path path, Heap heap, @Nullable HeapThread allocating) throws IOException {
        super(path, heap.header().time());
        this.properties = SystemProperties.of(heap);
        this.allocating = allocating;
    }

    /** Null for a heap dump that was not written because memory gave out, as far as its name and its threads tell. */
    static @Nullable HeapLeftover read(Path file) throws IOException {
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            HeapThread allocating = heap.threads().stream()
                    .filter(HeapThread::isOutOfMemory)
                    .findFirst()
                    .orElse(null);
            boolean isOne = allocating != null || NAME.matcher(name(file)).matches();
            return isOne ? new HeapLeftover(file, heap, allocating) : null;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** The first word of {@code sun.java.command}, a main class without its module and a jar without its folder. */
    static @Nullable String mainOf(@Nullable String command) {
        if (command == null || command.isBlank()) {
            return null;
        }
        String word = command.split(" ", 2)[0];
        return word.substring(word.lastIndexOf('/') + 1);
    }

    @Override
    public long pid() {
        Matcher name = NAME.matcher(name(path()));
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    @Override
    public String description() {
        HeapThread thread = allocating;
        return thread == null ? "a heap dump" : "OutOfMemoryError in thread " + thread.name();
    }

    /** A link costs no room, but shares the file's mode: a file that others may read is copied. */
    @Override
    public void writeTo(Path folder, String id) throws IOException {
        DumpJson.write(folder, metadata(id));
        Path heap = folder.resolve(DumpFiles.HEAP);
        if (!isPrivate(path()) || !isLinked(heap)) {
            Files.copy(path(), heap);
        }
        long others = Files.size(folder.resolve(DumpFiles.METADATA));
        DumpJson.writeEnd(folder, Files.size(heap), others);
    }

    private static boolean isPrivate(Path file) throws IOException {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------");
        } catch (UnsupportedOperationException notPosix) {
            return false;
        }
    }

    private boolean isLinked(Path heap) {
        try {
            Files.createLink(heap, path().toRealPath());
            return true;
        } catch (IOException | UnsupportedOperationException otherFileSystem) {
            return false;
        }
    }

    private Map<String, @Nullable Object> metadata(String id) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        List<String> stack = stack();
        String thread = allocating == null ? null : allocating.name();
        boolean isError = thread != null;
        fields.put("version", 1);
        fields.put("id", id);
        fields.put("time", time());
        fields.put("pid", pid() == 0 ? null : (Long) pid());
        fields.put("user", properties.get("user.name"));
        fields.put("main", mainOf(properties.get("sun.java.command")));
        fields.put("reason", isError ? "oom" : "manual");
        fields.put("exception", isError ? ERROR : null);
        fields.put("thread", thread);
        fields.put(
                "signature", isError ? SignatureRule.digest(ERROR + "\n" + String.join("\n", methods(stack))) : null);
        fields.put("heap", Map.of("wanted", true, "why", "the JVM wrote it"));
        fields.put("trigger", isError ? "HeapDumpOnOutOfMemoryError" : "heap dump");
        fields.put("cwd", properties.get("user.dir"));
        Map<String, @Nullable Object> jvm = new LinkedHashMap<>();
        jvm.put("name", properties.get("java.vm.name"));
        jvm.put("vendor", properties.get("java.vm.vendor"));
        jvm.put("version", properties.get("java.runtime.version"));
        jvm.put("home", properties.get("java.home"));
        fields.put("jvm", jvm);
        fields.put("classPath", classPath());
        fields.put("collected", origin());
        return fields;
    }

    private List<String> classPath() {
        String text = properties.getOrDefault("java.class.path", "");
        return text.isEmpty() ? List.of() : List.of(text.split(":"));
    }

    /** Without the error's own constructor. */
    private List<String> stack() {
        List<String> stack = new ArrayList<>();
        HeapThread thread = allocating;
        if (thread != null) {
            thread.frames().stream().skip(1).limit(MAX_FRAMES).forEach(frame -> stack.add(text(frame)));
        }
        return stack;
    }

    private static String text(HeapFrame frame) {
        String file = frame.sourceFile() == null ? "Unknown Source" : frame.sourceFile();
        String place = frame.isNative() ? "Native Method" : file + (frame.line() > 0 ? ":" + frame.line() : "");
        return frame.className() + "." + frame.methodName() + "(" + place + ")";
    }

    private static List<String> methods(List<String> stack) {
        return stack.stream()
                .map(frame -> frame.substring(0, frame.indexOf('(')))
                .filter(method -> !method.startsWith("java.") && !method.startsWith("jdk."))
                .distinct()
                .toList();
    }
}
