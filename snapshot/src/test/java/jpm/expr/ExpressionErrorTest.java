package jpm.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import jpm.testdata.expressions.Sample;
import jpm.value.ReflectiveModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionErrorTest {
    private final SampleScope scope = new SampleScope(new ReflectiveModel(), new Sample());

    private ExpressionException failure(String expression) {
        return catchThrowableOfType(
                ExpressionException.class, () -> Expression.parse(expression).evaluate(scope));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 +|3|a value expected",
                "(1|2|\")\" expected",
                "i = 2|2|nothing in a dump can be changed",
                "++i|0|nothing in a dump can be changed",
                "new Object()|0|no object of the program can be made",
                "node.nam|5|no field nam in jpm.testdata.expressions.Sample$Node; fields: name, next",
                "1 + unknown|4|no variable, field or class is named unknown",
                "node.next.next.name|15|null has no field name",
                "list[9]|4|index 9 is out of bounds for 4 elements",
                "map[\"two\"]|3|the map has no key \"two\"",
                "'ab'|0|no closing '",
                "\"ab|0|no closing \"",
                "1 2|2|unexpected",
                "i + yes|2|no operator + for boolean",
                "99999999999|0|number too large",
                "str.foo()|4|runs no code",
                "item.count()|5|its code changes something",
                "nothing.get()|8|NoSuchElementException",
                "price.divide(price, x -> x)|6|divide",
                "price.setScale(\"2\")|6|setScale",
                "i.x|2|has no field x",
                "Color|0|is a class",
                "Color.BLUE|6|no static field BLUE",
                "x -> 1|0|a function or iterator is no value",
                "#|0|unexpected character",
            })
    void errorsPointAtTheirPlace(String expression, int column, String message) {
        ExpressionException failure = failure(expression);
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.column()).isEqualTo(column);
    }

    @Test
    void keysOfMapsMayBeMeantByTheirText() {
        ReflectiveModel model = new ReflectiveModel();
        assertThat(Expression.parse("byColor[\"RED\"][0].x()").evaluate(scope))
                .isEqualTo(Expression.parse("1").evaluate(scope));
        assertThat(Expression.parse("byNumber[2L]").evaluate(new SampleScope(model, new Sample())))
                .isNotNull();
    }

    @Test
    void deeplyNestedTextIsRefused() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(3000))).isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.parse("-".repeat(3) + " -".repeat(1900) + "1"))
                .isInstanceOf(ExpressionException.class);
        assertThatThrownBy(() -> Expression.parse("1+".repeat(3000) + "1")).isInstanceOf(ExpressionException.class);
        assertThat(Expression.parse("1+".repeat(1500) + "1").evaluate(scope))
                .isEqualTo(Expression.parse("1501").evaluate(scope));
    }

    @Test
    void anyTextIsAnExpressionOrSaysWhyNot() {
        String[] words = {
            "i",
            "n",
            "list",
            "map",
            "node",
            ".next",
            ".name",
            "[",
            "]",
            "(",
            ")",
            "1",
            "0",
            "\"a\"",
            "'c'",
            "+",
            "-",
            "/",
            "%",
            "<<",
            "==",
            "&&",
            "?",
            ":",
            "!",
            "~",
            "instanceof",
            "String",
            "int",
            "[]",
            ".",
            ",",
            "->",
            "x",
            "null",
            "true",
            ".size()",
            ".get(",
            ".stream()",
            ".filter(x ->",
            "1e9",
            "0x",
            "Color",
            ".length",
            "this",
            "\\",
            "\"",
            "\u0000",
            "2147483648",
            "9L"
        };
        Random random = new Random(42);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? " " : "");
            }
            try {
                Expression.parse(text.toString()).evaluate(scope);
            } catch (ExpressionException e) {
                assertThat(e.column()).as(text.toString()).isBetween(0, text.length());
            }
        }
    }
}
