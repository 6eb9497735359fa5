package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.expr.Scope;
import jpm.graph.Heap;
import jpm.graph.HeapModel;
import jpm.graph.HeapOptions;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.expressions.DumpingAnswers;
import jpm.testdata.expressions.ExpressionTable;
import jpm.testdata.expressions.ExpressionTable.Row;
import jpm.testdata.expressions.Sample;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process evaluates the table's expressions in Java and writes its heap; jpm evaluates them over the same objects in the dump, where Java's
 * answers stand beside them.
 */
class DumpedExpressionsTest {
    private static final Pattern BRACKETS = Pattern.compile("[{}\\[\\]]");
    private static final List<Row> ROWS = ExpressionTable.rows();

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everyExpressionHasJavasValueOrIsRefused() {
        Path classes = ExpressionTable.compile(ROWS, folder);
        return Jdks.installed().stream()
                .map(jdk -> DynamicTest.dynamicTest(jdk.toString(), () -> compareAll(jdk, classes)));
    }

    private void compareAll(Jdk jdk, Path classes) {
        Path dump = folder.resolve(jdk.feature() + ".hprof");
        String leftOut = IntStream.range(0, ROWS.size())
                .filter(i -> ROWS.get(i).isRefused())
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(","));
        JvmProcess.Result result = JvmProcess.with(jdk)
                .alsoOnClassPath(classes)
                .flags("-Duser.language=de", "-Duser.country=AT")
                .main(DumpingAnswers.class.getName(), dump.toString(), String.valueOf(ROWS.size()), leftOut)
                .run();
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        try (Heap heap = Heap.open(dump, HeapOptions.defaults())) {
            Comparison comparison = new Comparison(new HeapModel(heap), classes);
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < ROWS.size(); i++) {
                String difference = comparison.difference(i);
                if (difference != null) {
                    differences.add(ROWS.get(i).expression() + ": " + difference);
                }
            }
            assertThat(differences).isEmpty();
        }
    }

    private static final class Comparison {
        private final HeapModel model;
        private final LogicalViews views;
        private final ValuePrinter printer;
        private final Scope scope;
        private final Value answers;
        private final Value failures;

        Comparison(HeapModel model, Path classes) {
            this.model = model;
            this.views = new LogicalViews(model);
            this.printer = new ValuePrinter(views, PrintLimits.WIDE);
            this.scope = new SampleInDump(model, held("sample"), classes);
            this.answers = held("answers");
            this.failures = held("failures");
        }

        private Value held(String name) {
            return model.statics(DumpingAnswers.class.getName()).stream()
                    .filter(field -> field.name().equals(name))
                    .map(ObjectModel.Field::value)
                    .findFirst()
                    .orElseThrow();
        }

        /** In what jpm's answer differs from Java's, or null. */
        @Nullable
        String difference(int row) {
            Value[] value = {Value.NULL};
            ExpressionException failure = catchThrowableOfType(
                    ExpressionException.class,
                    () -> value[0] =
                            Expression.parse(ROWS.get(row).expression()).evaluate(scope));
            boolean isExpected = ROWS.get(row).isRefused() || !(element(failures, row) instanceof Value.Null);
            if (failure != null || isExpected) {
                return isExpected == (failure != null) ? null : String.valueOf(failure);
            }
            Value expected = element(answers, row);
            return isSame(value[0], expected) ? null : printer.print(value[0]) + " and not " + printer.print(expected);
        }

        private Value element(Value array, int index) {
            return model.arrayElement(((Value.Reference) array).id(), index);
        }

        private boolean isSame(Value actual, Value expected) {
            if (actual.equals(expected)) {
                return true;
            }
            if (actual instanceof Value.Primitive primitive && expected instanceof Value.Reference box) {
                return isBoxOf(primitive, box);
            }
            if (actual instanceof Value.Reference && views.resolve(actual).equals(views.resolve(expected))) {
                return model.className(((Value.Reference) actual).id())
                        .equals(model.className(((Value.Reference) expected).id()));
            }
            return tokens(printer.print(actual)).equals(tokens(printer.print(expected)));
        }

        private boolean isBoxOf(Value.Primitive primitive, Value.Reference box) {
            String name = primitive.type() == PrimitiveType.INT
                    ? "java.lang.Integer"
                    : primitive.type() == PrimitiveType.CHAR
                            ? "java.lang.Character"
                            : "java.lang." + primitive.type().name().charAt(0)
                                    + primitive.type().javaName.substring(1);
            Value held = model.field(box.id(), "value");
            boolean isNan = printer.print(primitive).equals("NaN")
                    && printer.print(held).equals("NaN");
            return model.className(box.id()).equals(name) && (isNan || primitive.equals(held));
        }

        /** Sets and maps without an order print in that of their table. */
        private static List<String> tokens(String text) {
            String[] tokens = BRACKETS.matcher(text).replaceAll("").split(", ");
            Arrays.sort(tokens);
            return List.of(tokens);
        }
    }

    /** A method of the sample in the dump. */
    private record SampleInDump(HeapModel model, Value self, Path classes) implements Scope {
        @Override
        public @Nullable Value variable(String name) {
            return name.equals("this") ? self : null;
        }

        @Override
        public List<String> variableNames() {
            return List.of("this");
        }

        @Override
        public String className() {
            return Sample.class.getName();
        }

        @Override
        public List<String> classesNamed(String simpleName) {
            return List.of();
        }

        @Override
        public byte @Nullable [] classFile(String className) {
            String path = className.replace('.', '/') + ".class";
            Path compiled = classes.resolve(path);
            try (InputStream in = Sample.class.getClassLoader().getResourceAsStream(path)) {
                return in != null ? in.readAllBytes() : Files.exists(compiled) ? Files.readAllBytes(compiled) : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
