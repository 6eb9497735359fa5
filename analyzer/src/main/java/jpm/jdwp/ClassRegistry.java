package jpm.jdwp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import jpm.classfile.ClassFileFinder;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import org.jspecify.annotations.Nullable;

/**
 * All classes: those of the heap, and stand-ins for those that frames or objects name and no heap has.
 *
 * <p>A heap dump does not tell interfaces from classes; their class files do. Without these, what may be either is taken for a class.
 */
final class ClassRegistry implements ClassMirror.Knowledge {
    private static final String OBJECT = "java.lang.Object";

    private final InventedObjects invented;
    private final ClassFileFinder classFiles;
    private final Function<ClassMirror, Declaration> declarationReader;
    private final Set<Long> superclassIds = new HashSet<>();
    private final List<ClassMirror> all = new ArrayList<>();
    private final Map<Long, ClassMirror> byId = new HashMap<>();
    private final Map<String, List<ClassMirror>> byName = new HashMap<>();
    private final Map<String, String> inventedSuperclasses = new HashMap<>();

    ClassRegistry(
            @Nullable Heap heap,
            InventedObjects invented,
            ClassFileFinder classFiles,
            Function<ClassMirror, Declaration> declarationReader) {
        this.invented = invented;
        this.classFiles = classFiles;
        this.declarationReader = declarationReader;
        if (heap != null) {
            heap.classes().forEach(this::add);
        }
    }

    private ClassMirror add(HeapClass heapClass) {
        HeapClass superclass = heapClass.superclass();
        if (superclass != null) {
            superclassIds.add(superclass.id());
        }
        return add(heapClass.id(), readable(heapClass.name()), heapClass.loaderId(), heapClass);
    }

    @Override
    public ClassMirror.Kind kind(ClassMirror mirror) {
        ClassFileFinder.Found found = mayBeInterface(mirror) ? classFiles.find(mirror.name) : null;
        return found != null && found.classFile().isInterface() ? ClassMirror.Kind.INTERFACE : ClassMirror.Kind.CLASS;
    }

    /** An interface has no instance fields and extends nothing, and nothing has it for a superclass. */
    private boolean mayBeInterface(ClassMirror mirror) {
        HeapClass heapClass = mirror.heapClass;
        if (heapClass == null || heapClass.index() < 0) {
            return !mirror.name.equals(OBJECT);
        }
        HeapClass superclass = heapClass.superclass();
        return heapClass.fields().isEmpty()
                && !superclassIds.contains(heapClass.id())
                && (superclass == null || superclass.name().equals(OBJECT));
    }

    /** Descriptors cannot hold every name that a damaged dump has. */
    static String readable(String name) {
        return name.isEmpty() ? "unnamed" : name.replace(';', '_').replaceAll("[\\s()<>]", "_");
    }

    private ClassMirror add(long id, String name, long loaderId, @Nullable HeapClass heapClass) {
        ClassMirror added = new ClassMirror(id, all.size(), name, loaderId, heapClass, this);
        all.add(added);
        byId.put(id, added);
        byName.computeIfAbsent(name, key -> new ArrayList<>(1)).add(added);
        return added;
    }

    @Override
    public Declaration declaration(ClassMirror mirror) {
        return declarationReader.apply(mirror);
    }

    @Override
    public @Nullable ClassMirror superclass(ClassMirror mirror) {
        if (mirror.isArray()) {
            return named(OBJECT);
        }
        HeapClass heapClass = mirror.heapClass;
        if (heapClass != null && heapClass.index() >= 0) {
            HeapClass superclass = heapClass.superclass();
            return superclass == null ? null : of(superclass);
        }
        String superclass = inventedSuperclasses.getOrDefault(mirror.name, OBJECT);
        return mirror.name.equals(OBJECT) ? null : named(superclass);
    }

    /** All classes so far, in the order of the dump. */
    List<ClassMirror> all() {
        return Collections.unmodifiableList(all);
    }

    /** The class of that id. */
    ClassMirror withId(long id) {
        ClassMirror found = byId.get(id);
        if (found == null) {
            throw new CommandFailure(
                    InventedObjects.isInvented(id) ? ErrorCode.INVALID_CLASS : ErrorCode.INVALID_OBJECT);
        }
        return found;
    }

    @Nullable
    ClassMirror findWithId(long id) {
        return byId.get(id);
    }

    /** The mirror of a heap's class, also of one that the dump names without describing it. */
    ClassMirror of(HeapClass heapClass) {
        ClassMirror known = byId.get(heapClass.id());
        if (known != null) {
            return known;
        }
        return heapClass.id() == 0 ? named(heapClass.name()) : add(heapClass);
    }

    /** The classes of that name, one for each loader that defined one. */
    List<ClassMirror> findNamed(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The first class of that name; a stand-in where there is none. */
    ClassMirror named(String name) {
        String readable = readable(name);
        List<ClassMirror> found = findNamed(readable);
        if (!found.isEmpty()) {
            return found.get(0);
        }
        return add(invented.nextId(), readable, 0, null);
    }

    /** As {@link #named}, with the names of its superclasses, most derived first. */
    ClassMirror named(List<String> lineage) {
        for (int i = 0; i + 1 < lineage.size(); i++) {
            inventedSuperclasses.putIfAbsent(readable(lineage.get(i)), lineage.get(i + 1));
        }
        return named(lineage.get(0));
    }

    /** The class whose member has that id, or null. */
    @Nullable
    ClassMirror withMember(long memberId) {
        long number = (memberId >>> Short.SIZE) - 1;
        return number >= 0 && number < all.size() ? all.get((int) number) : null;
    }
}
