package jpm.debug;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jpm.graph.Heap;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Reads {@link Throwable}s from a heap by their fields, as {@code Throwable} itself would print them. */
final class HeapThrowables {
    private static final String THROWABLE = "java.lang.Throwable";
    private static final String NULL_POINTER = "java.lang.NullPointerException";
    private static final String INVOCATION_TARGET = "java.lang.reflect.InvocationTargetException";
    private static final int MAX_MESSAGE_CHARS = 1 << 16;
    private static final int MAX_NAME_CHARS = 1 << 12;
    private static final int MAX_CHAIN = 10_000;

    private final Heap heap;

    HeapThrowables(Heap heap) {
        this.heap = heap;
    }

    /** A throwable, then its causes; a chain that runs in a circle ends before it repeats. */
    List<ThrownException> chain(long throwableId) {
        return chain(throwableId, new HashSet<>());
    }

    private List<ThrownException> chain(long throwableId, Set<Long> seen) {
        List<ThrownException> chain = new ArrayList<>();
        HeapObject at = heap.findObject(throwableId);
        while (at instanceof HeapInstance throwable && seen.add(at.id()) && chain.size() < MAX_CHAIN) {
            chain.add(read(throwable, seen));
            at = cause(throwable);
        }
        return chain;
    }

    /** A subclass can have fields of the same names; the one class of the JDK that keeps its cause elsewhere is known. */
    private static @Nullable HeapObject cause(HeapInstance throwable) {
        HeapObject target = throwable.referenced(INVOCATION_TARGET, "target");
        return target == null ? throwable.referenced(THROWABLE, "cause") : target;
    }

    private ThrownException read(HeapInstance throwable, Set<Long> seen) {
        return new ThrownException(
                new Value.Reference(throwable.id()),
                throwable.heapClass().name(),
                message(throwable),
                stack(throwable),
                suppressed(throwable, seen),
                List.of());
    }

    /** The JVM's helpful text on a null pointer stands in a field of its own (JEP 358). */
    private static @Nullable String message(HeapInstance throwable) {
        String message = text(throwable.referenced(THROWABLE, "detailMessage"), MAX_MESSAGE_CHARS);
        return message == null
                ? text(throwable.referenced(NULL_POINTER, "extendedMessage"), MAX_MESSAGE_CHARS)
                : message;
    }

    private List<ThrownException> suppressed(HeapInstance throwable, Set<Long> seen) {
        if (!(throwable.referenced(THROWABLE, "suppressedExceptions") instanceof HeapInstance list)
                || !(list.referenced("elementData") instanceof HeapObjectArray elements)) {
            return List.of();
        }
        List<ThrownException> suppressed = new ArrayList<>();
        for (int i = 0; i < Math.min(elements.length(), MAX_CHAIN); i++) {
            List<ThrownException> chain = chain(elements.elementId(i), seen);
            if (!chain.isEmpty()) {
                suppressed.add(withCauses(chain.get(0), chain.subList(1, chain.size())));
            }
        }
        return suppressed;
    }

    private static ThrownException withCauses(ThrownException exception, List<ThrownException> causes) {
        return new ThrownException(
                exception.value(),
                exception.className(),
                exception.message(),
                exception.stack(),
                exception.suppressed(),
                causes);
    }

    private List<StackTraceElement> stack(HeapInstance throwable) {
        if (!(throwable.referenced(THROWABLE, "stackTrace") instanceof HeapObjectArray elements)) {
            return List.of();
        }
        List<StackTraceElement> stack = new ArrayList<>(elements.length());
        for (long id : elements.elementIds(0, elements.length())) {
            if (heap.findObject(id) instanceof HeapInstance element) {
                stack.add(element(element));
            }
        }
        return stack;
    }

    private static StackTraceElement element(HeapInstance element) {
        String className = text(element.referenced("declaringClass"), MAX_NAME_CHARS);
        String method = text(element.referenced("methodName"), MAX_NAME_CHARS);
        int line = element.field("lineNumber") instanceof Value.Primitive number && number.type() == PrimitiveType.INT
                ? (int) number.bits()
                : -1;
        return new StackTraceElement(
                className == null ? "?" : className,
                method == null ? "?" : method,
                text(element.referenced("fileName"), MAX_NAME_CHARS),
                line);
    }

    private static @Nullable String text(@Nullable HeapObject object, int maxChars) {
        return object instanceof HeapInstance string ? string.asString(maxChars) : null;
    }
}
