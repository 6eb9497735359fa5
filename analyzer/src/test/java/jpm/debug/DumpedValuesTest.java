package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import jpm.graph.Heap;
import jpm.graph.HeapModel;
import jpm.graph.HeapOptions;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.value.ObjectModel;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's objects as the debugger prints them from a heap dump, against what their own {@code toString()} said before. */
class DumpedValuesTest {
    private static final Pattern BRACKETS = Pattern.compile("[\\[\\]{}]");

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void printAsTheyDidInTheirProcess(Jdk jdk, @TempDir Path folder) {
        Path dump = folder.resolve("values.hprof");
        JvmProcess.Result result = JvmProcess.with(jdk)
                .main(DumpedValues.class.getName(), dump.toString())
                .run();
        assertThat(result.exitCode()).as(result.stderr()).isZero();

        try (Heap heap = Heap.open(dump, HeapOptions.defaults())) {
            HeapModel model = new HeapModel(heap);
            ValuePrinter printer = new ValuePrinter(model, PrintLimits.WIDE);
            long values = held(model, "values");
            long texts = held(model, "texts");
            assertThat(model.arrayLength(values)).isGreaterThan(90).isEqualTo(model.arrayLength(texts));
            for (int i = 0; i < model.arrayLength(values); i++) {
                Value value = model.arrayElement(values, i);
                String expected = model.string(id(model.arrayElement(texts, i)), 1 << 20);
                assertThat(tokens(printer.print(value)))
                        .as(model.className(id(value)))
                        .isEqualTo(tokens(expected));
            }
        }
    }

    /** Sets and maps without an order print in that of their table. */
    private static List<String> tokens(String text) {
        String[] tokens = BRACKETS.matcher(text).replaceAll("").split(", ");
        Arrays.sort(tokens);
        return List.of(tokens);
    }

    private static long held(ObjectModel model, String name) {
        return model.statics(DumpedValues.class.getName()).stream()
                .filter(field -> field.name().equals(name))
                .mapToLong(field -> id(field.value()))
                .findFirst()
                .orElseThrow();
    }

    private static long id(Value value) {
        return ((Value.Reference) value).id();
    }
}
