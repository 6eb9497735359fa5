package jpm.analysis.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import jpm.analysis.query.Compiler.Reading;
import jpm.graph.ClassTable;
import jpm.graph.Coverage;
import jpm.graph.Dump;
import jpm.graph.DumpedClass;
import jpm.graph.HeapPass;
import jpm.graph.ObjectSizes;
import jpm.hprof.ClassDump;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** One pass over a dump for one SELECT. */
final class Run {
    private static final String CLASS = "java.lang.Class";

    private final Dump dump;
    private final Select select;
    private final ClassTable classes;
    private final ObjectSizes sizes;
    private final Map<Long, Plan> plans = new HashMap<>();
    private final Plan[] primitivePlans = new Plan[PrimitiveType.values().length];
    private final List<Expression.Aggregate> aggregates;
    private final Execution execution;
    private final Selection selection;

    Run(Execution execution, Select select) {
        this.execution = execution;
        this.dump = execution.dump();
        this.select = select;
        this.classes = dump.classes();
        this.sizes = ObjectSizes.of(dump, classes);
        this.selection = Selection.of(select.source(), classes, execution);
        this.aggregates = aggregates(select);
        compile();
        if (select.isGrouped()) {
            groupPlan();
        }
    }

    private static List<Expression.Aggregate> aggregates(Select select) {
        Set<Expression.Aggregate> found = new LinkedHashSet<>();
        select.items().forEach(item -> addAggregates(item.expression(), found));
        select.orderBy().forEach(order -> addAggregates(order.by(), found));
        return List.copyOf(found);
    }

    private static void addAggregates(Expression expression, Set<Expression.Aggregate> to) {
        if (expression instanceof Expression.Aggregate aggregate) {
            to.add(aggregate);
        } else {
            expression.parts().forEach(part -> addAggregates(part, to));
        }
    }

    private void compile() {
        Predicate<DumpedClass> selected = selection.classes();
        Set<Expression.Field> missing = namedFields();
        for (DumpedClass type : classes.classes()) {
            if (selected.test(type)) {
                Compiler compiler = compiler(type, false, Set.of());
                missing.removeIf(field -> compiler.hasField(field.name()));
                Plan plan = plan(compiler);
                plans.put(type.id(), plan);
                PrimitiveType element = Compiler.primitiveElement(type.name());
                if (element != null) {
                    primitivePlans[element.ordinal()] = plan;
                }
            }
        }
        if (!plans.isEmpty() && !missing.isEmpty()) {
            Expression.Field field = missing.iterator().next();
            throw new QueryException(
                    "no object of " + shown(select.source()) + " has a field '" + field.name() + "'", field.column());
        }
    }

    private static String shown(Select.Source source) {
        return source.className().isEmpty() ? "the dump" : source.className();
    }

    /** A field that no selected class has is a mistake; one that only some have is null in the others. */
    private Set<Expression.Field> namedFields() {
        List<Expression> all = new ArrayList<>();
        items().forEach(item -> all.add(item.expression()));
        all.addAll(select.groupBy());
        select.orderBy().forEach(order -> all.add(order.by()));
        if (select.where() != null) {
            all.add(select.where());
        }
        Set<Expression.Field> fields = new LinkedHashSet<>();
        all.forEach(expression -> fields.addAll(Compiler.ownFields(expression)));
        return fields;
    }

    private Compiler compiler(DumpedClass type, boolean ofGroups, Set<Expression> known) {
        return new Compiler(
                type,
                classes,
                sizes,
                dump.file().symbols(),
                dump.file().header().idBytes(),
                execution,
                known,
                ofGroups);
    }

    private Plan plan(Compiler compiler) {
        Expression where = select.where();
        List<@Nullable Reading> cells = new ArrayList<>();
        List<Reading> keys = new ArrayList<>();
        if (select.isGrouped()) {
            for (Expression.Aggregate aggregate : aggregates) {
                cells.add(aggregate.of() == null ? null : compiler.reading(aggregate.of()));
            }
            select.groupBy().forEach(key -> keys.add(compiler.reading(key)));
        } else {
            items().forEach(item -> cells.add(compiler.reading(item.expression())));
            select.orderBy().forEach(order -> keys.add(compiler.reading(order.by())));
        }
        return new Plan(where == null ? subject -> true : compiler.condition(where), cells, keys);
    }

    private List<Select.Item> items() {
        return HeapQuery.items(select);
    }

    /** Whether some class of the dump is selected. */
    boolean findsClasses() {
        return !plans.isEmpty();
    }

    Coverage rows(Consumer<List<@Nullable Object>> to) {
        OrderedRows out = new OrderedRows(to, select.distinct(), select.limit());
        boolean streams = !select.isGrouped() && select.orderBy().isEmpty();
        try {
            List<Sink> sinks = dump.pass("searching").run(() -> new Sink(streams ? out : null));
            if (select.isGrouped()) {
                giveGroups(sinks, out);
            } else if (!streams) {
                RowStore all = newStore();
                sinks.forEach(sink -> all.addAll(sink.store));
                all.sorted().forEach(out::give);
            }
            return dump.coverage(HeapPass.Losses.of(sinks));
        } catch (OrderedRows.Enough enough) {
            return dump.coverage(HeapPass.Losses.of(List.of()));
        }
    }

