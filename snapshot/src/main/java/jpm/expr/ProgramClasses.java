package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What class files tell of classes: those of the program as far as they are known, those of the JDK from this JVM. */
final class ProgramClasses {
    private static final String OBJECT = "java.lang.Object";
    private static final int MAX_SUPERTYPES = 1000;

    private final Scope scope;
    private final Map<String, @Nullable ClassFile> known = new HashMap<>();

    ProgramClasses(Scope scope) {
        this.scope = scope;
    }

    static boolean isOfJdk(String className) {
        return className.startsWith("java.");
    }

    /** The class file of a class of the program, or null where it is not known or damaged. */
    @Nullable
    ClassFile find(String className) {
        if (isOfJdk(className) || className.endsWith("]")) {
            return null;
        }
        if (!known.containsKey(className)) {
            known.put(className, read(className));
        }
        return known.get(className);
    }

    private @Nullable ClassFile read(String className) {
        byte[] bytes = scope.classFile(className);
        try {
            return bytes == null ? null : ClassFile.parse(bytes);
        } catch (IllegalArgumentException damaged) {
            return null;
        }
    }

    /**
     * The class of a lineage (most derived first) that declares a method, {@code java.lang.Object} included; null where a class on the way is not
     * known.
     */
    @Nullable
    String declaring(List<String> lineage, String method, String descriptor) {
        for (String name : lineage) {
            if (isOfJdk(name) || name.endsWith("]")) {
                return jdkDeclaring(name, method);
            }
            if (isHidden(name)) {
                continue;
            }
            ClassFile file = find(name);
            if (file == null) {
                return null;
            }
            if (file.method(method, descriptor) != null) {
                return name;
            }
        }
        return OBJECT;
    }

    /** Whether the compiler made a record's method; also where the class file is not known, since few records write their own. */
    boolean isGenerated(String className, String method, String descriptor) {
        ClassFile file = find(className);
        ClassFile.Code code = file == null ? null : file.method(method, descriptor);
        return code == null || code.isGenerated();
    }

    /** Lambdas, which declare none of {@link Object}'s methods. */
    private static boolean isHidden(String className) {
        return className.contains("$$Lambda") || className.startsWith("$Proxy");
    }

    private static @Nullable String jdkDeclaring(String className, String method) {
        Class<?> type = load(className);
        if (className.endsWith("]")) {
            return OBJECT;
        }
        if (type == null) {
            return null;
        }
        Class<?>[] parameters = method.equals("equals") ? new Class<?>[] {Object.class} : new Class<?>[0];
        try {
            return type.getMethod(method, parameters).getDeclaringClass().getName();
        } catch (NoSuchMethodException e) {
            return OBJECT;
        }
    }

    /** All interfaces of a class of the program and its superclasses, and theirs; null where one of them is not known. */
    @Nullable
    Set<String> supertypes(String className) {
        Set<String> all = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(List.of(className));
        while (!open.isEmpty() && all.size() < MAX_SUPERTYPES) {
            String name = open.remove(open.size() - 1);
            if (!all.add(name) || isOfJdk(name)) {
                continue;
            }
            ClassFile file = find(name);
            if (file == null) {
                return null;
            }
            open.addAll(file.interfaces());
            if (file.superclass() != null) {
                open.add(file.superclass());
            }
        }
        return all;
    }

    /** A class of the JDK in this JVM, or null. */
    static @Nullable Class<?> load(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
