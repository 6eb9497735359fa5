package jpm.store;

import java.io.File;

/** What end.json tells of the heap, read cheaply: the file is a few dozen bytes. */
final class DumpEnd {
    /** Length of the heap dump as it was written, 0 when none was. */
    final long heapBytes;

    /** Whether writing the heap failed. */
    final boolean failed;

    private DumpEnd(long heapBytes, boolean failed) {
        this.heapBytes = heapBytes;
        this.failed = failed;
    }

    static DumpEnd read(File file) {
        DumpMetadata end = DumpMetadata.readFile(file.toPath());
        Long bytes = end.number("heapBytes");
        return new DumpEnd(bytes == null ? 0 : bytes, end.text("heapError") != null);
    }
}
