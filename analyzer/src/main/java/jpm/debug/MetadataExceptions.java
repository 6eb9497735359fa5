package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Reads the exceptions of {@code dump.json}'s {@code chain}; whatever is not as documented is taken as far as it goes. */
final class MetadataExceptions {
    /** {@code com.acme.Shop.price(Shop.java:17)}, with a module or loader before a slash. */
    private static final Pattern FRAME = Pattern.compile("(?:.*/)?([^/(]+)\\.([^.(]+)\\(([^:)]*)(?::(\\d+))?\\)");

    /** Stands for an exception of which only the metadata tells. */
    static final Value NO_OBJECT = new Value.Unavailable("there is no heap in this dump");

    private MetadataExceptions() {}

    static ThrownException read(@Nullable Object json, Value object) {
        Map<?, ?> fields = json instanceof Map<?, ?> map ? map : Map.of();
        String className = fields.get("class") instanceof String text ? text : "?";
        String message = fields.get("message") instanceof String text ? text : null;
        List<ThrownException> suppressed = new ArrayList<>();
        for (Object element : list(fields.get("suppressed"))) {
            suppressed.add(read(element, NO_OBJECT));
        }
        return new ThrownException(object, className, message, stack(fields.get("stack")), suppressed, List.of());
    }

    private static List<StackTraceElement> stack(@Nullable Object json) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (Object element : list(json)) {
            Matcher frame = FRAME.matcher(String.valueOf(element));
            if (frame.matches()) {
                stack.add(element(frame));
            }
        }
        return stack;
    }

    private static StackTraceElement element(Matcher frame) {
        String file = frame.group(3);
        boolean isNative = file.equals("Native Method");
        boolean known = !isNative && !file.isEmpty() && !file.equals("Unknown Source");
        int line = frame.group(4) != null ? Integer.parseInt(frame.group(4)) : isNative ? DebugFrame.NATIVE_LINE : -1;
        return new StackTraceElement(frame.group(1), frame.group(2), known ? file : null, line);
    }

    private static List<?> list(@Nullable Object json) {
        return json instanceof List<?> list ? list : List.of();
    }
}
