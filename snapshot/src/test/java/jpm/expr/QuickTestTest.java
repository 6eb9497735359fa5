package jpm.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions made quick answer as Java does; the expected answers are javac's, written beside the texts as constants. */
class QuickTestTest {
    /** What conditions are asked about. */
    static class Item {
        final int price = 7;
        final long big = 1L << 40;
        final double weight = 2.5;
        final float rate = 0.1f;
        final boolean open = true;
        final char grade = 'b';
        final String name = "Mug";
        final @Nullable Item next;
        final Object tag = "t";

        Item(@Nullable Item next) {
            this.next = next;
        }
    }

    private static final Item LAST = new Item(null);
    private static final Item ITEM = new Item(LAST);
    private static final int N = 1000;
    private static final double D = -0.5;

    @Test
    void theConditionsAnswerAsJavaDoes() {
        Map<String, Boolean> expected = new HashMap<>();
        expected.put("n == 1000", N == 1000);
        expected.put("n != 1000", N != 1000);
        expected.put("n % 7 == 6", N % 7 == 6);
        expected.put("n > 999 && n < 1001", N > 999 && N < 1001);
        expected.put("n < 5 || d < 0", N < 5 || D < 0);
        expected.put("!(n >= 1000)", !(N >= 1000));
        expected.put("d == -0.5", D == -0.5);
        expected.put("item.price == 7", ITEM.price == 7);
        expected.put("item.big > n", ITEM.big > N);
        expected.put("item.weight >= 2.5", ITEM.weight >= 2.5);
        expected.put("item.rate == 0.1", ITEM.rate == 0.1);
        expected.put("item.rate == 0.1f", ITEM.rate == 0.1f);
        expected.put("item.open", ITEM.open);
        expected.put("item.open == false", ITEM.open == false);
        expected.put("item.grade == 'b'", ITEM.grade == 'b');
        expected.put("item.grade > 97", ITEM.grade > 97);
        expected.put("item.name.equals(\"Mug\")", ITEM.name.equals("Mug"));
        expected.put("item.name.startsWith(\"mu\")", ITEM.name.startsWith("mu"));
        expected.put("item.name.length() == 3", ITEM.name.length() == 3);
        expected.put("item.name != null", ITEM.name != null);
        expected.put("item.next == null", ITEM.next == null);
        expected.put("item.next.next == null", LAST.next == null);
        expected.put("item == item.next", ITEM == ITEM.next);
        expected.put("price == 7", true);

        expected.forEach((text, answer) -> {
            QuickTest test = quick(text);
            assertThat(test).as(text).isNotNull();
            assertThat(test.test(ITEM, ITEM, N, Double.doubleToRawLongBits(D)))
                    .as(text)
                    .isEqualTo(answer);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n",
                "unknown == 1",
                "item.nothing == 1",
                "item.name == \"Mug\"",
                "item.tag == item.name",
                "item.toString().isEmpty()",
                "item.name.matches(\"M.*\")",
                "n / 2 == 500",
                "item instanceof Object"
            })
    void whatMayMeanMoreIsLeftToTheEvaluator(String text) {
        assertThat(quick(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"item.next.next.price == 7", "n % item.next.price == 0 && item.next.next.open"})
    void anExceptionOfTheExpressionIsOne(String text) {
        QuickTest test = quick(text);

        assertThatThrownBy(() -> test.test(ITEM, ITEM, 0, 0)).isInstanceOf(RuntimeException.class);
    }

    private static @Nullable QuickTest quick(String text) {
        Map<String, QuickTest.Variable> variables = Map.of(
                "item", new QuickTest.Variable(0, Item.class),
                "this", new QuickTest.Variable(1, Item.class),
                "n", new QuickTest.Variable(2, int.class),
                "d", new QuickTest.Variable(3, double.class));
        return QuickTest.of(Expression.parse(text), variables, new ReflectedFields());
    }

    /** Offsets are numbers of fields here. */
    private static final class ReflectedFields implements QuickTest.Fields {
        private final Field[] fields = Item.class.getDeclaredFields();

        @Override
        public @Nullable Field find(Class<?> type, String name) {
            for (Field field : fields) {
                if (type == Item.class && field.getName().equals(name)) {
                    return field;
                }
            }
            return null;
        }

        @Override
        public long offset(Field field) {
            for (int i = 0; i < fields.length; i++) {
                if (fields[i].equals(field)) {
                    return i;
                }
            }
            throw new IllegalArgumentException(field.toString());
        }

        @Override
        public @Nullable Object reference(Object object, long offset) {
            try {
                return fields[(int) offset].get(object);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long bits(Object object, long offset, PrimitiveType type) {
            Object value = reference(object, offset);
            return switch (type) {
                case BOOLEAN -> Boolean.TRUE.equals(value) ? 1 : 0;
                case CHAR -> (Character) java.util.Objects.requireNonNull(value);
                case FLOAT -> Float.floatToRawIntBits((Float) java.util.Objects.requireNonNull(value));
                case DOUBLE -> Double.doubleToRawLongBits((Double) java.util.Objects.requireNonNull(value));
                default -> ((Number) java.util.Objects.requireNonNull(value)).longValue();
            };
        }
    }
}
