package jpm.debug;

import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.ClassFileSearch;
import org.jspecify.annotations.Nullable;

/** A process whose dump says more of it than its objects and stacks. */
abstract class DumpedProcess implements DeadProcess {
    final DumpFacts facts;

    /** @param facts are closed with the process */
    DumpedProcess(DumpFacts facts) {
        this.facts = facts;
    }

    @Override
    public final HitResults hit() {
        return facts.hit();
    }

    @Override
    public final SourceView source(DebugFrame frame) {
        return facts.source(frame);
    }

    @Override
    public final SourceView sourceAtHand(DebugFrame frame) {
        return facts.sourceAtHand(frame);
    }

    @Override
    public final ClassFileSearch classFiles() {
        return facts.classFiles();
    }

    @Override
    public final @Nullable Found classFile(String className) {
        return facts.classFile(className);
    }

    @Override
    public void close() {
        facts.close();
    }
}
