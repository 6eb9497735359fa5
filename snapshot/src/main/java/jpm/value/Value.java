package jpm.value;

import java.util.List;

/**
 * One Java value: a primitive, a reference, null, or the statement that the value is not known.
 *
 * <p>References are ids within one {@link ObjectModel}: heap addresses for a heap dump, dense numbers for a live JVM or a
 * snapshot. Two values are the same object exactly when their ids are equal and they come from the same model.
 */
public sealed interface Value {
    Null NULL = new Null();

    /** The null reference. */
    record Null() implements Value {}

    /**
     * A primitive.
     *
     * @param bits int-like types sign-extended (boolean 0 or 1), float by {@link Float#floatToRawIntBits}, double by
     *     {@link Double#doubleToRawLongBits}
     */
    record Primitive(PrimitiveType type, long bits) implements Value {
        /** As {@code String.valueOf} of the primitive. */
        public String text() {
            return switch (type) {
                case BOOLEAN -> bits == 0 ? "false" : "true";
                case CHAR -> String.valueOf((char) bits);
                case FLOAT -> Float.toString(Float.intBitsToFloat((int) bits));
                case DOUBLE -> Double.toString(Double.longBitsToDouble(bits));
                case BYTE, SHORT, INT, LONG -> Long.toString(bits);
            };
        }
    }

    /** A reference to the object {@code id}, never null. */
    record Reference(long id) implements Value {}

    /** A string that is no object of the model, because an expression made it. */
    record Text(String text) implements Value {}

    /** A list that is no object of the model, because an expression made it. */
    record Sequence(List<Value> elements) implements Value {
        public Sequence {
            elements = List.copyOf(elements);
        }
    }

    /**
     * Something else that is no object of the model, because an expression made it: a set, a map, an entry, an {@code Optional}, an array, a
     * class, a stream.
     *
     * @param className the class that Java would have made it of, as {@link ObjectModel#className} names classes
     */
    record Made(String className, View view) implements Value {}

    /**
     * An object of this JVM: an immutable value of the JDK (a date, a big number, an enum constant) that an expression made, or something that only
     * means anything within an expression, as a lambda.
     */
    record Host(Object object) implements Value {}

    /** A value that nobody kept; {@code why} is a clause for the user. */
    record Unavailable(String why) implements Value {}
}
