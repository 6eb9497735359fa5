package jpm.jdwp;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Command set 1, VirtualMachine. */
final class VirtualMachineCommands {
    private static final int SET = 1 << 8;
    private static final int ID_KINDS = 5;
    /** Verified, prepared and initialised: the dump of a class that is not says nothing of it. */
    static final int STATUS = 7;

    private static final int OLDEST_FEATURE = 17;
    private static final int MOST_GENERIC_CLASSES = 2000;
    private static final int CAPABILITIES = 7;
    private static final int ALL_CAPABILITIES = 32;

    private final DeadVm vm;

    VirtualMachineCommands(DeadVm vm) {
        this.vm = vm;
    }

    void addTo(Map<Integer, Command> table) {
        table.put(SET + 1, (request, answer, client) -> version(answer));
        table.put(SET + 2, (request, answer, client) -> classesBySignature(request.text(), answer));
        table.put(SET + 3, (request, answer, client) -> allClasses(answer, false));
        table.put(SET + 4, (request, answer, client) -> allThreads(answer));
        table.put(SET + 5, (request, answer, client) -> answer.list(vm.threads.groupsIn(0), answer::id));
        table.put(SET + 6, (request, answer, client) -> client.end());
        table.put(SET + 7, (request, answer, client) -> idSizes(answer));
        table.put(SET + 8, (request, answer, client) -> client.suspendAll());
        table.put(SET + 9, (request, answer, client) -> client.resumeAll());
        table.put(SET + 10, (request, answer, client) -> client.exit());
        table.put(SET + 11, (request, answer, client) -> createString(request.text(), answer));
        table.put(SET + 12, (request, answer, client) -> capabilities(answer, CAPABILITIES));
        table.put(SET + 13, (request, answer, client) -> classPaths(answer));
        table.put(SET + 14, (request, answer, client) -> {});
        table.put(SET + 15, (request, answer, client) -> {});
        table.put(SET + 16, (request, answer, client) -> {});
        table.put(SET + 17, (request, answer, client) -> capabilities(answer, ALL_CAPABILITIES));
        table.put(SET + 20, (request, answer, client) -> allClasses(answer, true));
        table.put(SET + 21, this::instanceCounts);
        table.put(SET + 22, (request, answer, client) -> answer.list(vm.modules.all(), answer::id));
    }

    private void version(Answer answer) {
        String version = property("java.version");
        String name = property("java.vm.name");
        String jvm = vm.process.header().jvm();
        answer.text("jpm: the dump " + vm.process.header().name() + ", of which nothing can run\n"
                        + (jvm == null ? "" : jvm))
                .integer(feature(version, jvm))
                .integer(0)
                .text(version == null ? "unknown" : version)
                .text(name == null ? "dead JVM" : name);
    }

    private @Nullable String property(String name) {
        Value value = vm.evaluation.find("java.lang.System.props.getProperty(\"" + name + "\")");
        return value instanceof Value.Reference reference && vm.exists(reference.id())
                ? vm.string(reference.id())
                : null;
    }

    /** The protocol's version is that of the JDK; clients ask nothing that came later. */
    private static int feature(@Nullable String version, @Nullable String jvm) {
        String text = version != null ? version : jvm == null ? "" : jvm.substring(jvm.lastIndexOf(' ') + 1);
        try {
            return Math.max(OLDEST_FEATURE, Runtime.Version.parse(text).feature());
        } catch (IllegalArgumentException unknown) {
            return OLDEST_FEATURE;
        }
    }

    private void classesBySignature(String signature, Answer answer) {
        List<ClassMirror> found = new ArrayList<>();
        for (ClassMirror mirror : vm.classes.all()) {
            if (mirror.signature.equals(signature)) {
                found.add(mirror);
            }
        }
        answer.list(
                found, mirror -> answer.oneByte(mirror.kind().tag).id(mirror.id).integer(STATUS));
    }

    private void allClasses(Answer answer, boolean withGeneric) {
        Set<ClassMirror> generic = withGeneric ? classesOfProgram() : Set.of();
        answer.list(vm.classes.all(), mirror -> {
            answer.oneByte(mirror.kind().tag).id(mirror.id).text(mirror.signature);
            if (withGeneric) {
                answer.textOrEmpty(generic.contains(mirror) ? mirror.genericSignature() : null);
            }
            answer.integer(STATUS);
        });
    }

    /**
     * Generic signatures stand in class files, and every client asks for those of all classes: reading thousands of the JDK's or of a very large program
     * would make it wait for what it hardly uses.
     */
    private Set<ClassMirror> classesOfProgram() {
        Set<ClassMirror> loaded = new HashSet<>();
        for (ClassMirror mirror : vm.classes.all()) {
            if (mirror.loaderId != 0 && !mirror.isArray()) {
                loaded.add(mirror);
            }
        }
        return loaded.size() <= MOST_GENERIC_CLASSES ? loaded : Set.of();
    }

    private void allThreads(Answer answer) {
        answer.list(vm.threads.all(), thread -> answer.id(thread.id()));
    }

    private static void idSizes(Answer answer) {
        for (int i = 0; i < ID_KINDS; i++) {
            answer.integer(Long.BYTES);
        }
    }

    private void createString(String text, Answer answer) {
        answer.id(vm.idOf(new Value.Text(text)));
    }

    /** In the order of the protocol: numbered from 1. */
    private void capabilities(Answer answer, int count) {
        for (int number = 1; number <= count; number++) {
            answer.flag(
                    switch (number) {
                        // canGetBytecodes, canGetSyntheticAttribute
                        case 3, 4 -> true;
                        // canGetOwnedMonitorInfo, canGetCurrentContendedMonitor, canGetMonitorInfo
                        case 5, 6, 7 -> vm.monitors.isKnown();
                        // canUseInstanceFilters, canGetSourceDebugExtension, canRequestVMDeathEvent
                        case 12, 13, 14 -> true;
                        // canGetInstanceInfo
                        case 16 -> vm.references.isKnown();
                        // canUseSourceNameFilters, canGetConstantPool
                        case 19, 20 -> true;
                        default -> false;
                    });
        }
    }

    private void classPaths(Answer answer) {
        answer.textOrEmpty(property("user.dir"));
        String classPath = property("java.class.path");
        answer.list(classPath == null || classPath.isEmpty() ? List.of() : List.of(classPath.split(":")), answer::text);
        answer.list(List.of(), unused -> {});
    }

    private void instanceCounts(Request request, Answer answer, Attachment client) {
        List<ClassMirror> mirrors = request.list(() -> vm.classes.withId(request.id()));
        long[] counts = vm.references.counts(mirrors);
        answer.integer(counts.length);
        for (long count : counts) {
            answer.id(count);
        }
    }
}
