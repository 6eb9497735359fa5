package jpm.expr;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Finds what a method means for an object. */
final class Methods {
    private static final int MAX_NAMED = 40;

    private final Evaluator evaluator;

    Methods(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** A method that may be called on a primitive as on its box: elements of collections are boxes that nobody sees. */
    boolean hasBoxMethod(String name) {
        return name.endsWith("Value")
                || Set.of("equals", "compareTo", "toString", "hashCode", "isNaN", "isInfinite")
                        .contains(name);
    }

    /** The method, or null when jpm knows none of that name for such arguments. */
    @Nullable
    Method find(Value target, String name, List<Value> arguments) {
        Method written = ofProgram(target, name, arguments.size());
        if (written != null) {
            return written;
        }
        String key = name + "/" + arguments.size();
        for (Map<String, Method> table : tables(target)) {
            Method method = table.getOrDefault(key, table.get(name + "/*"));
            if (method != null) {
                return method;
            }
        }
        Method accessor = arguments.isEmpty() ? accessor(target, name) : null;
        return accessor == null ? ofHost(target, name, arguments) : accessor;
    }

    /** A method of the program's classes, whose code is read from the class file. */
    private @Nullable Method ofProgram(Value target, String name, int arguments) {
        if (!(target instanceof Value.Reference)) {
            return null;
        }
        for (String owner : evaluator.types().lineage(target)) {
            ClassFile file = evaluator.program().find(owner);
            if (file == null) {
                return null;
            }
            ClassFile.Code code = only(file, name, arguments);
            if (code != null) {
                return code.isGenerated() ? null : call -> new PureCode(evaluator).run(code, call);
            }
        }
        return null;
    }

    /** The method of that name and number of parameters; overloaded ones cannot be told apart by what a dump knows of types. */
    private static ClassFile.@Nullable Code only(ClassFile file, String name, int arguments) {
        List<ClassFile.Code> found = file.methods(name).stream()
                .filter(code -> !code.isStatic() && !code.isBridge() && code.parameterCount() == arguments)
                .toList();
        if (found.size() > 1 && arguments > 0) {
            throw new EvaluationException("several methods are named " + name + " in " + file.name());
        }
        return found.isEmpty() ? null : found.get(0);
    }

    /** Runs the method that a class declares, by its code in the class file. */
    Value run(Value target, String owner, String name, List<Value> arguments) {
        ClassFile file = evaluator.program().find(owner);
        ClassFile.Code code = file == null ? null : only(file, name, arguments.size());
        if (code == null) {
            throw new EvaluationException("jpm runs no code, so it does not call " + name + "() of " + owner);
        }
        return new PureCode(evaluator).run(code, new Invocation(evaluator, target, arguments));
    }

    private @Nullable Method ofHost(Value target, String name, List<Value> arguments) {
        Object host =
                evaluator.equality().isByValueOrNull(target) ? evaluator.views().host(target) : null;
        return host == null ? null : HostCalls.findMethod(host, name, arguments, evaluator);
    }

    /** Where the methods of such an object are, the most special first. */
    private List<Map<String, Method>> tables(Value target) {
        List<Map<String, Method>> tables = new ArrayList<>();
        if (target instanceof Value.Host host && host.object() instanceof Lambda) {
            return List.of(Comparators.METHODS);
        }
        if (target instanceof Value.Host host && host.object() instanceof Iteration) {
            return List.of(Iteration.METHODS);
        }
        Value resolved = evaluator.views().resolve(target);
        View view = evaluator.views().viewOf(target);
        List<String> lineage = evaluator.types().lineage(target);
        String className = lineage.get(0);
        if (className.startsWith("java.util.concurrent.atomic.") && !className.endsWith("Array")) {
            tables.add(ObjectMethods.ATOMIC_METHODS);
        } else if (evaluator.texts().string(resolved) != null) {
            tables.add(StringMethods.METHODS);
        } else if (resolved instanceof Value.Primitive) {
            tables.add(ObjectMethods.BOX_METHODS);
        } else if (Made.isStream(target)) {
            tables.add(Streams.METHODS);
        } else if (view instanceof View.Elements) {
            tables.add(CollectionMethods.METHODS);
            addIf(isAny(SORTED_SETS, lineage), SortedMethods.SET_METHODS, tables);
        } else if (view instanceof View.Entries) {
            tables.add(MapMethods.METHODS);
            addIf(isAny(SORTED_MAPS, lineage), SortedMethods.MAP_METHODS, tables);
        } else if (view instanceof View.Pair) {
            tables.add(MapMethods.ENTRY_METHODS);
        } else {
            addByClass(target, lineage, tables);
        }
        tables.add(ObjectMethods.ANY_METHODS);
        return tables;
    }

    private static boolean isAny(Set<String> classes, List<String> lineage) {
        return lineage.stream().anyMatch(classes::contains);
    }

    private static void addIf(boolean wanted, Map<String, Method> methods, List<Map<String, Method>> tables) {
        if (wanted) {
            tables.add(methods);
        }
    }

    private static final Set<String> SORTED_MAPS =
            Set.of("java.util.TreeMap", "java.util.concurrent.ConcurrentSkipListMap");
    private static final Set<String> SORTED_SETS =
            Set.of("java.util.TreeSet", "java.util.concurrent.ConcurrentSkipListSet");

    private static final Map<String, Map<String, Method>> BY_CLASS = Map.of(
            "java.lang.Enum", ObjectMethods.ENUM_METHODS,
            "java.lang.Throwable", ObjectMethods.THROWABLE_METHODS,
            "java.lang.Thread", ObjectMethods.THREAD_METHODS,
            "java.lang.StackTraceElement", ObjectMethods.TRACE_METHODS,
            "java.lang.ref.Reference", ObjectMethods.REFERENCE_METHODS);

    private void addByClass(Value target, List<String> lineage, List<Map<String, Method>> tables) {
        BY_CLASS.forEach((className, methods) -> {
            if (lineage.contains(className)) {
                tables.add(methods);
            }
        });
        if (evaluator.identity().classNameOfClass(target) != null) {
            tables.add(ObjectMethods.CLASS_METHODS);
        } else if (lineage.get(0).startsWith("java.util.Optional")) {
            tables.add(ObjectMethods.OPTIONAL_METHODS);
        }
    }

    /** A record's accessor gives its component, unless the class file says otherwise, which is looked for before. */
    private @Nullable Method accessor(Value target, String name) {
        if (target instanceof Value.Reference reference
                && evaluator.views().view(reference.id()) instanceof View.Fields fields
                && fields.form() == View.Form.RECORD
                && fields.fields().stream().anyMatch(field -> field.name().equals(name))) {
            return call -> call.evaluator().fields().of(call.target(), name);
        }
        return null;
    }

    /** Why a call is not made, with what there is instead. */
    String refusal(Value target, String name) {
        String className = evaluator.types().lineage(target).get(0);
        Set<String> known = new LinkedHashSet<>();
        for (Map<String, Method> table : tables(target)) {
            table.keySet().stream().sorted().forEach(key -> known.add(key.substring(0, key.indexOf('/')) + "()"));
        }
        String field = fieldBehind(target, name);
        String names = String.join(", ", known.stream().limit(MAX_NAMED).toList());
        String hint = field == null
                ? "of " + className + " jpm knows " + names + (known.size() > MAX_NAMED ? ", …" : "")
                : "the field " + field + " may be what it returns";
        return "jpm runs no code, so it does not call " + name + "(): " + hint;
    }

    private @Nullable String fieldBehind(Value target, String name) {
        for (String prefix : new String[] {"get", "is", ""}) {
            if (name.startsWith(prefix) && name.length() > prefix.length()) {
                String rest = name.substring(prefix.length());
                String field = Character.toLowerCase(rest.charAt(0)) + rest.substring(1);
                if (target instanceof Value.Reference reference
                        && evaluator.views().model().field(reference.id(), field) != null) {
                    return field;
                }
            }
        }
        return null;
    }
}
