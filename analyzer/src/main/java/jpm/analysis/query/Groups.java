package jpm.analysis.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Aggregates of rows with the same keys. */
final class Groups {
    private final List<Expression.Aggregate> aggregates;
    private final Map<List<@Nullable Object>, Accumulator[]> groups = new HashMap<>();

    Groups(List<Expression.Aggregate> aggregates) {
        this.aggregates = aggregates;
    }

    void add(List<@Nullable Object> keys, List<@Nullable Object> values) {
        Accumulator[] group = group(keys);
        for (int i = 0; i < group.length; i++) {
            group[i].add(values.get(i), aggregates.get(i).of() == null);
        }
    }

    private Accumulator[] group(List<@Nullable Object> keys) {
        Accumulator[] group = groups.get(keys);
        if (group == null) {
            group = new Accumulator[aggregates.size()];
            for (int i = 0; i < group.length; i++) {
                group[i] = new Accumulator();
            }
            groups.put(keys, group);
            RowStore.requireRoom(groups.size());
        }
        return group;
    }

    void addAll(Groups other) {
        other.groups.forEach((keys, theirs) -> {
            Accumulator[] ours = group(keys);
            for (int i = 0; i < ours.length; i++) {
                ours[i].addAll(theirs[i]);
            }
        });
    }

    /** Without keys there is one group, even of no rows. */
    void requireOne() {
        group(List.of());
    }

    /** Gives each group's keys and the values of its aggregates. */
    void forEach(BiConsumer<List<@Nullable Object>, Map<Expression, @Nullable Object>> each) {
        groups.forEach((keys, group) -> {
            Map<Expression, @Nullable Object> values = new HashMap<>();
            for (int i = 0; i < group.length; i++) {
                values.put(aggregates.get(i), group[i].result(aggregates.get(i).kind()));
            }
            each.accept(keys, values);
        });
    }

    /** Nulls are left out, as in SQL. */
    private static final class Accumulator {
        private long count;
        private Object sum = 0L;
        private @Nullable Object least;
        private @Nullable Object greatest;

        void add(@Nullable Object value, boolean countsRows) {
            if (countsRows || value != null) {
                count++;
            }
            if (value != null) {
                addSum(value);
                addRange(value, value);
            }
        }

        private void addSum(Object value) {
            Object more = Operations.arithmetic('+', sum, value);
            sum = more == null ? sum : more;
        }

        private void addRange(Object low, Object high) {
            least = least == null || Operations.sorting(low, least) < 0 ? low : least;
            greatest = greatest == null || Operations.sorting(high, greatest) > 0 ? high : greatest;
        }

        void addAll(Accumulator other) {
            count += other.count;
            addSum(other.sum);
            if (other.least != null && other.greatest != null) {
                addRange(other.least, other.greatest);
            }
        }

        @Nullable
        Object result(Expression.AggregateKind kind) {
            return switch (kind) {
                case COUNT -> count;
                case SUM -> count == 0 ? null : sum;
                case AVG -> count == 0 ? null : Operations.arithmetic('/', sum, count);
                case MIN -> least;
                case MAX -> greatest;
            };
        }
    }
}
