package jpm.jdwp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jpm.classfile.ClassFileFinder;
import jpm.debug.DeadProcess;
import jpm.debug.ThrownException;
import jpm.graph.Heap;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The dead process as the protocol sees one: classes, objects, threads and frames by their ids. One thread at a time. */
final class DeadVm implements AutoCloseable {
    private static final String STRING = "java.lang.String";
    private static final List<String> CLASSES_OF_EVERY_JVM = List.of(
            "java.lang.Object",
            "java.lang.Class",
            STRING,
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.Object[]");

    final DeadProcess process;
    final InventedObjects invented = new InventedObjects();
    final ClassRegistry classes;
    final ObjectWorld objects;
    final ThreadTable threads;
    final FrameTable frames;
    final Evaluation evaluation;
    final ModuleTable modules;
    final References references;
    final MonitorTable monitors;

    private final ClassFileFinder classFiles;
    private final DeclarationReader declarations;

    DeadVm(DeadProcess process) {
        this.process = process;
        Heap heap = process.heap();
        this.classFiles = new ClassFileFinder(process.classFiles());
        this.classes = new ClassRegistry(heap, invented, classFiles, this::declaration);
        this.objects = heap == null ? new SnapshotWorld(process.model(), classes) : new HeapWorld(heap, classes);
        this.threads = new ThreadTable(process, invented);
        this.frames = new FrameTable(threads.all(), classes, objects);
        this.declarations = new DeclarationReader(classFiles, classes, objects, heap != null, frames::of);
        this.evaluation = new Evaluation(this);
        this.modules = new ModuleTable(this);
        this.references = new References(this);
        this.monitors = new MonitorTable(heap);
        meetClasses();
    }

    private Declaration declaration(ClassMirror mirror) {
        return declarations.read(mirror);
    }

    /** Clients look for classes by name before they have met an object of them. */
    private void meetClasses() {
        CLASSES_OF_EVERY_JVM.forEach(classes::named);
        frames.classNames().forEach(classes::named);
        for (long id = 1; process.heap() == null && objects.exists(id); id++) {
            objects.classOf(id);
        }
    }

    /** Whether there is an object of that id. */
    boolean exists(long id) {
        return InventedObjects.isInvented(id)
                ? invented.find(id) != null || isInventedClass(id)
                : objects.exists(id) || threads.isThread(id);
    }

    private boolean isInventedClass(long id) {
        return classes.findWithId(id) != null;
    }

    /** The class of an object. */
    ClassMirror classOf(long id) {
        InventedObjects.Invented object = invented.find(id);
        if (object != null) {
            return classes.named(object.className());
        }
        if (isInventedClass(id)) {
            return classes.named("java.lang.Class");
        }
        if (threads.isThread(id) && !objects.exists(id)) {
            return classes.named("java.lang.Thread");
        }
        return objects.classOf(id);
    }

    /** A loader and its parents up to the boot loader, which is 0. */
    List<Long> loadersFrom(long loader) {
        Set<Long> loaders = new LinkedHashSet<>();
        long at = loader;
        while (at != 0 && loaders.add(at)) {
            Value parent = process.model().field(at, "parent");
            at = parent instanceof Value.Reference reference ? reference.id() : 0;
        }
        loaders.add(0L);
        return List.copyOf(loaders);
    }

    /** The text of a string; fails the command when it is none. */
    String string(long id) {
        InventedObjects.Invented object = invented.find(id);
        if (object instanceof InventedObjects.Text text) {
            return text.text();
        } else if (object instanceof InventedObjects.Unavailable unavailable) {
            return unavailable.text();
        }
        if (!classOf(id).name.equals(STRING)) {
            throw new CommandFailure(ErrorCode.INVALID_STRING);
        }
        String text = object == null ? objects.string(id) : null;
        return text == null ? new InventedObjects.Unavailable("the dump lacks the characters").text() : text;
    }

    int arrayLength(long id) {
        return invented.find(id) instanceof InventedObjects.Elements elements
                ? elements.values().size()
                : objects.length(id);
    }

    /** Some elements of an array; fails the command when they are out of its bounds. */
    List<Value> arrayElements(long id, int from, int count) {
        int length = arrayLength(id);
        if (from < 0 || from > length) {
            throw new CommandFailure(ErrorCode.INVALID_INDEX);
        }
        if (count < 0 || count > length - from) {
            throw new CommandFailure(ErrorCode.INVALID_LENGTH);
        }
        return invented.find(id) instanceof InventedObjects.Elements elements
                ? elements.values().subList(from, from + count)
                : objects.elements(id, from, count);
    }

    /** The value of an instance field. */
    Value field(long id, FieldMirror field) {
        return InventedObjects.isInvented(id)
                ? new Value.Unavailable("the dead process had no such object")
                : objects.field(id, field);
    }

    /** The field of that id. */
    FieldMirror fieldWithId(long fieldId) {
        ClassMirror mirror = classes.withMember(fieldId);
        List<FieldMirror> fields =
                mirror == null ? List.of() : mirror.declaration().fields();
        for (FieldMirror field : fields) {
            if (field.id() == fieldId) {
                return field;
            }
        }
        throw new CommandFailure(ErrorCode.INVALID_FIELDID);
    }

    /** The method of that id. */
    MethodMirror methodWithId(long methodId) {
        ClassMirror mirror = classes.withMember(methodId);
        List<MethodMirror> methods =
                mirror == null ? List.of() : mirror.declaration().methods();
        for (MethodMirror method : methods) {
            if (method.id() == methodId) {
                return method;
            }
        }
        throw new CommandFailure(ErrorCode.INVALID_METHODID);
    }

    /** The frame of that id. */
    FrameMirror frameWithId(long frameId) {
        return frames.frame(threads.threadOfFrame(frameId), ThreadMirror.frameIndex(frameId));
    }

    /** The exception that the dump is about, or null. */
    @Nullable
    ThrownException thrown() {
        return process.exceptions().isEmpty() ? null : process.exceptions().get(0);
    }

    /** The id that stands for a value that is no primitive: 0 for null. */
    long idOf(Value value) {
        if (value instanceof Value.Reference reference) {
            return reference.id();
        } else if (value instanceof Value.Text text) {
            return invented.id(new InventedObjects.Text(text.text()));
        } else if (value instanceof Value.Sequence sequence) {
            return invented.id(new InventedObjects.Elements(sequence.elements()));
        } else if (value instanceof Value.Unavailable unavailable) {
            return invented.id(new InventedObjects.Unavailable(unavailable.why()));
        } else if (value instanceof Value.Made || value instanceof Value.Host) {
            return idOf(evaluation.told(value));
        }
        return 0;
    }

    @Override
    public void close() {
        classFiles.close();
    }
}
