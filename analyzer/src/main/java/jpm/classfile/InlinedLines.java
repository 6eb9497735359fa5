package jpm.classfile;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where code that Kotlin's compiler copied from an inline function was called. Such code has line numbers beyond the file's end, and the class file's
 * source debug extension (JSR 45) tells the line of the call.
 */
public final class InlinedLines {
    private static final Pattern RANGE =
            Pattern.compile("(\\d{1,9})(?:#\\d{1,9})?(?:,(\\d{1,9}))?:(\\d{1,9})(?:,(\\d{1,9}))?");
    private static final String CALLS = "*S KotlinDebug";

    private InlinedLines() {}

    /** The line of the file that a line number stands for: that of the call for inlined code, else the number itself. */
    public static int callLine(String sourceDebugExtension, int line) {
        int start = sourceDebugExtension.indexOf(CALLS);
        if (start < 0) {
            return line;
        }
        boolean ranges = false;
        for (String text :
                sourceDebugExtension.substring(start + CALLS.length()).split("[\r\n]+")) {
            if (text.startsWith("*")) {
                ranges = text.equals("*L");
            } else if (ranges) {
                int found = callLineInRange(text, line);
                if (found > 0) {
                    return found;
                }
            }
        }
        return line;
    }

    /** {@code 174#1,2:3687,3} says: lines 3687 to 3689 stand for 174, 3690 to 3692 for 175. */
    private static int callLineInRange(String text, int line) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return 0;
        }
        int input = Integer.parseInt(range.group(1));
        int repeat = range.group(2) == null ? 1 : Integer.parseInt(range.group(2));
        int output = Integer.parseInt(range.group(3));
        int increment = range.group(4) == null ? 1 : Math.max(1, Integer.parseInt(range.group(4)));
        int offset = line - output;
        return offset >= 0 && offset < (long) repeat * increment ? input + offset / increment : 0;
    }
}
