package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jpm.classfile.ClassPath;
import jpm.debug.DebugOptions;
import jpm.source.SourcePath;

/** Options of all commands that open a dump for debugging: where what the dump lacks is found. */
final class DebugFlags {
    static final Flag SOURCE_PATH = Flag.taking(
            null,
            "source-path",
            "PATH",
            "folders and jars with sources, and FROM=TO where what lay in FROM lies here in TO; joined by colons; may be given several times");
    static final Flag CLASS_PATH = Flag.taking(
            null,
            "classpath",
            "PATH",
            "jars, folders of classes, and DIR/* for its jars, joined by colons; may be given several times");

    private DebugFlags() {}

    /** What the options say. */
    static DebugOptions options(Invocation invocation) {
        List<Path> classPath = new ArrayList<>();
        invocation.options("classpath").forEach(text -> classPath.addAll(ClassPath.parse(text)));
        return DebugOptions.DEFAULT
                .withSourcePath(SourcePath.parse(invocation.options("source-path")))
                .withClassPath(classPath)
                .withIndexCache(HeapCommand.indexDirectory(invocation));
    }
}