    /** DISTINCT may drop rows, so that then the limit counts only behind it. */
    private RowStore newStore() {
        return new RowStore(select.orderBy(), select.distinct() ? Long.MAX_VALUE : select.limit());
    }

    private void giveGroups(List<Sink> sinks, OrderedRows out) {
        Groups all = new Groups(aggregates);
        sinks.forEach(sink -> all.addAll(sink.groups));
        if (select.groupBy().isEmpty()) {
            all.requireOne();
        }
        Plan group = groupPlan();
        RowStore store = newStore();
        Subject subject = new Subject();
        all.forEach((groupKeys, values) -> {
            for (int i = 0; i < groupKeys.size(); i++) {
                values.put(select.groupBy().get(i), groupKeys.get(i));
            }
            subject.known = values;
            store.add(new Row(Plan.read(group.cells(), subject), Plan.read(group.keys(), subject)));
        });
        store.sorted().forEach(out::give);
    }

    /** What is selected of a group: its keys, its aggregates, and what is computed of these. */
    private Plan groupPlan() {
        Set<Expression> known = new HashSet<>(select.groupBy());
        known.addAll(aggregates);
        Compiler compiler = compiler(anyClass(), true, known);
        List<@Nullable Reading> cells = new ArrayList<>();
        items().forEach(item -> cells.add(compiler.reading(item.expression())));
        List<Reading> keys = new ArrayList<>();
        select.orderBy().forEach(order -> keys.add(compiler.reading(order.by())));
        return new Plan(subject -> true, cells, keys);
    }

    private DumpedClass anyClass() {
        return classes.classes().isEmpty()
                ? new DumpedClass(0, -1, "", ClassDump.unknown(), 0)
                : classes.classes().get(0);
    }

    private final class Sink extends HeapPass.Sink {
        private final @Nullable OrderedRows out;
        final RowStore store = newStore();
        final Groups groups = new Groups(aggregates);
        private final Subject subject = new Subject();
        private final Map<Long, DumpedClass> types = new HashMap<>();
        private final @Nullable DumpedClass[] primitiveTypes = new DumpedClass[PrimitiveType.values().length];
        private final @Nullable DumpedClass classOfClasses = classes.findNamed(CLASS);
        private final @Nullable Set<Long> ids = selection.ids();
        private List<Row> region = new ArrayList<>();
        private long lastClassId;
        private @Nullable Plan lastPlan;
        private @Nullable DumpedClass lastType;

        Sink(@Nullable OrderedRows out) {
            super(true, false, false);
            this.out = out;
            for (DumpedClass type : classes.classes()) {
                types.put(type.id(), type);
                PrimitiveType element = Compiler.primitiveElement(type.name());
                if (element != null) {
                    primitiveTypes[element.ordinal()] = type;
                }
            }
        }

        private @Nullable Plan plan(long classId) {
            if (classId != lastClassId) {
                lastClassId = classId;
                lastPlan = plans.get(classId);
                lastType = types.get(classId);
            }
            return lastPlan;
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            Plan plan = plan(classId);
            if (plan != null && lastType != null) {
                subject.instance(id, lastType, bytes, at, length);
                look(plan);
            }
        }

        @Override
        public void objectArray(long id, long recordAt, long classId, int length) {
            Plan plan = plan(classId);
            if (plan != null && lastType != null) {
                subject.array(id, lastType, length);
                look(plan);
            }
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            Plan plan = primitivePlans[type.ordinal()];
            DumpedClass arrayType = primitiveTypes[type.ordinal()];
            if (plan != null && arrayType != null) {
                subject.array(id, arrayType, length);
                look(plan);
            }
        }

        @Override
        public void classDump(long id, long recordAt, ClassDump classDump) {
            Plan plan = classOfClasses == null ? null : plans.get(classOfClasses.id());
            if (plan != null && classOfClasses != null) {
                subject.instance(id, classOfClasses, subject.bytes, 0, 0);
                look(plan);
            }
        }

        private void look(Plan plan) {
            if (ids != null && !ids.contains(subject.id) || !plan.wanted().holds(subject)) {
                return;
            }
            List<@Nullable Object> cells = Plan.read(plan.cells(), subject);
            List<@Nullable Object> keys = Plan.read(plan.keys(), subject);
            if (select.isGrouped()) {
                groups.add(keys, cells);
            } else if (out == null) {
                store.add(new Row(cells, keys));
            } else {
                region.add(new Row(cells, keys));
            }
        }

        @Override
        public void endRegion(int number) {
            if (out != null) {
                out.region(number, region);
                region = new ArrayList<>();
            }
        }
    }
}
