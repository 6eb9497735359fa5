package jpm.debug;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import jpm.classfile.ClassFile;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapObject;
import org.jspecify.annotations.Nullable;

/**
 * Tells which variables an object fits, by their declared types. A heap dump has superclasses but no interfaces: these come from class files, and an
 * object fits whatever is not known.
 */
final class ObjectTypes {
    private static final Set<String> OF_ARRAYS =
            Set.of("java.lang.Object", "java.lang.Cloneable", "java.io.Serializable");
    private static final int MAX_SUPERTYPES = 1_000;

    private final Heap heap;
    private final Function<String, @Nullable ClassFile> classFiles;
    /** By class: all its supertypes, or null where the class file of one of them was not found. */
    private final Map<String, @Nullable Set<String>> supertypes = new HashMap<>();

    private final Map<String, Boolean> interfaces = new HashMap<>();

    ObjectTypes(Heap heap, Function<String, @Nullable ClassFile> classFiles) {
        this.heap = heap;
        this.classFiles = classFiles;
    }

    /**
     * Whether a variable may hold an object.
     *
     * @param descriptor of the variable's type
     */
    boolean fits(long objectId, String descriptor) {
        HeapObject object = heap.findObject(objectId);
        if (object == null || descriptor.equals("Ljava/lang/Object;")) {
            return true;
        }
        HeapClass type = object.heapClass();
        if (descriptor.startsWith("[")) {
            return type.isArray() && fitsArray(type.name(), descriptor);
        }
        String declared = Descriptors.sourceForm(descriptor);
        return type.isArray()
                ? OF_ARRAYS.contains(declared)
                : type.lineage().stream().anyMatch(ancestor -> ancestor.name().equals(declared))
                        || isInterface(declared) && implementsInterface(type, declared);
    }

    /** Arrays of primitives are of one type; of others the elements' types are not compared, only that they are references. */
    private static boolean fitsArray(String name, String descriptor) {
        String declared = Descriptors.sourceForm(descriptor);
        boolean primitives = descriptor.length() - descriptor.lastIndexOf('[') == 2;
        return primitives ? name.equals(declared) : !isArrayOfPrimitives(name);
    }

    private static boolean isArrayOfPrimitives(String name) {
        return Set.of("boolean[]", "char[]", "float[]", "double[]", "byte[]", "short[]", "int[]", "long[]")
                .contains(name);
    }

    /** A type of which nothing is found may be an interface. */
    private boolean isInterface(String name) {
        return interfaces.computeIfAbsent(name, unknown -> {
            ClassFile file = classFiles.apply(unknown);
            return file == null || file.isInterface();
        });
    }

    private boolean implementsInterface(HeapClass type, String interfaceName) {
        Set<String> known = supertypes(type.name());
        return known == null || known.contains(interfaceName);
    }

    private @Nullable Set<String> supertypes(String className) {
        if (!supertypes.containsKey(className)) {
            supertypes.put(className, read(className));
        }
        return supertypes.get(className);
    }

    private @Nullable Set<String> read(String className) {
        Set<String> all = new HashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>(List.of(className));
        while (!open.isEmpty()) {
            String name = open.remove();
            if (all.add(name)) {
                ClassFile file = classFiles.apply(name);
                if (file == null || all.size() > MAX_SUPERTYPES) {
                    return null;
                }
                open.addAll(file.interfaces());
                if (file.superName() != null) {
                    open.add(file.superName());
                }
            }
        }
        return all;
    }
}
