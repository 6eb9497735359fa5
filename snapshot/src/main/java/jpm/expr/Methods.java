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
    private final Evaluator evaluator;

    Methods(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The method, or null when jpm knows none of that name and number of arguments for the object. */
    @Nullable
    Method find(Value target, String name, int arguments) {
        String key = name + "/" + arguments;
        for (Map<String, Method> table : tables(target)) {
            Method method = table.get(key);
            if (method != null) {
                return method;
            }
        }
        return arguments == 0 ? accessor(target, name) : null;
    }

    /** Where the methods of such an object are, the most special first. */
    private List<Map<String, Method>> tables(Value target) {
        List<Map<String, Method>> tables = new ArrayList<>();
        Value resolved = evaluator.views().resolve(target);
        View view = evaluator.views().viewOf(target);
        if (evaluator.texts().string(resolved) != null) {
            boolean isClass = target instanceof Value.Text text && text.text().startsWith("class ");
            if (isClass) {
                tables.add(ObjectMethods.CLASS_METHODS);
            }
            tables.add(StringMethods.METHODS);
        } else if (resolved instanceof Value.Primitive) {
            tables.add(ObjectMethods.BOX_METHODS);
        } else if (view instanceof View.Elements) {
            tables.add(CollectionMethods.METHODS);
        } else if (view instanceof View.Entries) {
            tables.add(MapMethods.METHODS);
        } else if (view instanceof View.Pair) {
            tables.add(MapMethods.ENTRY_METHODS);
        } else {
            addByClass(target, tables);
        }
        tables.add(ObjectMethods.ANY_METHODS);
        return tables;
    }

    private void addByClass(Value target, List<Map<String, Method>> tables) {
        List<String> lineage = evaluator.types().lineage(target);
        if (lineage.contains("java.lang.Enum")) {
            tables.add(ObjectMethods.ENUM_METHODS);
        } else if (lineage.contains("java.lang.Throwable")) {
            tables.add(ObjectMethods.THROWABLE_METHODS);
        } else if (lineage.contains("java.lang.Class")) {
            tables.add(ObjectMethods.CLASS_METHODS);
        } else if (lineage.get(0).startsWith("java.util.Optional")) {
            tables.add(ObjectMethods.OPTIONAL_METHODS);
        }
    }

    /** A record's accessor gives its component: a class that overrides one is rare, and told apart by nothing in a dump. */
    private @Nullable Method accessor(Value target, String name) {
        if (target instanceof Value.Reference reference
                && evaluator.views().view(reference.id()) instanceof View.Fields fields
                && fields.form() == View.Form.RECORD
                && fields.fields().stream().anyMatch(field -> field.name().equals(name))) {
            return call -> call.evaluator().field(call.target(), name);
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
        String hint = field == null
                ? "of " + className + " jpm knows " + String.join(", ", known)
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
