package jpm.agent.probe;

import java.util.ArrayList;
import java.util.List;
import jpm.agent.LiveObjectModel;
import jpm.agent.Visibility;
import jpm.agent.probe.HitFrame.HitVariable;
import jpm.agent.start.Faults;
import jpm.snapshot.SiteTable;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Names what the frames beneath a line that was hit hold in their slots.
 *
 * <p>A compiled frame has lost the values that its method no longer needs, and shows null or 0 in their place. An object
 * that it has taken apart is null, too. So 0 is told only where the method still needs the variable, and null only where the frame is interpreted besides.
 */
final class CallerVariables {
    private static final Value LOST = new Value.Unavailable("the method no longer needs it");
    private static final Value TAKEN_APART = new Value.Unavailable("it is null, or compiled code has no object for it");
    private static final SiteTable.Method UNKNOWN = new SiteTable.Method("", "", 0);

    private final RunningCode code;
    private final LiveObjectModel model;
    private final Visibility visibility;

    CallerVariables(RunningCode code, LiveObjectModel model, Visibility visibility) {
        this.code = code;
        this.model = model;
        this.visibility = visibility;
    }

    /**
     * The frame with its variables, as far as they may be seen.
     *
     * @param inner the method that it called
     */
    HitFrame frame(JpmProbe.Frame frame, String inner, boolean withVariables) {
        return new Seen(visibility, frame.type, frame.method).of(whole(frame, inner, withVariables));
    }

    private HitFrame whole(JpmProbe.Frame frame, String inner, boolean withVariables) {
        CallSite call = withVariables && frame.bytecodeIndex >= 0 ? call(frame) : null;
        if (call == null || (call.callee() != null && !isCalled(call.callee(), inner))) {
            return without(frame, withVariables ? "its class file is not known" : "its variables were not kept");
        }
        List<HitVariable> variables = new ArrayList<>();
        for (CallSite.Slot slot : call.slots()) {
            variables.add(variable(slot, frame, call));
        }
        String why = variables.isEmpty() && frame.slots.length > 0 ? "the class has no names of variables" : null;
        // A frame whose class was changed meanwhile has forgotten its line.
        boolean isForgotten = frame.line <= 0;
        return new HitFrame(
                frame.type,
                call.method(),
                isForgotten && !call.sourceFile().isEmpty() ? call.sourceFile() : frame.file,
                isForgotten ? call.line() : frame.line,
                variables,
                why);
    }

    private static boolean isCalled(String callee, String inner) {
        // Method handles and reflection put other names in between.
        return callee.equals(inner) || callee.startsWith("invoke") || inner.startsWith("<clinit>");
    }

    static HitFrame without(JpmProbe.Frame frame, String why) {
        SiteTable.Method method = new SiteTable.Method(frame.method, frame.descriptor, UNKNOWN.access());
        return new HitFrame(frame.type, method, frame.file, frame.line, List.of(), why);
    }

    private @Nullable CallSite call(JpmProbe.Frame frame) {
        try {
            byte[] classFile = frame.type.isHidden() ? null : code.of(frame.type);
            return classFile == null
                    ? null
                    : CallSite.of(classFile, frame.method, frame.descriptor, frame.bytecodeIndex);
        } catch (RuntimeException damaged) {
            Faults.swallow(damaged);
            return null;
        }
    }

    private HitVariable variable(CallSite.Slot slot, JpmProbe.Frame frame, CallSite call) {
        SiteTable.Variable variable = slot.variable();
        boolean isLive = call.live().get(slot.index());
        if (!variable.isPrimitive()) {
            Object object = slot.index() < frame.slots.length && !frame.primitive[slot.index()]
                    ? frame.slots[slot.index()]
                    : null;
            boolean isKnown = object != null || (isLive && frame.interpreted);
            return new HitVariable(variable, isKnown ? model.reference(object) : lost(isLive), object);
        }
        PrimitiveType type = PrimitiveType.ofDescriptor(variable.descriptor().charAt(0));
        boolean isWide = type == PrimitiveType.LONG || type == PrimitiveType.DOUBLE;
        long bits = bits(type, raw(frame, slot.index() + (isWide ? 1 : 0)));
        return new HitVariable(variable, bits != 0 || isLive ? new Value.Primitive(type, bits) : LOST, null);
    }

    private static Value lost(boolean isLive) {
        return isLive ? TAKEN_APART : LOST;
    }

    private static long raw(JpmProbe.Frame frame, int index) {
        return index < frame.slots.length && frame.primitive[index] && frame.slots[index] instanceof Long value
                ? value
                : 0;
    }

    /** As {@link Value.Primitive} has them; of slots of 32 bits the upper half means nothing. */
    private static long bits(PrimitiveType type, long raw) {
        return switch (type) {
            case LONG, DOUBLE -> raw;
            case BOOLEAN -> raw & 1;
            case BYTE -> (byte) raw;
            case CHAR -> (char) raw;
            case SHORT -> (short) raw;
            case INT, FLOAT -> (int) raw;
        };
    }
}
