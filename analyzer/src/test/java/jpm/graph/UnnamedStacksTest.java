package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jpm.hprof.StackTrace;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnnamedStacksTest {
    private static final StackTrace A = new StackTrace(2, 1, new long[] {7});
    private static final StackTrace B = new StackTrace(3, 2, new long[] {});
    private static final StackTrace C = new StackTrace(4, 3, new long[] {8, 9});

    @TempDir
    Path folder;

    @Test
    void both_are_in_the_same_order() {
        assertThat(UnnamedStacks.assign(List.of(A, B, C), List.of("main", "Signal Dispatcher", "worker")))
                .containsExactly(A, B, C);
    }

    @Test
    void threads_of_the_vm_may_have_no_record() {
        assertThat(UnnamedStacks.assign(
                        List.of(A, B, C), List.of("main", "Service Thread", "C1 CompilerThread0", "worker")))
                .containsExactly(A, B, null, C);
        assertThat(UnnamedStacks.assign(List.of(A, C), List.of("main", "Service Thread", "worker")))
                .containsExactly(A, null, C);
    }

    @Test
    void what_is_in_doubt_is_nobodys() {
        assertThat(UnnamedStacks.assign(List.of(A), List.of("main", "worker"))).containsOnlyNulls();
        assertThat(UnnamedStacks.assign(List.of(A, B, C), List.of("main"))).containsOnlyNulls();
        assertThat(UnnamedStacks.assign(
                        List.of(A, B, C), List.of("Service Thread", "main", "worker", "C1 CompilerThread0")))
                .containsOnlyNulls();
    }

    /** The layout that jhsdb of JDK 17 and 25 was seen to write: all threads name the empty stack 1. */
    @Test
    void a_dump_of_jhsdb_has_stacks() throws IOException {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.Thread").id();
        int none = dump.trace(0);
        dump.trace(1, new HprofBuilder.Frame("com.acme.Shop", "price", "()V", "Shop.java", 17));
        dump.trace(2, new HprofBuilder.Frame("com.acme.Shop", "wait", "()V", "Shop.java", 9));
        dump.threadRoot(dump.instance(type), 1, none);
        dump.threadRoot(dump.instance(type), 2, none);

        try (Heap heap = Heap.open(dump.write(folder.resolve("sa.hprof")), HeapOptions.defaults())) {
            assertThat(heap.threads())
                    .extracting(thread -> thread.frames().get(0).methodName())
                    .containsExactly("price", "wait");
        }
    }
}
