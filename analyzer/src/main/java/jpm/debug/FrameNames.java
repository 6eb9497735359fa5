package jpm.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jpm.classfile.ClassFile;
import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.MethodFlow;
import jpm.classfile.MethodFlow.Call;
import jpm.classfile.MethodFlow.Point;
import jpm.classfile.MethodFlow.Variable;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapField;
import jpm.graph.HeapFrame;
import jpm.graph.HeapObject;
import jpm.hprof.RootKind;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Gives the references of heap dumps' frames the names that they had, as far as class files leave no doubt. */
final class FrameNames {
    private static final String ONLY_ROOTS =
            "a heap dump keeps a running frame's references, without names and primitives";
    private static final String NO_PRIMITIVES = "not kept";
    private static final String NOT_THERE = "null or no longer used";
    private static final String CAPTURE = "java.lang.JpmCapture";
    private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

    private final Heap heap;
    private final DumpFacts facts;
    private final ObjectTypes types;
    private final boolean hasFrameRoots;
    private final Map<String, ClassSource> classes = new HashMap<>();

    FrameNames(Heap heap, DumpFacts facts) {
        this.heap = heap;
        this.facts = facts;
        this.hasFrameRoots = heap.roots().stream().anyMatch(root -> root.kind() == RootKind.JAVA_FRAME);
        this.types = new ObjectTypes(heap, name -> {
            Found found = facts.classFile(name);
            return found == null ? null : found.classFile();
        });
    }

    /** A class file that can be relied on, or why there is none. */
    private record ClassSource(@Nullable Found found, String whyNot) {}

    /**
     * The variables of a frame.
     *
     * @param callee the frame that it has called, or null for the innermost
     */
    FrameVariables of(HeapFrame frame, @Nullable HeapFrame callee) {
        if (frame.isNative()) {
            return bare(frame, "the method is native");
        }
        if (!hasFrameRoots) {
            return bare(frame, "this one, as those of jhsdb, has not even the references");
        }
        if (callee != null && callee.className().equals(CAPTURE)) {
            return bare(frame, "the frame is in code that the agent added");
        }
        ClassSource source = classes.computeIfAbsent(frame.className(), this::find);
        Found found = source.found();
        if (found == null) {
            return bare(frame, source.whyNot());
        }
        MethodFlow flow = MethodFlow.of(found.bytes(), frame.methodName(), frame.signature());
        List<Point> points = flow == null ? List.of() : points(flow, frame, callee);
        RootMatching matching = new RootMatching(references(frame), points, types::fits);
        if (flow == null || !matching.isPossible()) {
            return bare(frame, "the class file in " + found.origin() + " does not fit");
        }
        String names = flow.hasNames()
                ? "names are inferred from the class file in " + found.origin()
                : "the class was compiled without -g: variables are shown by their slots, inferred from the class file in "
                        + found.origin();
        return new FrameVariables(
                locals(frame, flow, matching), names + "; a heap dump keeps no primitives of a frame");
    }

    private static List<Point> points(MethodFlow flow, HeapFrame frame, @Nullable HeapFrame callee) {
        int line = Math.max(0, frame.line());
        // The frame of an OutOfMemoryError's constructor is made up by the virtual machine: nobody called it.
        return callee == null || callee.className().equals(OUT_OF_MEMORY)
                ? flow.pointsOf(line)
                : flow.pointsCalling(line, new Call(callee.className(), callee.methodName(), callee.signature()));
    }

    private static List<Long> references(HeapFrame frame) {
        return frame.roots().stream()
                .filter(root -> root.kind() == RootKind.JAVA_FRAME)
                .map(GcRoot::objectId)
                .toList();
    }

