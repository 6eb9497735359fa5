package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Names of types, and which objects are of them. A dump has superclasses but no interfaces: those of the JDK's own classes are taken from the
 * running JVM's, those of others are not known.
 */
final class Types {
    private static final String OBJECT = "java.lang.Object";
    private static final String[] JDK_PACKAGES = {
        "java.lang.",
        "java.util.",
        "java.util.function.",
        "java.util.concurrent.",
        "java.io.",
        "java.math.",
        "java.time."
    };

    private final Scope scope;
    private final ObjectModel model;

    Types(Scope scope) {
        this.scope = scope;
        this.model = scope.model();
    }

    /** The binary name of a class that is written so in the source of the frame's class, or null. */
    @Nullable
    String resolve(String written) {
        for (String candidate : candidates(written)) {
            if (model.statics(candidate) != null) {
                return candidate;
            }
        }
        if (written.indexOf('.') >= 0) {
            return null;
        }
        List<String> named = scope.classesNamed(written);
        if (named.size() > 1) {
            throw new EvaluationException("several classes are named " + written + ": "
                    + String.join(", ", named.subList(0, Math.min(5, named.size()))));
        }
        return named.isEmpty() ? null : named.get(0);
    }

    /** From the nearest to the farthest; nested classes may be written with dots. */
    private List<String> candidates(String written) {
        List<String> candidates = new ArrayList<>();
        String own = scope.className();
        String nested = written.replace('.', '$');
        for (String outer = own; outer != null; outer = enclosing(outer)) {
            candidates.add(outer + "$" + nested);
            if (LogicalViews.simpleName(outer).equals(written)) {
                candidates.add(outer);
            }
        }
        if (own != null) {
            candidates.add(own.substring(0, own.lastIndexOf('.') + 1) + nested);
        }
        candidates.add(written);
        for (String prefix : JDK_PACKAGES) {
            candidates.add(prefix + nested);
        }
        String path = written;
        for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            path = path.substring(0, dot) + "$" + path.substring(dot + 1);
            candidates.add(path);
        }
        return candidates;
    }

    static @Nullable String enclosing(String className) {
        int dollar = className.lastIndexOf('$');
        return dollar > className.lastIndexOf('.') + 1 ? className.substring(0, dollar) : null;
    }

    /** Whether an object is of a type; {@link EvaluationException} where the dump does not tell. */
    boolean isInstance(Value value, Node.TypeName type) {
        if (value instanceof Value.Null) {
            return false;
        }
        List<String> lineage = lineage(value);
        if (type.dimensions() > 0) {
            return isArrayOf(lineage.get(0), type);
        }
        if (type.name().equals("Object") || type.name().equals(OBJECT)) {
            return true;
        }
        for (String name : lineage) {
            if (isCalled(name, type.name())) {
                return true;
            }
        }
        return hasInterface(lineage, type);
    }

    private static boolean isArrayOf(String className, Node.TypeName type) {
        if (!className.endsWith("[]".repeat(type.dimensions()))) {
            return false;
        }
        String element = className.substring(0, className.length() - 2 * type.dimensions());
        boolean anyObject = type.name().equals("Object") || type.name().equals(OBJECT);
        boolean primitive =
                !element.contains(".") && !element.endsWith("]") && Character.isLowerCase(element.charAt(0));
        return isCalled(element, type.name()) || anyObject && !primitive;
    }

    /** The classes of an object, most derived first. */
    List<String> lineage(Value value) {
        if (value instanceof Value.Reference reference) {
            return model.classNames(reference.id());
        } else if (value instanceof Value.Text) {
            return List.of("java.lang.String", OBJECT);
        } else if (value instanceof Value.Sequence) {
            return List.of("java.util.ArrayList", "java.util.AbstractList", "java.util.AbstractCollection", OBJECT);
        }
        throw new EvaluationException("an object expected, not a primitive");
    }

    private static boolean isCalled(String binaryName, String written) {
        if (binaryName.equals(written)) {
            return true;
        }
        String dotted = binaryName.replace('$', '.');
        return dotted.equals(written) || dotted.endsWith("." + written);
    }

    private static boolean hasInterface(List<String> lineage, Node.TypeName type) {
        Class<?> wanted = jdkType(type.name());
        boolean known = isOfJdk(lineage.get(0));
        for (String name : lineage) {
            Class<?> own = isOfJdk(name) ? load(name) : null;
            if (wanted != null && own != null && wanted.isAssignableFrom(own)) {
                return true;
            }
        }
        if (known || wanted != null && !wanted.isInterface()) {
            return false;
        }
        throw new EvaluationException("a dump does not say which interfaces " + lineage.get(0) + " implements, and "
                + type.name() + " is none of its classes");
    }

    private static boolean isOfJdk(String className) {
        return className.startsWith("java.");
    }

    private static @Nullable Class<?> jdkType(String written) {
        if (isOfJdk(written)) {
            return load(written);
        }
        for (String prefix : JDK_PACKAGES) {
            Class<?> found = load(prefix + written.replace('.', '$'));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
