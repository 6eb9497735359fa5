package jpm.jdwp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Objects that the dead process never had: what evaluation gives and the client makes, and stand-ins for what the dump does not hold. Their ids
 * lie above all addresses.
 */
final class InventedObjects {
    private static final long FIRST_ID = 1L << 62;
    private static final int MAX_CHARS = 64 << 20;
    private static final int MAX_OBJECTS = 10_000_000;

    private final Map<Long, Invented> byId = new HashMap<>();
    private final Map<Invented, Long> ids = new HashMap<>();
    private long nextId = FIRST_ID;
    private long chars;

    /** What an invented object is. */
    sealed interface Invented {
        /** The class that clients are told. */
        String className();
    }

    /** A string. */
    record Text(String text) implements Invented {
        @Override
        public String className() {
            return "java.lang.String";
        }
    }

    /** Stands for a value that the dump does not tell; clients see a string that says why. */
    record Unavailable(String why) implements Invented {
        @Override
        public String className() {
            return "java.lang.String";
        }

        String text() {
            return "<unavailable: " + why + ">";
        }
    }

    /** A collection that an expression made; clients see an array. */
    record Elements(List<Value> values) implements Invented {
        @Override
        public String className() {
            return "java.lang.Object[]";
        }
    }

    /** Something of that class of which nothing but a name is known. */
    record Named(String className, String name) implements Invented {}

    static boolean isInvented(long id) {
        return id >= FIRST_ID;
    }

    /** The id of an object; equal ones are the same. */
    synchronized long id(Invented object) {
        Long known = ids.get(object);
        if (known != null) {
            return known;
        }
        chars += object instanceof Text text ? text.text().length() : 0;
        if (chars > MAX_CHARS || byId.size() >= MAX_OBJECTS) {
            throw new CommandFailure(ErrorCode.OUT_OF_MEMORY);
        }
        long id = nextId();
        byId.put(id, object);
        ids.put(object, id);
        return id;
    }

    /** An id that nothing else has. */
    synchronized long nextId() {
        return nextId++;
    }

    synchronized @Nullable Invented find(long id) {
        return byId.get(id);
    }

    /** The reference, text or list that an id stands for. */
    Value value(long id) {
        Invented object = find(id);
        if (object instanceof Text text) {
            return new Value.Text(text.text());
        } else if (object instanceof Elements elements) {
            return new Value.Sequence(elements.values());
        } else if (object instanceof Unavailable unavailable) {
            return new Value.Unavailable(unavailable.why());
        }
        return new Value.Reference(id);
    }
}
