package jpm.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import jpm.hprof.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose stacks those of a dump of {@code jhsdb} are: its threads do not say which is theirs, but both are in the same order. Some of the virtual
 * machine's own threads have no stack record; they stand beside each other and have no Java frames, so it does not matter which of them these are.
 */
final class UnnamedStacks {
    private static final Pattern OF_THE_VM = Pattern.compile(
            "(C1|C2|JVMCI) CompilerThread\\d+|Service Thread|Monitor Deflation Thread|Notification Thread|Sweeper thread|Signal Dispatcher");

    private UnnamedStacks() {}

    /**
     * The stack of each thread, null for none; all are null where the order leaves a doubt.
     *
     * @param threadNames in the order of the threads
     */
    static List<@Nullable StackTrace> assign(List<StackTrace> stacks, List<String> threadNames) {
        int missing = threadNames.size() - stacks.size();
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < threadNames.size(); i++) {
            if (OF_THE_VM.matcher(threadNames.get(i)).matches()) {
                own.add(i);
            }
        }
        boolean inOneRun = own.isEmpty() || own.get(own.size() - 1) - own.get(0) == own.size() - 1;
        if (missing < 0 || missing > own.size() || missing > 0 && missing < own.size() && !inOneRun) {
            return Collections.nCopies(threadNames.size(), null);
        }
        List<@Nullable StackTrace> assigned = new ArrayList<>(stacks);
        own.subList(own.size() - missing, own.size()).forEach(index -> assigned.add(index, null));
        return assigned;
    }
}
