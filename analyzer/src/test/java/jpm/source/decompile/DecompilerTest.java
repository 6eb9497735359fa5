package jpm.source.decompile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.testdata.oracle.Oracle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class DecompilerTest {
    private static final Path SOURCES = Path.of("../testdata/src/main/java");
    private static final Pattern CALL_OR_TEXT = Pattern.compile("(\\w+)\\(|\"(\\w[^\"\\\\]*)\"");
    private static final Decompiler DECOMPILER = new Decompiler();

    @AfterAll
    static void close() {
        DECOMPILER.close();
    }

    /** The source text is the oracle: the line that is marked calls what the original line calls. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Flow",
                "Objects",
                "Primitives",
                "Classes",
                "Failures",
                "Resources",
                "Text",
                "Pricing",
                "ArrayValues"
            })
    void the_marked_line_is_the_original_one(String program) throws IOException {
        String name = "jpm/testdata/programs/" + program;
        Map<String, byte[]> classes = classes(name);
        List<String> original = Files.readAllLines(SOURCES.resolve(name + ".java"));

        Decompilation made = DECOMPILER.decompile(name, classes);

        List<String> text = made.text().lines().toList();
        assertThat(made.failed()).as(made.text()).isFalse();
        Set<Integer> compiled = lines(classes);
        int shown = 0;
        int compared = 0;
        List<String> wrong = new ArrayList<>();
        for (int line : compiled) {
            Integer row = made.rows().get(line);
            Set<String> expected = callsAndTexts(original.get(line - 1));
            shown += row == null ? 0 : 1;
            if (row != null && !expected.isEmpty()) {
                compared++;
                if (Collections.disjoint(callsAndTexts(withBeginning(text, row)), expected)) {
                    wrong.add(original.get(line - 1) + "  shown as  " + text.get(row));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(shown).as("of %s lines", compiled.size()).isGreaterThan(compiled.size() * 8 / 10);
        assertThat(compared).isGreaterThan(compiled.size() / 3);
    }

    /** The end of a method of one line, as {@code Flow() {}}, stands on a line of its own. */
    private static String withBeginning(List<String> text, int row) {
        return text.get(row).strip().equals("}") ? text.get(row - 1) : text.get(row);
    }

    private static Set<String> callsAndTexts(String line) {
        Set<String> found = new HashSet<>();
        Matcher matcher = CALL_OR_TEXT.matcher(line.replaceAll("//.*", ""));
        while (matcher.find()) {
            found.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        found.removeAll(Set.of("if", "for", "while", "switch", "catch", "try", "synchronized", "super", "this"));
        return found;
    }

    private static Set<Integer> lines(Map<String, byte[]> classes) {
        Set<Integer> lines = new TreeSet<>();
        ClassVisitor collector = new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] thrown) {
                boolean written = (access & Opcodes.ACC_SYNTHETIC) == 0;
                return !written
                        ? null
                        : new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitLineNumber(int line, Label start) {
                                lines.add(line);
                            }
                        };
            }
        };
        classes.values().forEach(bytes -> new ClassReader(bytes).accept(collector, 0));
        return lines;
    }

    @Test
    void damaged_classes_fail_and_the_next_one_is_decompiled_all_the_same() throws IOException {
        Map<String, byte[]> classes = classes("jpm/testdata/programs/Pricing");
        String name = "jpm/testdata/programs/Pricing";
        byte[] whole = classes.get(name);
        for (int cut = 20; cut < whole.length; cut += whole.length / 7) {
            byte[] damaged = whole.clone();
            java.util.Arrays.fill(damaged, cut, Math.min(whole.length, cut + 40), (byte) 0xfe);
            DECOMPILER.decompile(name, Map.of(name, damaged));
        }

        assertThat(DECOMPILER
                        .decompile(name, Map.of(name, new byte[] {1, 2, 3}))
                        .failed())
                .isTrue();
        assertThat(DECOMPILER.decompile(name, classes).failed()).isFalse();
    }

    @Test
    void too_much_time_or_memory_costs_its_own_process_only() throws IOException {
        String name = "jpm/testdata/oracle/Oracle";
        Map<String, byte[]> classes = classes(Oracle.class.getName().replace('.', '/'));
        try (Decompiler hasty = new Decompiler(Duration.ofMillis(1), 64);
                Decompiler small = new Decompiler(Duration.ofSeconds(60), 4)) {
            assertThat(hasty.decompile(name, classes))
                    .matches(Decompilation::failed)
                    .asString()
                    .contains("longer");
            assertThat(small.decompile(name, classes)).matches(Decompilation::failed);
        }
    }

    @Test
    void no_process_stays_behind() throws IOException {
        Set<Long> before = new TreeSet<>(children());
        try (Decompiler decompiler = new Decompiler()) {
            decompiler.decompile("jpm/testdata/oracle/Oracle", classes("jpm/testdata/oracle/Oracle"));
            assertThat(children()).hasSize(before.size() + 1);
        }
        ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child.pid()))
                .forEach(child -> child.onExit().join());

        assertThat(children()).isSubsetOf(before);
    }

    private static List<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    }

    /** The class files of a class of the test data and of those within it. */
    private static Map<String, byte[]> classes(String name) throws IOException {
        Path folder = Path.of("../testdata/target/classes", name).getParent();
        Map<String, byte[]> classes = new LinkedHashMap<>();
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.sorted().forEach(files::add);
        }
        for (Path file : files) {
            String internal = name.substring(0, name.lastIndexOf('/') + 1)
                    + file.getFileName().toString().replace(".class", "");
            if (internal.equals(name) || internal.startsWith(name + "$")) {
                try (InputStream in = Files.newInputStream(file)) {
                    classes.put(internal, in.readAllBytes());
                }
            }
        }
        return classes;
    }
}