    private ClassSource find(String className) {
        Found found = facts.classFile(className);
        if (found == null) {
            return new ClassSource(null, "no class file of " + className + " is found: name one with --classpath");
        }
        String whyNot = facts.whyNotWhatRan(found);
        if (whyNot != null) {
            return new ClassSource(null, "the class file in " + found.origin() + " " + whyNot);
        }
        return isOfThisHeap(found.classFile())
                ? new ClassSource(found, "")
                : new ClassSource(
                        null, "the class file in " + found.origin() + " has other fields than the class that ran");
    }

    /** Whether one of the dump's classes of that name declares the same instance fields. */
    private boolean isOfThisHeap(ClassFile file) {
        Set<String> declared = file.fields().stream()
                .filter(field -> !field.isStatic())
                .map(ClassFile.Field::name)
                .collect(Collectors.toSet());
        return heap.findClasses(file.name()).stream()
                .anyMatch(candidate -> ownFields(candidate).equals(declared));
    }

    private static Set<String> ownFields(HeapClass heapClass) {
        return heapClass.fields().stream()
                .filter(field -> field.declaringClass().equals(heapClass))
                .map(HeapField::name)
                .collect(Collectors.toSet());
    }

    private FrameVariables bare(HeapFrame frame, String why) {
        List<Long> ids = frame.roots().stream().map(GcRoot::objectId).toList();
        return new FrameVariables(roots(ids), ONLY_ROOTS + "; " + why);
    }

    private List<Local> roots(List<Long> ids) {
        List<Local> locals = new ArrayList<>();
        for (long id : ids) {
            locals.add(new Local(
                    "root" + locals.size(), className(id), Local.Kind.LOCAL, new Value.Reference(id), Provenance.ROOT));
        }
        return locals;
    }

    private String className(long id) {
        HeapObject object = heap.findObject(id);
        return object == null ? "?" : object.heapClass().name();
    }

    /** The variables by their slots, then the references that none of them certainly is. */
    private List<Local> locals(HeapFrame frame, MethodFlow flow, RootMatching matching) {
        Set<Long> rest = new LinkedHashSet<>();
        frame.roots().forEach(root -> rest.add(root.objectId()));
        for (Variable variable : matching.variables()) {
            if (matching.isCertain(variable)) {
                rest.removeAll(matching.objects(variable));
            }
        }
        List<Long> unnamed = List.copyOf(rest);
        List<Local> locals = new ArrayList<>();
        for (Variable variable : matching.variables()) {
            locals.add(local(variable, flow, matching, unnamed));
        }
        locals.addAll(roots(unnamed));
        return locals;
    }

    private static Local local(Variable variable, MethodFlow flow, RootMatching matching, List<Long> unnamed) {
        boolean certain = matching.isCertain(variable);
        Value value = certain
                ? new Value.Reference(matching.objects(variable).iterator().next())
                : new Value.Unavailable(whyNot(variable, matching.objects(variable), unnamed));
        return new Local(
                variable.name(),
                Descriptors.sourceForm(variable.descriptor()),
                kind(variable, flow),
                value,
                certain ? Provenance.INFERRED : Provenance.UNAVAILABLE);
    }

    private static Local.Kind kind(Variable variable, MethodFlow flow) {
        if (variable.slot() == 0 && !flow.isStatic()) {
            return Local.Kind.THIS;
        }
        return variable.slot() < flow.argumentSlots() ? Local.Kind.ARGUMENT : Local.Kind.LOCAL;
    }

    /** Tells the roots that it may be by their names; of the objects that have other names it may be one as well. */
    private static String whyNot(Variable variable, Set<Long> objects, List<Long> unnamed) {
        if (variable.descriptor().length() == 1) {
            return NO_PRIMITIVES;
        }
        List<String> names = new ArrayList<>();
        Set<Long> left = new HashSet<>(objects);
        for (int i = 0; i < unnamed.size(); i++) {
            if (left.remove(unnamed.get(i))) {
                names.add("root" + i);
            }
        }
        if (!left.isEmpty()) {
            names.add("the same as another variable");
        }
        return names.isEmpty() ? NOT_THERE : "perhaps " + String.join(" or ", names);
    }
}
