package jpm.debug;

import java.util.List;
import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.ClassFileSearch;
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

    /** What the breakpoint asked that the dump is about. */
    default HitResults hit() {
        return HitResults.NONE;
    }

    /** The exception that the dump is about, then its causes; empty where it is about none. */
    List<ThrownException> exceptions();

    /** The stack on which one of {@link #exceptions()} was thrown, with whatever variables are known of it. */
    DebugStack stack(ThrownException exception);

    /** The source of a frame. */
    SourceView source(DebugFrame frame);

    /** The source of a frame where it need not be decompiled, which takes time. */
    default SourceView sourceAtHand(DebugFrame frame) {
        return source(frame);
    }

    /** The address of a thread's object, or 0 where the dump does not tell. */
    default long objectId(DebugThread thread) {
        return 0;
    }

    /** Where the process's classes are looked for. */
    default ClassFileSearch classFiles() {
        return new ClassFileSearch(List.of(), List.of());
    }

    /** The class file of a class ({@code com.acme.Shop$Item}), or null where none is found. */
    default @Nullable Found classFile(String className) {
        return null;
    }

    @Override
    void close();
}
