package jpm.classfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import jpm.value.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader against reflection and {@code javap}. */
class ClassFileTest {
    /** With loops, generic locals, lambdas and a long: something for every table. */
    static <T extends Comparable<T>> List<T> sample(Map<String, List<T>> byName, long limit) {
        List<T> all = new ArrayList<>();
        for (Map.Entry<String, List<T>> entry : byName.entrySet()) {
            double share = limit / 2.0;
            List<T> some = entry.getValue();
            some.stream().filter(t -> all.size() < share).forEach(all::add);
        }
        return all;
    }

    static Stream<Class<?>> classes() {
        return Stream.of(
                Object.class,
                String.class,
                HashMap.class,
                Map.Entry.class,
                Thread.State.class,
                ClassFileTest.class,
                Runnable.class,
                Override.class);
    }

    static byte[] bytes(Class<?> type) throws IOException {
        String name = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(name))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("classes")
    void declarations_are_those_of_reflection(Class<?> type) throws IOException {
        ClassFile read = ClassFile.parse(bytes(type));

        assertThat(read.name()).isEqualTo(type.getName());
        assertThat(read.access()).isEqualTo(type.getModifiers());
        assertThat(read.isInterface()).isEqualTo(type.isInterface());
        assertThat(read.superName())
                .isEqualTo(
                        type.getSuperclass() == null && type.isInterface()
                                ? "java.lang.Object"
                                : type.getSuperclass() == null
                                        ? null
                                        : type.getSuperclass().getName());
        assertThat(read.interfaces())
                .isEqualTo(
                        Arrays.stream(type.getInterfaces()).map(Class::getName).toList());
        List<String> expected = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            expected.add(method.getName() + " " + method.getReturnType().getName() + " " + method.getModifiers());
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            expected.add("<init> void " + constructor.getModifiers());
        }
        List<String> found = read.methods().stream()
                .filter(method -> !method.name().equals("<clinit>"))
                .map(method -> method.name() + " " + binaryName(Descriptor.returned(method.descriptor())) + " "
                        + method.access())
                .toList();
        // Reflection hides some members of the JDK's most delicate classes, none of these.
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String binaryName(String descriptor) {
        if (descriptor.equals("V")) {
            return "void";
        }
        if (descriptor.length() == 1) {
            return PrimitiveType.ofDescriptor(descriptor.charAt(0)).javaName;
        }
        String dotted = descriptor.replace('/', '.');
        return dotted.startsWith("L") ? dotted.substring(1, dotted.length() - 1) : dotted;
    }

    @ParameterizedTest
    @ValueSource(classes = {ClassFileTest.class, Descriptor.class})
    void debug_tables_are_those_that_javap_shows(Class<?> type) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> variables = new ArrayList<>();
        for (ClassFile.Method method : ClassFile.parse(bytes(type)).methods()) {
            ClassFile.Code code = Objects.requireNonNull(method.code());
            code.lines().forEach(line -> lines.add(line.line() + ":" + line.startBci()));
            for (ClassFile.Variable v : Objects.requireNonNullElse(code.variables(), List.<ClassFile.Variable>of())) {
                variables.add(v.startBci() + " " + v.length() + " " + v.slot() + " " + v.name() + " " + v.descriptor());
            }
        }
        String shown = javap(type);

        assertThat(lines).isEqualTo(matches("line (\\d+): (\\d+)", shown, ":")).isNotEmpty();
        // javap writes the table of generic types in the same form: its rows are the generic ones.
        assertThat(variables)
                .isEqualTo(matches(
                        "(\\d+) +(\\d+) +(\\d+) +(\\S+) +(\\[*(?:[BCDFIJSZ]|L[^<]*?;))(?=\\s)", plain(shown), " "))
                .isNotEmpty();
    }

    @Test
    void generic_signatures_are_read() throws IOException {
        ClassFile.Method sample = ClassFile.parse(bytes(ClassFileTest.class)).methods().stream()
                .filter(method -> method.name().equals("sample"))
                .findFirst()
                .orElseThrow();

        assertThat(sample.signature())
                .isEqualTo("<T::Ljava/lang/Comparable<TT;>;>"
                        + "(Ljava/util/Map<Ljava/lang/String;Ljava/util/List<TT;>;>;J)Ljava/util/List<TT;>;");
        assertThat(sample.argumentSlots()).isEqualTo(3);
        ClassFile.Code code = Objects.requireNonNull(sample.code());
        assertThat(Objects.requireNonNull(code.variables()))
                .filteredOn(variable -> variable.name().equals("some"))
                .extracting(ClassFile.Variable::signature)
                .containsExactly("Ljava/util/List<TT;>;");
    }

    private static String javap(Class<?> type) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        javap.run(writer, writer, "-l", "-p", "-cp", System.getProperty("java.class.path"), type.getName());
        return output.toString();
    }

    private static String plain(String javap) {
        return javap.replaceAll("(?s)LocalVariableTypeTable:.*?(?=\\n\\n|\\n  \\S|\\n})", "");
    }

    private static List<String> matches(String pattern, String text, String separator) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            List<String> groups = new ArrayList<>();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                groups.add(matcher.group(i));
            }
            found.add(String.join(separator, groups));
        }
        return found;
    }

    @Test
    void a_file_cut_anywhere_is_refused() throws IOException {
        byte[] whole = bytes(Descriptor.class);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ClassFile.parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void damage_anywhere_ends_in_nothing_worse_than_a_refusal() throws IOException {
        byte[] whole = bytes(Descriptor.class);

        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xff;
            try {
                ClassFile.parse(damaged);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("class file");
            }
        }
    }
}
