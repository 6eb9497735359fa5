package jpm.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jpm.value.ObjectModel;
import jpm.value.ReflectiveModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How much of a large map is read for one key; that the answers are right is shown by the table of expressions. */
class HashLookupTest {
    private static final int ENTRIES = 20_000;
    private static final int MAX_READS = 200;

    private final Map<String, Integer> plain = IntStream.range(0, ENTRIES)
            .boxed()
            .collect(Collectors.toMap(i -> "key" + i, i -> i, (a, b) -> a, HashMap::new));
    private final Map<String, Integer> concurrent = new ConcurrentHashMap<>(plain);
    private final Set<String> set = new HashSet<>(plain.keySet());
    private int reads;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain.get(\"key19000\")",
                "plain[\"key19000\"]",
                "plain.containsKey(\"none\")",
                "concurrent.get(\"key19000\")",
                "concurrent.getOrDefault(\"none\", 3)",
                "set.contains(\"key19000\")"
            })
    void readsOneBucket(String expression) {
        Expression.parse(expression).evaluate(new MapScope());

        assertThat(reads).isLessThan(MAX_READS);
    }

    private final class MapScope implements Scope {
        private final ReflectiveModel reflective = new ReflectiveModel();

        @Override
        public ObjectModel model() {
            return (ObjectModel) Proxy.newProxyInstance(
                    ObjectModel.class.getClassLoader(),
                    new Class<?>[] {ObjectModel.class},
                    (proxy, method, arguments) -> {
                        reads++;
                        try {
                            return method.invoke(reflective, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        @Override
        public @Nullable Value variable(String name) {
            return switch (name) {
                case "plain" -> reflective.value(plain);
                case "concurrent" -> reflective.value(concurrent);
                case "set" -> reflective.value(set);
                default -> null;
            };
        }

        @Override
        public List<String> variableNames() {
            return List.of("plain", "concurrent", "set");
        }

        @Override
        public @Nullable String className() {
            return null;
        }

        @Override
        public List<String> classesNamed(String simpleName) {
            return List.of();
        }

        @Override
        public byte @Nullable [] classFile(String className) {
            return null;
        }
    }
}
