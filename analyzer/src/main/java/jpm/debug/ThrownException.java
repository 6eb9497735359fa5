package jpm.debug;

import java.util.List;
import jpm.value.PrintLimits;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * An exception of the dump.
 *
 * @param value the exception object; {@link Value.Unavailable} where the dump holds no heap
 * @param className its class's binary name
 * @param message its detail message, read from the field, or null
 * @param stack the stack that it was filled with, innermost first, at most 1024 elements unless the JVM was told otherwise
 * @param suppressed its suppressed exceptions, each with its causes
 * @param causes the causes of an exception that is itself suppressed; empty for members of the main chain, which are listed one after
 *     the other
 */
public record ThrownException(
        Value value,
        String className,
        @Nullable String message,
        List<StackTraceElement> stack,
        List<ThrownException> suppressed,
        List<ThrownException> causes) {
    /** {@code class: message}; a long message is cut as a value is that is printed. */
    public String description() {
        return message == null ? className : className + ": " + cut(message);
    }

    /** A message as it is shown: messages may be megabytes long. */
    static String cut(String message) {
        int limit = PrintLimits.DEFAULT.maxChars();
        if (message.length() <= limit) {
            return message;
        }
        int end = Character.isHighSurrogate(message.charAt(limit - 1)) ? limit - 1 : limit;
        return message.substring(0, end) + "...(truncated)";
    }
}
