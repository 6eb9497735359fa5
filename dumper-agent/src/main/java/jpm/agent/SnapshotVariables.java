package jpm.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.snapshot.Secrets;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one snapshot and the objects behind them, breadth first, as far as the budget reaches.
 *
 * <p>First every {@link #variable}, then {@link #expandPending}, then {@link #resolved}. For one thread, and one snapshot.
 */
public final class SnapshotVariables {
    private static final int MAX_OBJECTS = 4000;
    private static final long MAX_NANOS = 2_000_000_000L;
    private static final int BYTES_PER_VALUE = 8;
    private static final int MAX_PRINTED_DEPTH = 4;

    private static final Status HIDDEN = Status.ofValue(false, Visibility.HIDDEN.why());

    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double");

    private final LiveObjectModel model;
    private final LogicalViews views;
    private final ArrayDeque<Long> pending = new ArrayDeque<>();
    /** Table index by object id; an object that waits in vain has none. */
    private final Map<Long, Integer> tableIndexes = new HashMap<>();

    private final List<Variable> table = new ArrayList<>();
    private final long deadline = System.nanoTime() + MAX_NANOS;
    private SnapshotLimits limits;
    private int left;

    public SnapshotVariables(LiveObjectModel model, SnapshotLimits limits) {
        this.model = model;
        this.views = new LogicalViews(model);
        this.limits = limits;
        this.left = limits.bytes();
        table.add(Variable.ofObject(null, List.of(), Status.ofValue(true, Status.FULL)));
    }

    /** Sets other limits for what follows, but for that of all bytes. */
    public void limit(SnapshotLimits others) {
        limits = others;
    }

    /** Adds to the table what the variables so far refer to, and what that refers to. */
    public void expandPending() {
        while (!pending.isEmpty()) {
            expand(pending.remove());
        }
    }

    /** The table; entry 0 stands for whatever did not fit. */
    public List<Variable> table() {
        return resolved(table);
    }

    /** The frames with the variables' final references. */
    public List<Frame> resolvedFrames(List<Frame> frames) {
        List<Frame> resolved = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            resolved.add(frame.withVariables(resolved(frame.arguments()), resolved(frame.locals())));
        }
        return resolved;
    }

    /** A variable; of an object for now with its id in place of its index in the table, which {@link #resolved} puts right. */
    public Variable variable(String name, Value value) {
        if (!spend(name.length() + BYTES_PER_VALUE)) {
            return Variable.ofReference(name, null, Snapshot.BUFFER_FULL);
        }
        if (value instanceof Value.Primitive primitive) {
            return Variable.ofValue(name, primitive.type().javaName, primitive.text());
        }
        if (value instanceof Value.Reference reference) {
            return reference(name, reference.id());
        }
        if (value instanceof Value.Null) {
            return Variable.ofValue(name, null, "null");
        }
        if (value == Visibility.HIDDEN) {
            return new Variable(name, null, null, List.of(), null, HIDDEN, Variable.UNAVAILABLE, List.of());
        }
        return value instanceof Value.Unavailable unavailable
                ? Variable.unavailable(name, unavailable.why())
                : made(name, value);
    }

    /** What an expression made, as text. */
    private Variable made(String name, Value value) {
        int room = Math.min(limits.stringChars(), Math.max(left, 0));
        if (Secrets.isSecretVariable(name)) {
            return masked(name, "String");
        }
        PrintLimits printed = new PrintLimits(Math.max(1, room), limits.elements(), MAX_PRINTED_DEPTH);
        String text = Secrets.masked(new ValuePrinter(model, printed).print(value));
        spend(text.length());
        return Variable.ofValue(name, type(value), text);
    }

    private static @Nullable String type(Value value) {
        if (value instanceof Value.Text) {
            return "String";
        }
        if (value instanceof Value.Made made) {
            return made.className();
        }
        return value instanceof Value.Host host ? host.object().getClass().getName() : null;
    }

    private Variable reference(String name, long id) {
        String className = model.className(id);
        if (className.equals("java.lang.String")) {
            return string(name, id);
        }
        if (Secrets.isSecretVariable(name) && (className.equals("char[]") || className.equals("byte[]"))) {
            return masked(name, className);
        }
        if (limits.isForOthers() && views.resolve(new Value.Reference(id)) instanceof Value.Primitive boxed) {
            return Secrets.isSecretVariable(name)
                    ? masked(name, className)
                    : Variable.ofValue(name, className, boxed.text());
        }
        String represented = model.representedClass(id);
        if (represented != null) {
            return Variable.ofValue(name, className, represented);
        }
        if (!tableIndexes.containsKey(id)) {
            tableIndexes.put(id, Snapshot.BUFFER_FULL);
            pending.add(id);
        }
        return Variable.ofReference(name, className, (int) id);
    }

    private Variable string(String name, long id) {
        int length = model.stringLength(id);
        int kept = Math.min(Math.min(length, limits.stringChars()), Math.max(left, 0));
        String text = model.string(id, kept);
        if (text == null || Secrets.isSecretVariable(name)) {
            return masked(name, "String");
        }
        spend(kept + 2);
        String shown = Secrets.masked(text);
        if (kept == length) {
            return Variable.ofValue(name, "String", "\"" + shown + "\"");
        }
        String hint = limits == SnapshotLimits.OF_EXPRESSIONS ? "length=$0" : Status.CUT_STRING;
        Status cut = Status.ofValue(false, hint, Integer.toString(length));
        return new Variable(name, "String", "\"" + shown + " ...\"", List.of(), null, cut, null, List.of());
    }

    static Variable masked(String name, String type) {
        return new Variable(
                name, type, null, List.of(), null, Status.ofValue(true, "masked"), "unavailable", List.of());
    }

    /** Whether anything more fits. */
    boolean hasRoom() {
        return left > 0;
    }

    private boolean spend(int bytes) {
        left -= bytes;
        return left >= 0;
    }

    private void expand(long id) {
        if (left <= 0 || table.size() >= MAX_OBJECTS || System.nanoTime() > deadline) {
            return;
        }
        tableIndexes.put(id, table.size());
        if (model.isHidden(id)) {
            table.add(Variable.ofObject(model.className(id), List.of(), HIDDEN));
        } else if (limits.isForOthers() && !model.isArray(id)) {
            Variable content = new ContentMembers(this, views, limits).of(id);
            table.add(content == null ? withRemarkAsMember(object(id)) : content);
        } else {
            table.add(model.isArray(id) ? array(id) : object(id));
        }
    }

    /** Cloud Debugger's agents put a remark on an object behind its members, as a member without a name. */
    private static Variable withRemarkAsMember(Variable object) {
        if (object.status() == null) {
            return object;
        }
        List<Variable> members = new ArrayList<>(object.members());
        members.add(Variable.ofObject(null, List.of(), object.status()));
        return Variable.ofObject(object.type(), members, null).withSuperclasses(object.superclasses());
    }

    private Variable object(long id) {
        List<Variable> members = new ArrayList<>();
        boolean isSecretEntry = isSecretText(model.field(id, "key"));
        for (ObjectModel.Field field : model.fields(id)) {
            boolean hidden = isSecretEntry && field.name().equals("value");
            members.add(hidden ? masked(field.name(), "String") : variable(field.name(), field.value()));
        }
        Status status = members.isEmpty() ? Status.ofValue(false, "Object has no fields") : null;
        List<String> names = model.classNames(id);
        List<String> superclasses = names.size() < 3 ? List.of() : names.subList(1, names.size() - 1);
        return Variable.ofObject(model.className(id), members, status).withSuperclasses(superclasses);
    }

    private Variable array(long id) {
        int length = model.arrayLength(id);
        List<Variable> members = new ArrayList<>();
        members.add(Variable.ofValue("length", "int", Integer.toString(length)));
        int kept = 0;
        boolean secretFollows = false;
        int wanted = isPrimitive(model.className(id)) ? limits.primitives() : limits.elements();
        while (kept < length && kept < wanted && left > 0) {
            String name = "[" + kept + "]";
            Value element = model.arrayElement(id, kept++);
            members.add(secretFollows ? masked(name, "String") : variable(name, element));
            // Options and their values, and the entries of small maps, stand side by side.
            secretFollows = isSecretText(element);
        }
        Status cut = kept == length ? null : Status.ofValue(false, Status.CUT_ELEMENTS, Integer.toString(kept));
        Variable array = Variable.ofObject(model.className(id), members, cut);
        return limits.isForOthers() ? withRemarkAsMember(array) : array;
    }

    private static boolean isPrimitive(String arrayType) {
        return arrayType.endsWith("[]")
                && PRIMITIVES.contains(arrayType.substring(0, arrayType.length() - "[]".length()));
    }

    /** Whether the value is the name of a secret, as a key of a map may be. */
    boolean isSecretText(@Nullable Value value) {
        String text =
                value instanceof Value.Reference reference ? model.string(reference.id(), limits.stringChars()) : null;
        return text != null && text.indexOf('=') < 0 && Secrets.isSecretVariable(text);
    }

    /** The variables with their final references. */
    public List<Variable> resolved(List<Variable> variables) {
        List<Variable> resolved = new ArrayList<>(variables.size());
        for (Variable variable : variables) {
            resolved.add(resolved(variable));
        }
        return resolved;
    }

    private Variable resolved(Variable variable) {
        Integer id = variable.tableIndex();
        if (id != null && id != Snapshot.BUFFER_FULL) {
            int index = tableIndexes.getOrDefault((long) id, Snapshot.BUFFER_FULL);
            return Variable.ofReference(variable.name(), variable.type(), index);
        }
        return variable.members().isEmpty() ? variable : variable.withMembers(resolved(variable.members()));
    }
}
