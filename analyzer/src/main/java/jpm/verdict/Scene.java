package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import jpm.debug.Child;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.debug.Local;
import jpm.debug.Provenance;
import jpm.debug.ThrownException;
import jpm.expr.ExpressionException;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Where an exception was thrown: the innermost frame whose variables are known, and what can be seen from it. */
final class Scene {
    private static final int MAX_PARTS = 64;
    private static final int MAX_TEXT_CHARS = 4096;
    private static final int MAX_SHOWN_CHARS = 160;

    private final DebugSession session;
    private final ThrownException thrown;
    private final List<Place> places = new ArrayList<>();

    /** Something that the frame can reach, by the expression that leads to it. */
    record Place(String path, String type, Value value) {}

    /** @param exceptionIndex of {@link DebugSession#exceptions()}; its stack becomes the session's */
    Scene(DebugSession session, int exceptionIndex) {
        this.session = session;
        this.thrown = session.exceptions().get(exceptionIndex);
        session.selectException(exceptionIndex);
        leaveJdk();
        addVariables();
    }

    /** Where no variables are known, the innermost frame outside of the JDK says most. */
    private void leaveJdk() {
        List<DebugFrame> frames = session.frames();
        if (!frames.isEmpty() && session.currentFrame().whyNoLocals() != null) {
            frames.stream()
                    .filter(frame -> !frame.className().matches("(?:java|javax|jdk|sun)\\..*"))
                    .findFirst()
                    .ifPresent(frame -> session.selectFrame(frame.index()));
        }
    }

    private void addVariables() {
        List<Place> variables = new ArrayList<>();
        for (Local local : locals()) {
            if (local.provenance() == Provenance.CAPTURED && !(local.value() instanceof Value.Unavailable)) {
                variables.add(new Place(local.name(), local.type(), local.value()));
            }
        }
        places.addAll(variables);
        for (Place variable : variables) {
            addParts(variable);
        }
    }

    private void addParts(Place whole) {
        for (Child part : session.children(whole.value(), 0, MAX_PARTS)) {
            String dot = part.label().startsWith("[") ? "" : ".";
            places.add(new Place(whole.path() + dot + part.label(), session.typeName(part.value()), part.value()));
        }
    }

    ThrownException thrown() {
        return thrown;
    }

    String message() {
        String message = thrown.message();
        return message == null ? "" : message;
    }

    /** The innermost frame whose variables are known, or the innermost; null without any frame. */
    @Nullable
    DebugFrame frame() {
        return session.frames().isEmpty() ? null : session.currentFrame();
    }

    /** Whether that frame's own code threw, and none that it called. */
    boolean isThrownHere() {
        DebugFrame frame = frame();
        return frame != null && frame.index() == 0;
    }

    /** The method that the frame called and that threw, as {@code java.util.Map.of}; null where the frame threw itself. */
    @Nullable
    String calledMethod() {
        DebugFrame frame = frame();
        return frame == null || frame.index() == 0
                ? null
                : session.frames().get(frame.index() - 1).qualifiedMethod();
    }

    List<Local> locals() {
        DebugFrame frame = frame();
        return frame == null ? List.of() : session.locals(frame);
    }

    /** Variables of the frame that are so; where there is none, parts of variables that are. */
    List<Place> places(Predicate<Place> wanted) {
        List<Place> found = places.stream().filter(wanted).toList();
        List<Place> variables = found.stream().filter(Scene::isVariable).toList();
        return variables.isEmpty() ? found : variables;
    }

    private static boolean isVariable(Place place) {
        return place.path().indexOf('.') < 0 && place.path().indexOf('[') < 0;
    }

    /** The places that hold this number. */
    List<Place> numbers(long number) {
        return places(place -> Long.valueOf(number).equals(integer(place.value())));
    }

    /** The places that hold this text. */
    List<Place> texts(String text) {
        return places(place -> text.equals(text(place.value())));
    }

    int elementCount(Value value) {
        return session.elementCount(value);
    }

    /** The value of an expression in the frame, or null where it has none. */
    @Nullable
    Value evaluate(String expression) {
        try {
            return session.evaluate(expression);
        } catch (ExpressionException notThere) {
            return null;
        }
    }

    /** The number that a value is, or null. */
    @Nullable
    Long integer(Value value) {
        if (!(value instanceof Value.Primitive primitive)) {
            return null;
        }
        PrimitiveType type = primitive.type();
        boolean whole = type != PrimitiveType.FLOAT && type != PrimitiveType.DOUBLE && type != PrimitiveType.BOOLEAN;
        return whole ? (Long) primitive.bits() : null;
    }

    /** The text that a value is, or null. */
    @Nullable
    String text(Value value) {
        return session.text(value, MAX_TEXT_CHARS);
    }

    String className(Value value) {
        return session.typeName(value);
    }

    /** As {@code price = null}. */
    String shown(Place place) {
        return shown(place.path(), place.value());
    }

    String shown(String path, Value value) {
        return path + " = " + render(value);
    }

    String render(Value value) {
        return session.render(value, PrintLimits.DEFAULT.withMaxChars(MAX_SHOWN_CHARS));
    }
}
