package jpm.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The threads that jhsdb found in a core. */
final class CoreStacks {
    private static final Pattern THREAD = Pattern.compile("\"(.*)\".* nid=(0x[0-9a-f]{1,15}|\\d{1,18})\\b.*");
    private static final Pattern FRAME = Pattern.compile(" - ([^\\s(]+)\\(.*?\\) @bci=-?\\d+(?:, line=(\\d+))?.*");

    private final List<CoreThread> threads = new ArrayList<>();

    /**
     * A thread.
     *
     * @param number the kernel's
     * @param frames as in a stack trace, innermost first
     */
    record CoreThread(String name, long number, List<String> frames) {
        /** Without the place in the source. */
        List<String> methods() {
            return frames.stream()
                    .map(frame -> frame.substring(0, frame.indexOf('(')))
                    .distinct()
                    .toList();
        }
    }

    private CoreStacks() {}

    /** @param text what {@code jhsdb jstack} printed */
    static CoreStacks of(String text) {
        CoreStacks stacks = new CoreStacks();
        List<String> frames = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            Matcher thread = THREAD.matcher(line);
            Matcher frame = FRAME.matcher(line);
            if (thread.matches()) {
                frames = new ArrayList<>();
                stacks.threads.add(new CoreThread(thread.group(1), Long.decode(thread.group(2)), frames));
            } else if (frame.matches()) {
                String place = frame.group(2) == null ? "Native Method" : "Unknown Source:" + frame.group(2);
                frames.add(frame.group(1) + "(" + place + ")");
            }
        }
        return stacks;
    }

    List<CoreThread> threads() {
        return threads;
    }

    /** The thread with the kernel's number; null for one that runs no Java. */
    @Nullable
    CoreThread find(long number) {
        return threads.stream()
                .filter(thread -> thread.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** As threads.txt has them. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (CoreThread thread : threads) {
            lines.add("\"" + thread.name() + "\" #" + ++number);
            thread.frames().forEach(frame -> lines.add("\tat " + frame));
            lines.add("");
        }
        return lines;
    }
}
