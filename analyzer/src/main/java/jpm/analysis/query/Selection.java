package jpm.analysis.query;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jpm.graph.ClassTable;
import jpm.graph.DumpedClass;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a query looks at.
 *
 * @param classes the classes whose instances it looks at
 * @param ids the addresses of these objects; null for all instances
 */
record Selection(Predicate<DumpedClass> classes, @Nullable Set<Long> ids) {

    /** Classes that are named, or given by their addresses, stand for their instances unless OBJECTS is written. */
    static Selection of(Select.Source source, ClassTable classes, Execution execution) {
        if (!source.className().isEmpty()) {
            Predicate<DumpedClass> named = named(source, classes);
            return source.areObjects() ? ofObjects(ids(classes.classes(), named)) : new Selection(named, null);
        }
        Set<Long> ids = ids(source, execution);
        List<DumpedClass> given = classes.classes().stream()
                .filter(c -> c.recordAt() >= 0 && ids.contains(c.id()))
                .toList();
        return source.areObjects() || given.isEmpty() || given.size() < ids.size()
                ? ofObjects(ids)
                : new Selection(withSubclasses(source, given::contains, classes), null);
    }

    private static Selection ofObjects(Set<Long> ids) {
        return new Selection(type -> true, ids);
    }

    private static Predicate<DumpedClass> named(Select.Source source, ClassTable classes) {
        Predicate<String> name = source.isPattern()
                ? Pattern.compile(source.className()).asMatchPredicate()
                : source.className()::equals;
        return withSubclasses(source, type -> name.test(type.name()), classes);
    }

    private static Predicate<DumpedClass> withSubclasses(
            Select.Source source, Predicate<DumpedClass> wanted, ClassTable classes) {
        return source.withSubclasses() ? type -> classes.lineage(type).stream().anyMatch(wanted) : wanted;
    }

    private static Set<Long> ids(List<DumpedClass> classes, Predicate<DumpedClass> wanted) {
        return classes.stream().filter(wanted).map(DumpedClass::id).collect(Collectors.toSet());
    }

    private static Set<Long> ids(Select.Source source, Execution execution) {
        if (source.inner() != null) {
            return execution.objects(source.inner());
        }
        Set<Long> ids = new HashSet<>(source.addresses());
        for (long index : source.indexes()) {
            ids.add(execution.heap().idOf(index));
        }
        return ids;
    }
}
