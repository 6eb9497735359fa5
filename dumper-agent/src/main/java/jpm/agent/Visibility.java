package jpm.agent;

import jpm.value.Value;

/** What may be seen of a program's data, by qualified names: of classes, of fields ({@code com.acme.Card.number}), of methods and their variables. */
public interface Visibility {
    /** Hides nothing. */
    Visibility ALL = name -> false;

    /** What stands in place of a hidden value, in Cloud Debugger's words. */
    Value.Unavailable HIDDEN = new Value.Unavailable("blocked by admin");

    /** Whether what bears the name is hidden. */
    boolean hides(String qualifiedName);

    /** Whether a class is hidden. */
    default boolean hides(Class<?> type) {
        return hides(qualified(type));
    }

    /** Whether a field, a method, or a method's variable is hidden, for itself or with its class. */
    default boolean hides(Class<?> type, String member) {
        return hides(qualified(type) + "." + member);
    }

    private static String qualified(Class<?> type) {
        return type.getName().replace('$', '.');
    }
}
