package jpm.debug;

import jpm.value.Value;

/**
 * A variable of a frame.
 *
 * @param name as in the source; {@code slot3} where the class has no names, {@code root0} for a bare frame root
 * @param type the declared type in source form; the object's class where only that is known
 */
public record Local(String name, String type, Kind kind, Value value, Provenance provenance) {
    /** What a variable is to its method. */
    public enum Kind {
        THIS,
        ARGUMENT,
        LOCAL
    }
}
