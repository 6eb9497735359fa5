package jpm.debug;

import java.util.List;
import jpm.classfile.ClassFiles;
import jpm.graph.Heap;
import jpm.value.ObjectModel;
import org.jspecify.annotations.Nullable;

/** What a {@link DebugSession} reads: one process at the moment of its dump, whatever kind of file holds it. */
public interface DeadProcess extends AutoCloseable {
    DumpHeader header();

    /** The objects. */
    ObjectModel model();

    /** The heap that the objects are read from; null where there is none. */
    default @Nullable Heap heap() {
        return null;
    }

    /** The binary names of all classes; empty where they are not known. */
    default List<String> classNames() {
        return List.of();
    }

    /** All threads, numbered from 1, the crashed one first where there is one; never empty. */
    List<DebugThread> threads();

    /** The stack of one of {@link #threads()}. */
    DebugStack stack(DebugThread thread);

    /** The exception that the dump is about, then its causes; empty where it is about none. */
    List<ThrownException> exceptions();

    /** The stack on which one of {@link #exceptions()} was thrown, with whatever variables are known of it. */
    DebugStack stack(ThrownException exception);

    /** The source of a frame. */
    SourceView source(DebugFrame frame);

    /** Where the class files of its classes are found; they stay usable until the process is closed. */
    ClassFiles classFiles();

    @Override
    void close();
}
