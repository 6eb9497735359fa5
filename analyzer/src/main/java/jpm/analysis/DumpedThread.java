package jpm.analysis;

import java.util.List;
import jpm.graph.HeapFrame;
import jpm.graph.HeapThread;
import org.jspecify.annotations.Nullable;

/**
 * A thread that lived when the dump was made.
 *
 * @param className the class of its object; a notice in parentheses where the dump lacks the object
 * @param javaId as {@link Thread#getId()}, -1 where it is not known
 * @param state a name of {@link Thread.State}, null where it is not known
 * @param stackNumber the same for all threads with the same stack, from 1
 */
public record DumpedThread(
        HeapThread thread,
        String className,
        long javaId,
        @Nullable String state,
        boolean isDaemon,
        boolean isVirtual,
        int stackNumber) {
    public List<HeapFrame> frames() {
        return thread.frames();
    }

    /** How many references the thread's frames hold. */
    public int frameRoots() {
        return frames().stream().mapToInt(f -> f.roots().size()).sum();
    }

    /** The thread's name, or one made of its number where it has none. */
    public String shownName() {
        String known = thread.name();
        return !known.isEmpty() ? known : "thread " + (javaId >= 0 ? javaId : thread.serial());
    }
}
