package jpm.jdwp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jpm.classfile.ClassFile;
import jpm.classfile.ClassFile.Line;
import jpm.classfile.ClassFileFinder;
import jpm.jdwp.ObjectWorld.RawField;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a class declares: from its class file where one is found that agrees with the dump, else from the fields in the dump and the
 * frames that were in its methods.
 */
final class DeclarationReader {
    private static final String OBJECT_DESCRIPTOR = "Ljava/lang/Object;";
    private static final String UNKNOWN_DESCRIPTOR = "()V";
    private static final int PUBLIC = 0x0001;
    private static final int FINAL = 0x0010;
    private static final int INTERFACE = 0x0200;

    /** What every object answers without its program's code. */
    private static final List<List<String>> METHODS_OF_OBJECT = List.of(
            List.of("getClass", "()Ljava/lang/Class;"),
            List.of("hashCode", "()I"),
            List.of("equals", "(Ljava/lang/Object;)Z"),
            List.of("toString", "()Ljava/lang/String;"));

    private final ClassFileFinder classFiles;
    private final ClassRegistry classes;
    private final ObjectWorld objects;
    private final boolean hasAllFields;
    private final FramesByClass frames;

    /** The frames that were in methods of a class. */
    @FunctionalInterface
    interface FramesByClass {
        List<FrameUse> of(ClassMirror mirror);
    }

    /** @param hasAllFields whether the dump tells all fields of a class, so that a class file with others is not the class's */
    DeclarationReader(
            ClassFileFinder classFiles,
            ClassRegistry classes,
            ObjectWorld objects,
            boolean hasAllFields,
            FramesByClass frames) {
        this.classFiles = classFiles;
        this.classes = classes;
        this.objects = objects;
        this.hasAllFields = hasAllFields;
        this.frames = frames;
    }

    Declaration read(ClassMirror mirror) {
        if (mirror.isArray()) {
            return new Declaration(
                    null, PUBLIC | FINAL | MethodMirror.ABSTRACT, List.of(), List.of(), arrayTypes(), null);
        }
        List<RawField> fields = objects.fields(mirror);
        ClassFileFinder.Found found = classFiles.find(mirror.name, file -> fits(mirror, file, fields));
        return found == null ? fromDump(mirror, fields) : fromFile(mirror, found.classFile());
    }

    private List<ClassMirror> arrayTypes() {
        List<ClassMirror> types = new ArrayList<>(classes.findNamed("java.lang.Cloneable"));
        types.addAll(classes.findNamed("java.io.Serializable"));
        return types;
    }

    private boolean fits(ClassMirror mirror, ClassFile file, List<RawField> fields) {
        boolean isDescribed = mirror.heapClass != null && mirror.heapClass.index() >= 0;
        boolean sameFields = !hasAllFields || !isDescribed || shapes(fields).equals(shapesOf(file));
        return sameFields && frames.of(mirror).stream().allMatch(frame -> mayBeIn(file, frame));
    }

    /** What is comparable of fields. */
    private static Set<String> shapes(List<RawField> fields) {
        return fields.stream()
                .map(field -> shape(field.name(), field.descriptor(), field.isStatic()))
                .collect(Collectors.toSet());
    }

    private static Set<String> shapesOf(ClassFile file) {
        return file.fields().stream()
                .map(field -> shape(
                        field.name(),
                        field.descriptor().length() == 1 ? field.descriptor() : null,
                        (field.access() & FieldMirror.STATIC) != 0))
                .collect(Collectors.toSet());
    }

    private static String shape(String name, @Nullable String primitive, boolean isStatic) {
        return (primitive == null ? "L" : primitive) + (isStatic ? " static " : " ") + name;
    }

    private static boolean mayBeIn(ClassFile file, FrameUse use) {
        for (ClassFile.Method method : file.methods()) {
            if (use.mayBeIn(method.name(), method.descriptor())) {
                ClassFile.Code code = method.code();
                if (!use.hasLine()
                        || code == null
                        || code.lines().isEmpty()
                        || code.hasLine(use.frame().firstLine())
                        || code.hasLine(use.frame().lastLine())) {
                    return true;
                }
            }
        }
        return false;
    }

