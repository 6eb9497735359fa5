package jpm.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
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
    private static final String REFUSED = "! ";
    private static final Sample SAMPLE = new Sample();
    private static final List<String> TABLE = new ArrayList<>();
    private static Class<?> compiled = Object.class;

    @TempDir
    static @Nullable Path folder;

    private final ReflectiveModel model = new ReflectiveModel();

    @BeforeAll
    static void compile() throws IOException, ClassNotFoundException {
        TABLE.addAll(written());
        TABLE.addAll(operators());
        StringBuilder source = new StringBuilder(
                "package jpm.expr;\nimport java.util.*;\n@SuppressWarnings(\"all\") public class Answers extends Sample {\n");
        for (int i = 0; i < TABLE.size(); i++) {
            String expression = TABLE.get(i).replaceFirst("^! ", "");
            source.append("public Object e" + i + "() { return " + expression + "; }\n");
        }
        Path root = Objects.requireNonNull(folder);
        Path file = root.resolve("Answers.java");
        Files.writeString(file, source.append("}\n"));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-encoding",
                        "UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        root.toString(),
                        file.toString());
        assertThat(failed).isZero();
        compiled = new URLClassLoader(new URL[] {root.toUri().toURL()}, ExpressionTableTest.class.getClassLoader())
                .loadClass("jpm.expr.Answers");
    }

    private static List<String> written() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ExpressionTableTest.class.getResourceAsStream("expressions.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** Every operator with operands of every pair of primitive types. */
    private static List<String> operators() {
        List<String> expressions = new ArrayList<>();
        List<String> integral = List.of("b", "s", "c", "i", "n", "l");
        List<String> numbers =
                Stream.concat(integral.stream(), Stream.of("f", "d")).toList();
        for (String operator : List.of("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=")) {
            pairs(numbers, operator, expressions);
        }
        for (String operator : List.of("&", "|", "^", "<<", ">>", ">>>")) {
            pairs(integral, operator, expressions);
        }
        return expressions;
    }

    private static void pairs(List<String> operands, String operator, List<String> expressions) {
        for (String left : operands) {
            for (String right : operands) {
                expressions.add(left + " " + operator + " " + right);
            }
        }
    }

    @Test
    void theTableIsLarge() throws IOException {
        assertThat(written()).hasSizeGreaterThan(300);
    }

    @TestFactory
    Stream<DynamicTest> agreesWithJava() {
        return IntStream.range(0, TABLE.size())
                .mapToObj(i -> DynamicTest.dynamicTest(TABLE.get(i), () -> agreesWithJava(i)));
    }

    private void agreesWithJava(int number) throws Exception {
        String expression = TABLE.get(number);
        if (expression.startsWith(REFUSED)) {
            assertThatThrownBy(() -> evaluate(expression.substring(REFUSED.length())))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageMatching("(?s).*(runs no code|does not say|literal is none).*");
            return;
        }
        Object expected;
        try {
            expected = compiled.getMethod("e" + number).invoke(answering());
        } catch (InvocationTargetException e) {
            assertThatThrownBy(() -> evaluate(expression)).isInstanceOf(ExpressionException.class);
            return;
        }
        compare(expected, evaluate(expression));
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
        if (expected instanceof Class<?> type) {
            assertThat(actual).isEqualTo(new Value.Text("class " + type.getName()));
        } else if (actual instanceof Value.Primitive primitive && expected != null) {
            boolean bothNan = expected instanceof Double d && d.isNaN() && Double.isNaN(Arithmetic.toDouble(primitive));
            assertThat(bothNan || primitive.equals(ReflectiveModel.primitive(expected)))
                    .as(primitive + " for " + expected)
                    .isTrue();
        } else if (actual instanceof Value.Text text) {
            assertThat(text.text()).isEqualTo(expected);
        } else if (actual instanceof Value.Sequence) {
            ValuePrinter printer = new ValuePrinter(model, PrintLimits.DEFAULT);
            assertThat(printer.print(actual).replace('{', '[').replace('}', ']'))
                    .isEqualTo(printer.print(model.value(expected))
                            .replace('{', '[')
                            .replace('}', ']'));
        } else if (actual instanceof Value.Reference reference) {
            Object object = model.object(reference.id());
            assertThat(object).isEqualTo(expected).hasSameClassAs(expected);
        } else if (actual instanceof Value.Null) {
            assertThat(expected).isNull();
        } else {
            fail("no value: " + actual);
        }
    }

    private Value evaluate(String expression) {
        return Expression.parse(expression).evaluate(new SampleScope(model, SAMPLE));
    }
}
