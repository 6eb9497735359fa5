package jpm.e2e.jdwp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.debug.DebugOptions;
import jpm.e2e.CaseRun;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.oracle.Spoken;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A dump that has no heap can be debugged as far as its small files go, and refuses the rest. */
class WithoutHeapOverJdwpTest {
    private static final String PROGRAMS = "jpm.testdata.programs";
    private static final Set<String> SHOWN_AS_SAID = Set.of("int", "long", "short", "byte", "boolean");
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.*)\" #\\d+");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> jdks() {
        return Jdks.installed().stream().map(jdk -> DynamicTest.dynamicTest(jdk.toString(), () -> check(jdk)));
    }

    private void check(Jdk jdk) throws Exception {
        CaseRun run = CaseRun.some(
                        CaseRun.driver(jdk, "-XX:+UseSerialGC"),
                        folder.resolve("store" + jdk.feature()),
                        PROGRAMS,
                        "cold",
                        PROGRAMS + ".Programs",
                        "values")
                .get(0);
        Files.delete(run.dump().resolve("heap.hprof"));
        try (Served served = Served.dump(run.dump(), DebugOptions.DEFAULT);
                Attached client = Attached.to(served.port())) {
            client.vm.suspend();
            assertThat(client.vm.allThreads())
                    .extracting(ThreadReference::name)
                    .containsExactlyElementsOf(threads(run));
            ThreadReference crashed = client.vm.allThreads().get(0);
            for (Spoken.Frame frame : run.spoken()) {
                shows(crashed, frame);
            }
            readsEverything(crashed);
            refusesTheRest(client, crashed);
        }
    }

    private static List<String> threads(CaseRun run) throws Exception {
        return THREAD.matcher(Files.readString(run.dump().resolve("threads.txt")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void shows(ThreadReference crashed, Spoken.Frame said) throws Exception {
        StackFrame frame = crashed.frames().stream()
                .filter(candidate -> isOf(said, candidate.location().method()))
                .findFirst()
                .orElseThrow();
        for (Spoken.Variable variable : said.variables().values()) {
            if (variable.name().equals("this")) {
                assertThat(frame.thisObject()).isNotNull();
                continue;
            }
            LocalVariable visible = frame.visibleVariableByName(variable.name());
            assertThat(visible).as(said.method() + "'s " + variable.name()).isNotNull();
            Value value = frame.getValue(visible);
            if (SHOWN_AS_SAID.contains(variable.type())) {
                assertThat(variable.canonical()).as(variable.name()).endsWith(":" + value);
            }
        }
    }

    private static boolean isOf(Spoken.Frame said, Method method) {
        return method.name().equals(said.method())
                && method.declaringType().name().equals(said.className());
    }

    /** Whatever the snapshot holds can be asked for. */
    private static void readsEverything(ThreadReference crashed) throws Exception {
        Deque<ObjectReference> open = new ArrayDeque<>();
        Set<ObjectReference> seen = new HashSet<>();
        for (StackFrame frame : crashed.frames()) {
            assertThat(frame.location().declaringType().name()).isNotEmpty();
            for (Value value : frame.getValues(frame.visibleVariables()).values()) {
                add(value, open, seen);
            }
        }
        while (!open.isEmpty()) {
            ObjectReference object = open.remove();
            assertThat(object.referenceType().name()).isNotEmpty();
            if (object instanceof StringReference text) {
                assertThat(text.value()).isNotNull();
            } else if (object instanceof ArrayReference array) {
                array.getValues().forEach(value -> add(value, open, seen));
            } else {
                object.getValues(object.referenceType().allFields()).values().forEach(value -> add(value, open, seen));
            }
        }
        assertThat(seen).hasSizeGreaterThan(10);
    }

    private static void add(Value value, Deque<ObjectReference> open, Set<ObjectReference> seen) {
        if (value instanceof ObjectReference object && seen.add(object)) {
            open.add(object);
        }
    }

    private static void refusesTheRest(Attached client, ThreadReference crashed) {
        assertThat(client.vm.canGetInstanceInfo()).isFalse();
        assertThat(client.vm.canGetMonitorInfo()).isFalse();
        assertThatThrownBy(crashed::ownedMonitors).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> crashed.referringObjects(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(client.vm.classesByName("java.lang.String")).hasSize(1);
    }
}