    private Declaration fromFile(ClassMirror mirror, ClassFile file) {
        List<FieldMirror> fields = new ArrayList<>();
        for (ClassFile.Field field : file.fields()) {
            fields.add(new FieldMirror(
                    mirror.memberId(fields.size()),
                    mirror,
                    field.name(),
                    field.descriptor(),
                    field.signature(),
                    field.access()));
        }
        List<MethodMirror> methods = new ArrayList<>();
        for (ClassFile.Method method : file.methods()) {
            ClassFile.Code code = method.code();
            methods.add(new MethodMirror(
                    mirror.memberId(methods.size()),
                    mirror,
                    method.name(),
                    method.descriptor(),
                    method.signature(),
                    method.access(),
                    code,
                    code == null ? List.of() : code.lines()));
        }
        return new Declaration(file, file.access(), fields, methods, interfaces(mirror, file), file.sourceFile());
    }

    /** Of several classes of a name that of the same loader is meant, or else one that its parents are likely to have defined. */
    private List<ClassMirror> interfaces(ClassMirror mirror, ClassFile file) {
        List<ClassMirror> interfaces = new ArrayList<>();
        for (String name : file.interfaces()) {
            List<ClassMirror> named = classes.findNamed(name).stream()
                    .filter(ClassMirror::isInterface)
                    .toList();
            named.stream()
                    .filter(candidate -> candidate.loaderId == mirror.loaderId)
                    .findFirst()
                    .or(() -> named.stream().findFirst())
                    .ifPresent(interfaces::add);
        }
        return interfaces;
    }

    private Declaration fromDump(ClassMirror mirror, List<RawField> rawFields) {
        List<FieldMirror> fields = new ArrayList<>();
        for (RawField field : rawFields) {
            fields.add(new FieldMirror(
                    mirror.memberId(fields.size()),
                    mirror,
                    field.name(),
                    field.descriptor() == null ? OBJECT_DESCRIPTOR : field.descriptor(),
                    null,
                    field.isStatic() ? FieldMirror.STATIC : 0));
        }
        List<FrameUse> uses = frames.of(mirror);
        String sourceFile = uses.isEmpty() ? null : uses.get(0).frame().sourceFile();
        boolean isInterface = mirror.isInterface();
        int modifiers = PUBLIC | (isInterface ? INTERFACE | MethodMirror.ABSTRACT : 0);
        return new Declaration(null, modifiers, fields, methods(mirror, uses), List.of(), sourceFile);
    }

    private static List<MethodMirror> methods(ClassMirror mirror, List<FrameUse> uses) {
        Map<List<String>, List<FrameUse>> byMethod = new LinkedHashMap<>();
        if (mirror.name.equals("java.lang.Object")) {
            METHODS_OF_OBJECT.forEach(method -> byMethod.put(method, new ArrayList<>()));
        }
        for (FrameUse use : uses) {
            byMethod.computeIfAbsent(List.of(use.frame().methodName(), descriptor(use, uses)), key -> new ArrayList<>())
                    .add(use);
        }
        List<MethodMirror> methods = new ArrayList<>();
        byMethod.forEach((key, own) -> methods.add(method(mirror, methods.size(), key.get(0), key.get(1), own)));
        return methods;
    }

    /** A stack trace tells no descriptors; another frame of a method of that name may. */
    private static String descriptor(FrameUse use, List<FrameUse> all) {
        String own = use.place().descriptor();
        if (own != null) {
            return own;
        }
        for (FrameUse other : all) {
            String descriptor = other.place().descriptor();
            if (descriptor != null
                    && other.frame().methodName().equals(use.frame().methodName())) {
                return descriptor;
            }
        }
        return UNKNOWN_DESCRIPTOR;
    }

    private static MethodMirror method(
            ClassMirror mirror, int index, String name, String descriptor, List<FrameUse> uses) {
        TreeSet<Integer> numbers = new TreeSet<>();
        boolean isNative = false;
        boolean isStatic = !uses.isEmpty();
        for (FrameUse use : uses) {
            isNative |= use.frame().isNative();
            isStatic &= use.knowsNoThis();
            if (use.hasLine()) {
                numbers.add(use.frame().firstLine());
            }
        }
        List<Line> lines = numbers.stream()
                .map(line -> new Line(line - numbers.first(), line))
                .toList();
        int modifiers = PUBLIC | (isNative ? MethodMirror.NATIVE : 0) | (isStatic ? FieldMirror.STATIC : 0);
        return new MethodMirror(mirror.memberId(index), mirror, name, descriptor, null, modifiers, null, lines);
    }
}
