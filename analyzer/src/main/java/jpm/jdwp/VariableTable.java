package jpm.jdwp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jpm.classfile.ClassFile.Variable;
import jpm.classfile.Descriptor;
import jpm.debug.Local;
import jpm.debug.Provenance;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a method: those of its class file, and those that its frames in the dump have besides, each with a slot of its own and in scope
 * at its frame's code index only.
 *
 * <p>Where not all of a frame's variables are captured, {@value #PROVENANCE} is one more, a text that says what the others are.
 */
final class VariableTable {
    static final String PROVENANCE = "$provenance";

    private static final String STRING_DESCRIPTOR = "Ljava/lang/String;";
    private static final String OBJECT_DESCRIPTOR = "Ljava/lang/Object;";
    private static final String OTHER_FRAMES = "another frame at the same place of the code has it, this one does not";
    private static final String NOT_KEPT = "its value was not kept";
    /** The first slot of variables that have none in a class file: above any that a method can have. */
    private static final int FIRST_OWN_SLOT = 1 << 16;

    /** As the agent names the variables of classes without debug information. */
    private static final Pattern SLOT_NAME = Pattern.compile("slot\\d{1,5}");

    private final MethodMirror method;
    private final @Nullable List<Variable> declared;
    private final List<VariableMirror> rows = new ArrayList<>();
    private final Map<FrameUse, Map<Integer, Value>> values = new HashMap<>();
    private final int argumentSlots;

    /** Finds rows by what tells them apart. */
    private record Key(String name, long codeIndex) {}

    private final Map<Key, VariableMirror> own = new LinkedHashMap<>();

    /** @param frames all frames that are in the method */
    VariableTable(MethodMirror method, Map<FrameUse, FramePlace> frames) {
        this.method = method;
        this.declared = method.code() == null ? null : method.code().variables();
        for (Variable variable : declared == null ? List.<Variable>of() : declared) {
            rows.add(new VariableMirror(
                    variable.name(),
                    variable.descriptor(),
                    variable.signature(),
                    variable.slot(),
                    variable.startBci(),
                    variable.length()));
        }
        this.argumentSlots = Math.max(method.argumentSlots(), mostArguments(frames));
        frames.forEach((use, place) -> values.put(use, valuesOf(use, place.codeIndex())));
        rows.addAll(own.values());
        frames.forEach((use, place) -> addMissing(values.get(use), place.codeIndex()));
    }

    /** A method without class file may have more arguments than its unknown descriptor says. */
    private int mostArguments(Map<FrameUse, FramePlace> frames) {
        int most = 0;
        for (FrameUse use : method.code() == null ? frames.keySet() : List.<FrameUse>of()) {
            most = Math.max(most, (int) use.locals().stream()
                    .filter(local -> local.kind() != Local.Kind.LOCAL)
                    .count());
        }
        return most;
    }

    /** Whether nothing is known of the method's variables. */
    boolean isAbsent() {
        return declared == null && rows.isEmpty();
    }

    List<VariableMirror> rows() {
        return rows;
    }

    /** Rows whose slots are below are {@code this} and the arguments. */
    int argumentSlots() {
        return argumentSlots;
    }

    /** By slot what a frame's variables hold. */
    Map<Integer, Value> values(FrameUse use) {
        return values.getOrDefault(use, Map.of());
    }

    private Map<Integer, Value> valuesOf(FrameUse use, long codeIndex) {
        Map<Integer, Value> bySlot = new HashMap<>();
        String why = use.frame().whyNoLocals();
        List<Local> locals = use.locals();
        for (Variable variable : declared == null ? List.<Variable>of() : declared) {
            if (variable.isInScope((int) codeIndex)) {
                Value value = locals.stream()
                        .filter(local -> FramePlace.isThat(local, variable))
                        .map(Local::value)
                        .findFirst()
                        .orElse(new Value.Unavailable(why == null ? NOT_KEPT : why));
                bySlot.put(variable.slot(), value);
            }
        }
        int arguments = method.isStatic() ? 0 : 1;
        for (Local local : locals) {
            if (local.kind() != Local.Kind.THIS && !isDeclared(local, (int) codeIndex)) {
                int slot = knownSlot(local, arguments);
                arguments += local.kind() == Local.Kind.ARGUMENT ? 1 : 0;
                bySlot.put(ownRow(local.name(), descriptor(local), slot, codeIndex), local.value());
            }
        }
        String provenance = provenance(use, locals);
        if (!provenance.isEmpty()) {
            bySlot.put(ownRow(PROVENANCE, STRING_DESCRIPTOR, -1, codeIndex), new Value.Text(provenance));
        }
        return bySlot;
    }

    private boolean isDeclared(Local local, int codeIndex) {
        return declared != null
                && declared.stream().anyMatch(v -> v.isInScope(codeIndex) && FramePlace.isThat(local, v));
    }

    /** The slot that a nameless variable is named after, or that an argument has where no class file tells; -1 for others. */
    private int knownSlot(Local local, int argumentsBefore) {
        if (declared != null) {
            return -1;
        }
        if (SLOT_NAME.matcher(local.name()).matches()) {
            return Integer.parseInt(local.name().substring("slot".length()));
        }
        return local.kind() == Local.Kind.ARGUMENT ? argumentsBefore : -1;
    }

    private static String descriptor(Local local) {
        return local.type().equals("?") ? OBJECT_DESCRIPTOR : Descriptor.ofSourceForm(local.type());
    }

    /** The slot of a row for a variable that no class file declares. */
    private int ownRow(String name, String descriptor, int knownSlot, long codeIndex) {
        Key key = new Key(name, codeIndex);
        VariableMirror known = own.get(key);
        boolean sameType = known == null || known.signature().equals(descriptor);
        int slot = known != null ? known.slot() : knownSlot >= 0 ? knownSlot : FIRST_OWN_SLOT + own.size();
        own.put(
                key,
                new VariableMirror(name, sameType ? descriptor : OBJECT_DESCRIPTOR, null, slot, (int) codeIndex, 1));
        return slot;
    }

    /** Frames at the same place of the code share rows; where one frame has fewer variables, it says so. */
    private void addMissing(@Nullable Map<Integer, Value> bySlot, long codeIndex) {
        for (VariableMirror row : own.values()) {
            if (bySlot != null && row.startIndex() == codeIndex) {
                bySlot.putIfAbsent(row.slot(), new Value.Unavailable(OTHER_FRAMES));
            }
        }
    }

    private static String provenance(FrameUse use, List<Local> locals) {
        List<String> parts = new ArrayList<>();
        String why = use.frame().whyNoLocals();
        if (why != null) {
            parts.add(why);
        }
        for (Provenance provenance : Provenance.values()) {
            String names = locals.stream()
                    .filter(local -> local.provenance() == provenance)
                    .map(Local::name)
                    .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                parts.add(provenance.name().toLowerCase(Locale.ROOT) + ": " + names);
            }
        }
        boolean isAllCaptured =
                why == null && locals.stream().allMatch(local -> local.provenance() == Provenance.CAPTURED);
        return isAllCaptured ? "" : String.join("; ", parts);
    }
}
