package jpm.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jpm.testdata.expressions.ExpressionTable;
import jpm.testdata.expressions.Sample;
import jpm.value.PrintLimits;
import jpm.value.ReflectiveModel;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.junit.jupiter.api.Test;

/**
 * Whatever is typed is an expression, or is refused at a column within it. {@code -Djpm.fuzz.seconds=600} searches that long from a random seed, which
 * is printed; without it a few thousand cases of a fixed seed are played again.
 */
class ExpressionFuzzTest {
    private static final int REPLAYED_CASES = 3_000;
    private static final long REPLAYED_SEED = 20_261_121;
    private static final String[] PIECES = {
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ".",
        ",",
        "->",
        "::",
        "?",
        ":",
        "+",
        "-",
        "*",
        "/",
        "%",
        "<",
        ">",
        "<<",
        ">>>",
        "==",
        "&&",
        "||",
        "!",
        "~",
        "@",
        "instanceof",
        "new",
        "this",
        "null",
        "true",
        "int",
        "int[]",
        "String",
        "x",
        "a",
        "this.",
        ".class",
        "0",
        "1",
        "-1",
        "2147483647",
        "2147483648",
        "9223372036854775807L",
        "1e308",
        "1e-400",
        "0x",
        "0xffffffffffffffffffL",
        "'a'",
        "'",
        "\"",
        "\"text\"",
        "\\",
        "\\u",
        "\u0000",
        "\ud800",
        "ü",
        "/*",
        "//",
        ".stream()",
        ".filter(x -> x",
        ".map(x -> ",
        ".sorted()",
        ".toList()",
        ".collect(",
        "Collectors.groupingBy(",
        "Stream.of(",
        "IntStream.range(0, ",
        "String.format(",
        "Math.",
        "List.of(",
        "Map.of(",
        "new int[] {",
        "new BigDecimal(\"1e999999999\")",
        ".pow(999999999)",
        ".repeat(99999999)",
        ".matches(\"(a*)*b\")",
        ".replaceAll(\".\", \"$0$0\")",
        ".substring(-1)",
        ".get(",
        ".equals(",
        ".hashCode()",
        ".toString()",
        "cart.forever()",
        "cart.sumTo(",
        "items",
        "cart",
        "byNode",
        "mixed",
        "$",
        "$exception",
        "@1f",
        "Item@0",
        "<String>",
        "(int)",
        "(String[])",
    };

    private final ReflectiveModel model = new ReflectiveModel();
    private final SampleScope scope = new SampleScope(model, new Sample());
    private final ValuePrinter printer = new ValuePrinter(model, PrintLimits.DEFAULT);
    private final List<String> rows = ExpressionTable.written().stream()
            .map(ExpressionTable.Row::expression)
            .filter(row -> !row.contains("forever"))
            .toList();

    @Test
    void anyTextIsAnExpressionOrSaysWhyNot() {
        Long seconds = Long.getLong("jpm.fuzz.seconds");
        long seed = seconds == null ? REPLAYED_SEED : System.nanoTime();
        System.out.println("expressions made from seed " + seed);
        Random random = new Random(seed);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds == null ? 0 : seconds);
        long slowestNanos = 0;
        String slowest = "";
        int cases = 0;
        while (seconds == null ? cases < REPLAYED_CASES : System.nanoTime() - end < 0) {
            String text = text(random);
            long start = System.nanoTime();
            evaluate(text);
            long nanos = System.nanoTime() - start;
            if (nanos > slowestNanos) {
                slowestNanos = nanos;
                slowest = text;
            }
            cases++;
        }
        System.out.println(cases + " expressions, the slowest took " + TimeUnit.NANOSECONDS.toMillis(slowestNanos)
                + " ms: " + slowest.substring(0, Math.min(200, slowest.length())));
    }

    private void evaluate(String text) {
        try {
            Value value = Expression.parse(text).evaluate(scope);
            assertThat(printer.print(value)).as(text).isNotNull();
        } catch (ExpressionException e) {
            assertThat(e.column()).as(text).isBetween(0, text.length());
            assertThat(e.getMessage()).as(text).isNotBlank();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("expression: " + text, e);
        }
    }

    private String text(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> pieces(random);
            case 1 -> nested(random);
            case 2 -> row(random) + operator(random) + row(random);
            case 3 -> call(random);
            default -> mutated(row(random), random);
        };
    }

    private String row(Random random) {
        return rows.get(random.nextInt(rows.size()));
    }

    private static String piece(Random random) {
        return PIECES[random.nextInt(PIECES.length)];
    }

    private static String operator(Random random) {
        String[] operators = {" + ", " == ", " && ", " ? 1 : ", " < ", " - ", " | ", ", ", " instanceof "};
        return operators[random.nextInt(operators.length)];
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length >= 0; length--) {
            text.append(piece(random)).append(random.nextInt(4) == 0 ? " " : "");
        }
        return text.toString();
    }

    /** A call of any method on any row, with rows for arguments. */
    private String call(Random random) {
        String[] methods = {
            "equals",
            "get",
            "contains",
            "compareTo",
            "indexOf",
            "substring",
            "plus",
            "add",
            "multiply",
            "getName",
            "total",
            "find",
            "has",
            "count",
            "map",
            "filter",
            "toString",
            "format",
            "concat",
            "replace",
            "split",
            "hashCode",
            "size",
            "stream",
            "sumTo",
            "until",
            "plusDays",
            "setScale"
        };
        List<String> arguments = new ArrayList<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            arguments.add(random.nextInt(3) == 0 ? "x -> " + row(random) : row(random));
        }
        return "(" + row(random) + ")." + methods[random.nextInt(methods.length)] + "(" + String.join(", ", arguments)
                + ")";
    }

    private String nested(Random random) {
        int depth = random.nextInt(400);
        return switch (random.nextInt(7)) {
            case 0 -> "(".repeat(depth) + row(random) + ")".repeat(depth);
            case 1 -> "-".repeat(depth) + " 1";
            case 2 -> "! ".repeat(depth) + "yes";
            case 3 -> row(random) + ("[" + row(random)).repeat(depth % 20) + "]".repeat(depth % 20);
            case 4 -> "List.of(".repeat(depth % 150) + "1" + ")".repeat(depth % 150);
            case 5 -> ("1 + ").repeat(depth * 2) + row(random);
            default -> "list.stream().map(a -> ".repeat(depth % 9) + row(random) + ").toList()".repeat(depth % 9);
        };
    }

    private String mutated(String row, Random random) {
        StringBuilder text = new StringBuilder(row);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, piece(random));
                case 2 -> text.replace(at, end, piece(random));
                default -> text.insert(at, row(random));
            }
        }
        return text.toString();
    }
}
