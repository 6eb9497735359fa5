package jpm.debug;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.ClassOutline;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapField;
import jpm.graph.HeapObject;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Looking at classes. */
final class ClassCommands {
    private final DebugSession session;

    ClassCommands(DebugSession session) {
        this.session = session;
    }

    void addSubjects(SessionCommands info) {
        info.addSubject("classes", "the classes whose names match REGEX", this::classes);
        info.addSubject("statics", "the static fields of CLASS", this::statics);
    }

    void addTo(List<DebugCommand> commands) {
        commands.add(DebugCommand.saying(
                new CommandHelp(
                        "ptype",
                        List.of(),
                        "values",
                        "ptype CLASS | EXPRESSION",
                        "what a class declares",
                        "Superclasses, fields and static fields of a class, or of the class of an expression's value; with its class file also interfaces, "
                                + "declared types and methods.",
                        List.of(
                                "ptype Order  a class by its simple or full name",
                                "ptype order.lines[0]  the class of a value")),
                this::ptype));
    }

    private String classes(String arguments) {
        if (session.classNames().isEmpty()) {
            throw new CommandException("No heap: this dump does not tell which classes there were.");
        }
        Pattern pattern = LineFilter.pattern(arguments, false);
        StringBuilder out = new StringBuilder();
        int shown = 0;
        Set<String> names = new LinkedHashSet<>(session.classNames());
        List<String> found = names.stream()
                .filter(name -> pattern.matcher(name).find())
                .sorted()
                .toList();
        for (String name : found) {
            if (shown++ == session.maxResults()) {
                return out + "... " + (found.size() - session.maxResults()) + " more; set max-results shows more\n";
            }
            out.append(FrameText.clean(name)).append('\n');
        }
        return out.length() == 0 ? "No class matches.\n" : out.toString();
    }

    private String statics(String arguments) {
        String name = className(Arguments.required(arguments, "a class"));
        List<ObjectModel.Field> fields = name == null ? null : session.statics(name);
        if (name == null || fields == null) {
            throw new CommandException("No class \"" + arguments + "\" in the dump.");
        }
        StringBuilder out = new StringBuilder("Static fields of " + FrameText.clean(name) + "\n");
        for (ObjectModel.Field field : fields) {
            if (!field.name().startsWith("<")) {
                out.append(FrameText.clean(field.name()))
                        .append(" = ")
                        .append(session.render(field.value()))
                        .append('\n');
            }
        }
        return out.toString();
    }

    /** The class that a name means, or null; {@link CommandException} when it means several. */
    private @Nullable String className(String written) {
        List<String> found = session.classesNamed(written);
        if (found.size() > 1) {
            throw new CommandException("Several classes are named " + written + ": "
                    + String.join(", ", found.subList(0, Math.min(10, found.size()))) + ".");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private String ptype(String arguments) {
        Arguments.required(arguments, "a class or an expression");
        String name = className(arguments);
        if (name != null) {
            return described(name, null);
        }
        Value value = ValueCommands.evaluate(session, arguments);
        String type = session.typeName(value);
        Heap heap = session.heap();
        HeapObject object =
                value instanceof Value.Reference reference && heap != null ? heap.findObject(reference.id()) : null;
        return described(type, object == null ? null : object.heapClass());
    }

    private String described(String name, @Nullable HeapClass known) {
        Heap heap = session.heap();
        List<HeapClass> classes = heap == null ? List.of() : heap.findClasses(name);
        HeapClass heapClass = known != null ? known : classes.isEmpty() ? null : classes.get(0);
        Found file = session.classFile(name);
        ClassOutline outline = file == null ? null : ClassOutline.of(file.classFile());
        if (heapClass == null && outline == null) {
            return FrameText.clean(name) + "\n";
        }
        List<String> lines = new ArrayList<>();
        lines.add(head(name, heapClass, outline));
        addFields(lines, heapClass, outline);
        if (outline != null) {
            outline.methods().forEach(method -> lines.add("    " + method + ";"));
        }
        lines.add("}");
        addFacts(lines, classes, file);
        StringBuilder out = new StringBuilder();
        lines.forEach(line -> out.append(FrameText.clean(line)).append('\n'));
        return out.toString();
    }

    private static String head(String name, @Nullable HeapClass heapClass, @Nullable ClassOutline outline) {
        StringBuilder head = new StringBuilder(outline == null ? "class" : outline.kind())
                .append(' ')
                .append(name);
        List<String> superclasses = new ArrayList<>();
        if (heapClass != null) {
            heapClass.lineage().stream().skip(1).map(HeapClass::name).forEach(superclasses::add);
        } else if (outline != null && outline.superclass() != null) {
            superclasses.add(outline.superclass());
        }
        superclasses.remove("java.lang.Object");
        head.append(superclasses.isEmpty() ? "" : " extends " + String.join(" extends ", superclasses));
        if (outline != null && !outline.interfaces().isEmpty()) {
            head.append(" implements ").append(String.join(", ", outline.interfaces()));
        }
        return head.append(" {").toString();
    }

    private static void addFields(List<String> lines, @Nullable HeapClass heapClass, @Nullable ClassOutline outline) {
        if (outline != null) {
            outline.fields().forEach(field -> lines.add("    " + field + ";"));
        } else if (heapClass != null) {
            for (HeapField field : heapClass.fields()) {
                lines.add("    " + type(field) + field.name() + ";");
            }
            heapClass.statics().stream()
                    .filter(value -> !value.field().name().startsWith("<"))
                    .forEach(value -> lines.add(
                            "    static " + type(value.field()) + value.field().name() + ";"));
        }
    }

    /** A dump does not tell the declared type of a reference. */
    private static String type(HeapField field) {
        return field.primitiveType() == null ? "" : field.typeName() + " ";
    }

    private static void addFacts(List<String> lines, List<HeapClass> classes, @Nullable Found file) {
        if (classes.size() > 1) {
            lines.add("loaded by " + classes.size() + " class loaders");
        }
        if (file != null) {
            lines.add("class file in " + file.origin());
        }
    }
}
