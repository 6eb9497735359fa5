package jpm.expr;

import java.util.List;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Where an expression is evaluated: a frame, or nothing but a heap. */
public interface Scope {
    ObjectModel model();

    /** The value of a variable, of {@code this}, or of a name that begins with {@code $}; null where there is none of that name. */
    @Nullable
    Value variable(String name);

    /** The names of the variables, for messages. */
    List<String> variableNames();

    /** The binary name of the class whose method the frame is in, or null. */
    @Nullable
    String className();

    /** The binary names of the classes that people call by that name: {@code com.acme.Shop$Item} for {@code Item}. */
    List<String> classesNamed(String simpleName);

    /** The class file of a class, or null where there is none. */
    default byte @Nullable [] classFile(String className) {
        return null;
    }

    /** Called now and then while something large is looked at; throws {@link java.util.concurrent.CancellationException} to end that. */
    default void checkCancelled() {}

    /** Whether there is an object of that id, as {@code Item@1f} in an expression asks. */
    default boolean hasObject(long id) {
        return false;
    }
}
