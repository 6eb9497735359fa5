package jpm.jdwp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.debug.DebugFrame;
import jpm.debug.Local;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** All frames of all threads: by class as the dump has them, and each with its place in the code. */
final class FrameTable {
    /** Frames that stand for others that were not kept are in no class. */
    private static final String NO_CLASS = "jpm.Gap";

    private final ClassRegistry classes;
    private final ObjectWorld objects;
    private final Map<String, List<FrameUse>> byClassName = new HashMap<>();
    private final Map<ClassMirror, List<FrameUse>> byClass = new HashMap<>();
    private final Map<FrameUse, FramePlace> places = new HashMap<>();
    private final Map<MethodMirror, VariableTable> variables = new HashMap<>();
    private final Map<Long, FrameMirror> mirrors = new HashMap<>();

    FrameTable(List<ThreadMirror> threads, ClassRegistry classes, ObjectWorld objects) {
        this.classes = classes;
        this.objects = objects;
        for (ThreadMirror thread : threads) {
            for (DebugFrame frame : thread.frames()) {
                byClassName
                        .computeIfAbsent(className(frame), name -> new ArrayList<>())
                        .add(new FrameUse(thread, frame));
            }
        }
    }

    private static String className(DebugFrame frame) {
        return frame.className().isEmpty() ? NO_CLASS : ClassRegistry.readable(frame.className());
    }

    /** The classes of all frames. */
    List<String> classNames() {
        return List.copyOf(byClassName.keySet());
    }

    /** The frames that were in methods of a class. */
    List<FrameUse> of(ClassMirror mirror) {
        return byClass.computeIfAbsent(
                mirror,
                key -> byClassName.getOrDefault(mirror.name, List.of()).stream()
                        .filter(use -> classOf(use).equals(mirror))
                        .toList());
    }

    /** Of several classes of a name that is meant which the frame's {@code this} is an instance of. */
    private ClassMirror classOf(FrameUse use) {
        String name = className(use.frame());
        List<ClassMirror> named = classes.findNamed(name);
        if (named.size() > 1) {
            for (Local local : use.locals()) {
                ClassMirror found = local.kind() == Local.Kind.THIS ? ancestorNamed(name, local.value()) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return classes.named(name);
    }

    private @Nullable ClassMirror ancestorNamed(String name, Value object) {
        if (!(object instanceof Value.Reference reference) || !objects.exists(reference.id())) {
            return null;
        }
        return objects.classOf(reference.id()).lineage().stream()
                .filter(ancestor -> ancestor.name.equals(name))
                .findFirst()
                .orElse(null);
    }

    /** The method of a frame and the code index in it. */
    FramePlace place(FrameUse use) {
        FramePlace known = places.get(use);
        if (known == null) {
            known = FramePlace.find(use, classOf(use).declaration().methods());
            places.put(use, known);
        }
        return known;
    }

    /** The table of a method's variables. */
    VariableTable variables(MethodMirror method) {
        VariableTable known = variables.get(method);
        if (known == null) {
            Map<FrameUse, FramePlace> own = new LinkedHashMap<>();
            for (FrameUse use : of(method.declaringClass())) {
                if (place(use).method().equals(method)) {
                    own.put(use, place(use));
                }
            }
            known = new VariableTable(method, own);
            variables.put(method, known);
        }
        return known;
    }

    /** The frame of a thread; fails the command when it has none of that index. */
    FrameMirror frame(ThreadMirror thread, int index) {
        if (index < 0 || index >= thread.frames().size()) {
            throw new CommandFailure(ErrorCode.INVALID_FRAMEID);
        }
        return mirrors.computeIfAbsent(
                thread.frameId(index),
                id -> mirror(id, new FrameUse(thread, thread.frames().get(index))));
    }

    private FrameMirror mirror(long id, FrameUse use) {
        FramePlace place = place(use);
        Value self = use.locals().stream()
                .filter(local -> local.kind() == Local.Kind.THIS)
                .map(Local::value)
                .findFirst()
                .orElse(Value.NULL);
        return new FrameMirror(
                id,
                use.thread(),
                use.frame(),
                place.method(),
                place.codeIndex(),
                variables(place.method()).values(use),
                self);
    }
}
