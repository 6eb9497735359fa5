package jpm.tui;

import java.util.List;
import jpm.debug.HeapBrowser;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What the interface asks of an open dump, in the words in which it is shown. Called from one thread, which may wait as long
 * as it takes; what comes back is immutable.
 */
interface Debuggee extends AutoCloseable {
    /** One line on what died, when and of what. */
    String headline();

    /** What the output panel shows at first. */
    String greeting();

    List<ThreadRow> threads();

    /** The number of the thread whose frames are shown. */
    int currentThread();

    void selectThread(int number);

    /** The current thread's frames, the innermost first. */
    List<FrameRow> frames();

    int currentFrame();

    void selectFrame(int index);

    /** The source of the current frame. */
    SourceText source();

    /** The variables of the current frame. */
    Locals locals();

    List<Variable> children(Variable parent, int from, int count);

    /** What is known of the dump besides its objects, one fact a line. */
    default List<String> description() {
        return List.of();
    }

    /** The heap behind the dump, null where there is none; it may be asked from any thread. */
    default @Nullable HeapBrowser heap() {
        return null;
    }

    /** Runs a command line of the debugger. */
    Reply execute(String command);

    /** The words that could stand at the cursor, whole. */
    List<String> complete(String line, int cursor);

    /** The debugger's commands with what they do. */
    List<CommandSummary> commands();

    @Override
    void close();

    /** A thread; {@code note} is its state and what else is to be said of it, possibly empty. */
    record ThreadRow(int number, String name, String note, boolean crashed) {}

    /** A frame: its class and method, and what is put after it to say where it stands in that, as {@code :17}. */
    record FrameRow(int index, String method, String location) {}

    /**
     * Source text.
     *
     * @param title the file, and where it came from
     * @param lines empty where there is none
     * @param numbers the number of each line, 0 for none; empty where they count from 1
     * @param currentRow the line to mark, from 0; -1 where it is not known
     * @param nearestRow the line to look at
     * @param problem why there is no text, one line each; empty when there is
     */
    record SourceText(
            String title,
            List<String> lines,
            List<Integer> numbers,
            int currentRow,
            int nearestRow,
            List<String> problem) {
        /** Why there is no text. */
        static SourceText none(String title, List<String> problem) {
            return new SourceText(title, List.of(), List.of(), -1, 0, problem);
        }
    }

    /** A frame's variables, and why they are not all known, which is empty when they are. */
    record Locals(List<Variable> variables, String problem) {}

    /**
     * A variable, field or element.
     *
     * @param label its name, or {@code [3]}
     * @param note how sure its value is, where it is not certain
     * @param preview its value in short
     * @param childCount how many children can be asked for
     */
    record Variable(String label, String note, String preview, int childCount, Value value) {}

    /** What a command printed. */
    record Reply(String text, boolean failed, boolean quit) {}

    /** A command for the help screen. */
    record CommandSummary(String usage, String summary) {}
}
