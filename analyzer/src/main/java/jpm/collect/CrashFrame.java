package jpm.collect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a crashed thread.
 *
 * @param owner a class's binary name, or a library's file name
 * @param name the method, or the function as far as it is known, or the offset in the library
 */
record CrashFrame(boolean isJava, String owner, String name) {
    private static final Pattern NATIVE = Pattern.compile("[CVA]\\s+\\[([^+\\]]+)(?:\\+(0x\\p{XDigit}+))?\\]\\s*(.*)");
    private static final Pattern INTERPRETED = Pattern.compile("j\\s+([^\\s(]+)\\.([^.(\\s]+)\\(.*");
    private static final Pattern COMPILED = Pattern.compile("J\\s+\\d+.*? ([^\\s(]+)\\.([^.(\\s]+)\\(.*");

    /** Null for what is neither a Java frame nor one of a library. */
    static @Nullable CrashFrame parse(String line) {
        for (Pattern java : new Pattern[] {INTERPRETED, COMPILED}) {
            Matcher frame = java.matcher(line);
            if (frame.matches()) {
                return new CrashFrame(true, frame.group(1).replace('/', '.'), frame.group(2));
            }
        }
        Matcher frame = NATIVE.matcher(line);
        return frame.matches() ? new CrashFrame(false, frame.group(1), function(frame)) : null;
    }

    /** The function without arguments and offset. */
    private static String function(Matcher frame) {
        String function = frame.group(3)
                .replaceFirst("\\(.*", "")
                .replaceFirst("\\+0x\\p{XDigit}+.*", "")
                .strip();
        String offset = frame.group(2) == null ? "?" : frame.group(2);
        return (function.isEmpty() ? offset : function).replace('.', '_').replaceAll("\\s+", "_");
    }

    /** As {@link StackTraceElement} writes frames. */
    String text() {
        return owner + "." + name + (isJava ? "(Unknown Source)" : "(Native Method)");
    }
}
