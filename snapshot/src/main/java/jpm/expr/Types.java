package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Names of types, and which objects are of them. A dump has superclasses but no interfaces: those of the JDK's own classes are taken from the
 * running JVM's, those of the program's from its class files as far as they are known.
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
        "java.time.",
        "java.time.temporal.",
        "java.time.format.",
        "java.util.stream.",
        "java.util.concurrent.atomic."
    };

    private static final int MAX_KEPT_TYPES = 1000;

    /** By the name that was written; {@code Types.class} stands for none. */
    private static final Map<String, Class<?>> JDK_TYPES = new ConcurrentHashMap<>();

    private final Scope scope;
    private final ObjectModel model;
    private final ProgramClasses program;
    private final Map<String, @Nullable String> resolved = new HashMap<>();

    Types(Scope scope, ProgramClasses program) {
        this.scope = scope;
        this.program = program;
        this.model = scope.model();
    }

    /** The binary name of a class that is written so in the source of the frame's class, or null. */
    @Nullable
    String resolve(String written) {
        if (!resolved.containsKey(written)) {
            resolved.put(written, resolveAnew(written));
        }
        return resolved.get(written);
    }

    private @Nullable String resolveAnew(String written) {
        for (String candidate : candidates(written)) {
            if (model.statics(candidate) != null) {
                return candidate;
            }
        }
        Class<?> jdk = jdkType(written);
        if (jdk != null) {
            return jdk.getName();
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
        if (value instanceof Value.Primitive primitive) {
            return isAssignable(boxName(primitive.type()), type);
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

    private static boolean isAssignable(String jdkClass, Node.TypeName type) {
        Class<?> wanted = type.dimensions() > 0 ? null : jdkType(type.name());
        Class<?> own = ProgramClasses.load(jdkClass);
        return wanted != null && own != null && wanted.isAssignableFrom(own);
    }

    /** {@code java.lang.Integer} for {@code int}. */
    static String boxName(PrimitiveType type) {
        return switch (type) {
            case CHAR -> "java.lang.Character";
            case INT -> "java.lang.Integer";
            default -> "java.lang." + type.name().charAt(0) + type.javaName.substring(1);
        };
    }

    static boolean isBox(String className) {
        for (PrimitiveType type : PrimitiveType.values()) {
            if (boxName(type).equals(className)) {
                return true;
            }
        }
        return false;
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
        } else if (value instanceof Value.Made made) {
            return Made.lineage(made.className());
        } else if (value instanceof Value.Host host) {
            return lineage(host.object().getClass());
        } else if (value instanceof Value.Primitive primitive) {
            return List.of(boxName(primitive.type()), OBJECT);
        } else if (value instanceof Value.Sequence) {
            return List.of("java.util.ArrayList", "java.util.AbstractList", "java.util.AbstractCollection", OBJECT);
        }
        throw new EvaluationException("an object expected");
    }

    private static List<String> lineage(Class<?> type) {
        List<String> lineage = new ArrayList<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            lineage.add(at.getName());
        }
        return lineage;
    }

    private static boolean isCalled(String binaryName, String written) {
        if (binaryName.equals(written)) {
            return true;
        }
        String dotted = binaryName.replace('$', '.');
        return dotted.equals(written) || dotted.endsWith("." + written);
    }

    private boolean hasInterface(List<String> lineage, Node.TypeName type) {
        Class<?> wanted = jdkType(type.name());
        boolean known = ProgramClasses.isOfJdk(lineage.get(0));
        for (String name : lineage) {
            Class<?> own = ProgramClasses.isOfJdk(name) ? ProgramClasses.load(name) : null;
            if (wanted != null && own != null && wanted.isAssignableFrom(own)) {
                return true;
            }
        }
        if (known || wanted != null && !wanted.isInterface()) {
            return false;
        }
        return hasInterfaceByClassFile(lineage.get(0), type, wanted);
    }

    private boolean hasInterfaceByClassFile(String className, Node.TypeName type, @Nullable Class<?> wanted) {
        Set<String> supertypes = program.supertypes(className);
        if (supertypes == null) {
            throw new EvaluationException("a dump does not say which interfaces " + className + " implements, and "
                    + type.name() + " is none of its classes; class files would tell");
        }
        return supertypes.stream().anyMatch(name -> isCalled(name, type.name()) || extendsJdkType(name, wanted));
    }

    private static boolean extendsJdkType(String name, @Nullable Class<?> wanted) {
        Class<?> own = ProgramClasses.isOfJdk(name) ? ProgramClasses.load(name) : null;
        return own != null && wanted != null && wanted.isAssignableFrom(own);
    }

    private static @Nullable Class<?> jdkType(String written) {
        Class<?> type = JDK_TYPES.get(written);
        if (type == null) {
            Class<?> found = findJdkType(written);
            type = found == null ? Types.class : found;
            if (JDK_TYPES.size() < MAX_KEPT_TYPES) {
                JDK_TYPES.put(written, type);
            }
        }
        return type == Types.class ? null : type;
    }

    private static @Nullable Class<?> findJdkType(String written) {
        if (ProgramClasses.isOfJdk(written)) {
            return jdkNested(written);
        }
        for (String prefix : JDK_PACKAGES) {
            Class<?> found = jdkNested(prefix + written);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** {@code java.util.Map.Entry} is found as {@code java.util.Map$Entry}. */
    private static @Nullable Class<?> jdkNested(String dotted) {
        Class<?> found = ProgramClasses.load(dotted);
        String name = dotted;
        for (int dot = name.lastIndexOf('.'); found == null && dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            boolean isPackage = !Character.isUpperCase(name.charAt(name.lastIndexOf('.', dot - 1) + 1));
            if (isPackage) {
                break;
            }
            name = name.substring(0, dot) + "$" + name.substring(dot + 1);
            found = ProgramClasses.load(name);
        }
        return found;
    }

    static boolean isPrimitiveName(String name) {
        return primitive(new Node.TypeName(name, 0, 0)) != null;
    }

    /** The primitive type that is named, or null. */
    static @Nullable PrimitiveType primitive(Node.TypeName type) {
        if (type.dimensions() > 0) {
            return null;
        }
        for (PrimitiveType primitive : PrimitiveType.values()) {
            if (primitive.javaName.equals(type.name())) {
                return primitive;
            }
        }
        return null;
    }
}
