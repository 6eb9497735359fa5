package jpm.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import jpm.agent.start.AgentOptions;
import org.jspecify.annotations.Nullable;

/**
 * Which exceptions the user wants dumped when they are thrown: by class, by the method that throws, by message, and which occurrences of them.
 *
 * <p>The filter is {@code class[#method[#frame]]}, several of them separated by semicolons: a class or one above it, with or without its package; a
 * method as {@code com.acme.Shop.price} or {@code price}; and the frame that the method is in, 0 for the innermost, or any where none is told.
 * {@code *} stands for any text.
 */
final class WantedExceptions {
    private static final int ANY_FRAME = -1;

    private final List<Filter> filters = new ArrayList<>();
    private final @Nullable String message;
    private final long from;
    private final long to;

    WantedExceptions(AgentOptions.Throwing throwing) {
        message = throwing.message();
        from = throwing.from();
        to = throwing.to();
        String text = throwing.filter();
        int start = 0;
        for (int i = 0; text != null && i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == ';') {
                add(text.substring(start, i).trim());
                start = i + 1;
            }
        }
    }

    private void add(String text) {
        if (!text.isEmpty()) {
            int hash = end(text, 0);
            int second = end(text, hash + 1);
            filters.add(new Filter(
                    dotted(text.substring(0, hash)),
                    hash < text.length() ? dotted(text.substring(hash + 1, second)) : null,
                    second < text.length() ? frame(text.substring(second + 1)) : ANY_FRAME,
                    new AtomicLong()));
        }
    }

    private static int end(String text, int start) {
        int hash = text.indexOf('#', start);
        return hash < 0 ? text.length() : hash;
    }

    private static String dotted(String name) {
        return name.trim().replace('/', '.');
    }

    private static int frame(String text) {
        try {
            return Math.max(0, Integer.parseInt(text.trim()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Counts an exception, and tells whether this occurrence is wanted. */
    boolean isDue(Throwable thrown, Internals internals) {
        boolean due = false;
        for (Filter filter : filters) {
            if (filter.takes(thrown, internals) && hasMessage(thrown, internals)) {
                long count = filter.occurrences.incrementAndGet();
                due |= count >= from && count <= to;
            }
        }
        return due;
    }

    private boolean hasMessage(Throwable thrown, Internals internals) {
        if (message == null) {
            return true;
        }
        String text = internals.message(thrown);
        return text != null && Wildcards.match(message, text);
    }

    /** One of the filters, and how many exceptions passed it. */
    private record Filter(String type, @Nullable String method, int frame, AtomicLong occurrences) {
        boolean takes(Throwable thrown, Internals internals) {
            return isOfType(thrown) && (method == null || isThrownBy(method, internals.stackTrace(thrown)));
        }

        private boolean isOfType(Throwable thrown) {
            for (Class<?> each = thrown.getClass(); each != null; each = each.getSuperclass()) {
                if (isCalled(each.getName(), type)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isThrownBy(String wanted, StackTraceElement[] stack) {
            for (int i = 0; i < stack.length; i++) {
                if ((frame == ANY_FRAME || frame == i)
                        && isCalled(stack[i].getClassName() + '.' + stack[i].getMethodName(), wanted)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether a name is like a pattern, with or without what is before one of its dots. */
        private static boolean isCalled(String name, String pattern) {
            boolean isCalled = Wildcards.match(pattern, name);
            for (int dot = name.indexOf('.'); dot >= 0 && !isCalled; dot = name.indexOf('.', dot + 1)) {
                isCalled = Wildcards.match(pattern, name.substring(dot + 1));
            }
            return isCalled;
        }
    }
}
