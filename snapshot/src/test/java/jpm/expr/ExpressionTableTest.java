package jpm.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jpm.testdata.expressions.ExpressionTable;
import jpm.testdata.expressions.ExpressionTable.Row;
import jpm.testdata.expressions.Sample;
import jpm.value.PrintLimits;
import jpm.value.ReflectiveModel;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every expression is evaluated twice: compiled by javac and run on live objects, and by jpm over the same objects' fields. */
class ExpressionTableTest {
    private static final Pattern REFUSAL =
            Pattern.compile("(?s).*(runs no code|does not say|is none of|not called|too long|gave up|too wide"
                    + "|no dump holds|can be made|cannot hold|can be shown).*");
    private static final Pattern BRACKETS = Pattern.compile("[{}\\[\\]]");
    private static final Sample SAMPLE = new Sample();
    private static final List<Row> TABLE = ExpressionTable.rows();
    private static Class<?> compiled = Object.class;

    @TempDir
    static @Nullable Path folder;

    private final ReflectiveModel model = new ReflectiveModel();

    @BeforeAll
    static void compile() throws Exception {
        Path classes = ExpressionTable.compile(TABLE, Objects.requireNonNull(folder));
        compiled = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ExpressionTableTest.class.getClassLoader())
                .loadClass("jpm.testdata.expressions.Answers");
    }

    @Test
    void theTableIsLarge() {
        assertThat(ExpressionTable.written()).hasSizeGreaterThan(800);
    }

    @TestFactory
    Stream<DynamicTest> agreesWithJava() {
        return IntStream.range(0, TABLE.size())
                .mapToObj(i -> DynamicTest.dynamicTest(TABLE.get(i).expression(), () -> agreesWithJava(i)));
    }

    private void agreesWithJava(int number) throws Exception {
        Row row = TABLE.get(number);
        if (row.isRefused()) {
            assertThatThrownBy(() -> evaluate(row.expression()))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageMatching(REFUSAL);
            return;
        }
        Object expected;
        try {
            expected = compiled.getMethod("e" + number).invoke(answering());
        } catch (InvocationTargetException e) {
            assertThatThrownBy(() -> evaluate(row.expression())).isInstanceOf(ExpressionException.class);
            return;
        }
        compare(expected, evaluate(row.expression()));
    }

    private static Object answering() throws ReflectiveOperationException {
        Object answers = compiled.getConstructor().newInstance();
        for (var field : Sample.class.getFields()) {
            if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                field.set(answers, field.get(SAMPLE));
            }
        }
        return answers;
    }

    private void compare(@Nullable Object expected, Value actual) {
        if (actual instanceof Value.Primitive primitive && expected != null) {
            boolean bothNan = expected instanceof Double d && d.isNaN() && Double.isNaN(Arithmetic.toDouble(primitive));
            assertThat(bothNan || primitive.equals(ReflectiveModel.primitive(expected)))
                    .as(primitive + " for " + expected)
                    .isTrue();
        } else if (actual instanceof Value.Text text) {
            assertThat(text.text()).isEqualTo(expected);
        } else if (actual instanceof Value.Host host) {
            assertThat(host.object()).isEqualTo(expected);
        } else if (actual instanceof Value.Sequence || actual instanceof Value.Made) {
            ValuePrinter printer = new ValuePrinter(model, PrintLimits.DEFAULT);
            assertThat(tokens(printer.print(actual))).isEqualTo(tokens(printer.print(model.value(expected))));
        } else if (actual instanceof Value.Reference reference) {
            compareObjects(expected, model.object(reference.id()));
        } else if (actual instanceof Value.Null) {
            assertThat(expected).isNull();
        } else {
            fail("no value: " + actual);
        }
    }

    private static void compareObjects(@Nullable Object expected, Object actual) {
        boolean isMade = expected instanceof Optional || expected instanceof Map.Entry;
        if (expected != null && expected.getClass().isArray()) {
            assertThat(Array.getLength(actual)).isEqualTo(Array.getLength(expected));
        } else if (isMade) {
            assertThat(actual).isEqualTo(expected);
        } else {
            assertThat(actual).isEqualTo(expected).hasSameClassAs(expected);
        }
    }

    /** Sets and maps without an order print in that of their table. */
    private static List<String> tokens(String text) {
        String[] tokens = BRACKETS.matcher(text).replaceAll("").split(", ");
        Arrays.sort(tokens);
        return List.of(tokens);
    }

    private Value evaluate(String expression) {
        return Expression.parse(expression).evaluate(new SampleScope(model, SAMPLE));
    }
}
