package jpm.debug;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a dump's {@code threads.txt}: stacks in the form of {@code jstack}. Lines of any other form are passed over. */
final class ThreadsFile {
    private static final Pattern HEAD = Pattern.compile("\"(.*)\" #(\\d+).*");
    private static final Pattern STATE = Pattern.compile("\\s+java\\.lang\\.Thread\\.State: (\\w+).*");
    private static final Pattern FRAME = Pattern.compile("\\s+at (?:.*/)?([^/(]+)\\.([^.(]+)\\((.*)\\)");
    private static final Pattern PLACE = Pattern.compile("(.+):(\\d+)");
    private static final String NOT_KEPT = "only the crashed thread's variables are kept without a heap";

    private ThreadsFile() {}

    /** A thread with its stack; {@code state} null where the file does not say. */
    record ThreadStack(String name, long id, @Nullable String state, List<DebugFrame> frames) {}

    /** The threads of the file in its order; none where it cannot be read. */
    static List<ThreadStack> read(Path file) {
        List<ThreadStack> threads = new ArrayList<>();
        for (String line : lines(file)) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                threads.add(new ThreadStack(head.group(1), Long.parseLong(head.group(2)), null, new ArrayList<>()));
            } else if (!threads.isEmpty()) {
                ThreadStack last = threads.remove(threads.size() - 1);
                threads.add(continued(last, line));
            }
        }
        return threads;
    }

    private static ThreadStack continued(ThreadStack thread, String line) {
        Matcher state = STATE.matcher(line);
        if (state.matches()) {
            return new ThreadStack(thread.name(), thread.id(), state.group(1), thread.frames());
        }
        Matcher frame = FRAME.matcher(line);
        if (frame.matches()) {
            thread.frames().add(frame(thread.frames().size(), frame));
        }
        return thread;
    }

    private static DebugFrame frame(int index, Matcher frame) {
        Matcher place = PLACE.matcher(frame.group(3));
        String file = place.matches() ? place.group(1) : null;
        int unknown = frame.group(3).equals("Native Method") ? DebugFrame.NATIVE_LINE : 0;
        int line = place.matches() ? Integer.parseInt(place.group(2)) : unknown;
        return new DebugFrame(index, frame.group(1), frame.group(2), file, line, line, NOT_KEPT);
    }

    private static List<String> lines(Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString()
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
