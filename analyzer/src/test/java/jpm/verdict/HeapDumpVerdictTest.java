package jpm.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.LongStream;
import jpm.debug.DebugOptions;
import jpm.testdata.HprofBuilder;
import jpm.verdict.Verdict.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of the JVM itself in which the thread that failed did not define a class: the room for classes also gives out where a method is to be profiled. */
class HeapDumpVerdictTest {
    private static final int PLUGINS = 200;

    @TempDir
    Path folder;

    @Test
    void manyLoadersInAHeapWithRoomAreMetaspace() {
        assertThat(kindWhere(1L << 28)).isEqualTo(Kind.METASPACE);
    }

    @Test
    void manyLoadersInAFullHeapAreTheHeap() {
        assertThat(kindWhere(1L << 12)).isEqualTo(Kind.JAVA_HEAP);
    }

    private Kind kindWhere(long maxHeapBytes) {
        HprofBuilder dump = new HprofBuilder();
        dump.root(dump.define("jdk.internal.misc.VM")
                .staticField("directMemory", 'J', maxHeapBytes)
                .id());
        long loaderClass = dump.define("com.acme.PluginLoader").id();
        long[] plugins = LongStream.range(0, PLUGINS)
                .map(i -> dump.define("com.acme.Plugin")
                        .loader(dump.instance(loaderClass))
                        .id())
                .toArray();
        dump.root(dump.objectArray(dump.define("[Ljava.lang.Class;").id(), plugins));
        long thread = dump.instance(dump.define("java.lang.Thread").id());
        dump.thread(
                thread,
                new HprofBuilder.Frame("java/lang/OutOfMemoryError", "<init>", "()V", "OutOfMemoryError.java", 48),
                new HprofBuilder.Frame("com/acme/Shop", "main", "()V", "Shop.java", 9));
        return Diagnosis.of(dump.write(folder.resolve("heap.hprof")), DebugOptions.DEFAULT)
                .kind();
    }
}
