package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jpm.snapshot.SiteTable;
import jpm.snapshot.SiteTable.LineRange;
import jpm.snapshot.SiteTable.Method;
import jpm.snapshot.SiteTable.Site;
import jpm.snapshot.SiteTable.Variable;
import jpm.snapshot.SiteTable.VariableKind;
import jpm.testdata.HprofBuilder;
import jpm.testdata.HprofBuilder.ClassDefinition;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapProcessTest {
    private static final int SITE_OF_PRICE = 101;
    private static final int SITE_OF_MAIN = 100;

    @TempDir
    Path folder;

    private final HprofBuilder dump = new HprofBuilder();
    private final long object = dump.define("java.lang.Object").id();
    private final long thread = dump.define("java.lang.Thread")
            .extend(object)
            .field("name", 'L')
            .field("tid", 'J')
            .field("threadStatus", 'I')
            .id();
    private final long element = dump.define("java.lang.StackTraceElement")
            .extend(object)
            .field("declaringClass", 'L')
            .field("methodName", 'L')
            .field("fileName", 'L')
            .field("lineNumber", 'I')
            .id();
    private final long elements =
            dump.define("[Ljava/lang/StackTraceElement;").extend(object).id();
    private final long objects =
            dump.define("[Ljava/lang/Object;").extend(object).id();
    private final long throwable = dump.define("java.lang.Throwable")
            .extend(object)
            .field("detailMessage", 'L')
            .field("cause", 'L')
            .field("stackTrace", 'L')
            .field("suppressedExceptions", 'L')
            .id();
    private final long failure =
            dump.define("com.acme.Failure").extend(throwable).id();

    @Test
    void a_crashed_thread_shows_the_frames_and_values_that_the_agent_recorded() {
        long main = dump.instance(thread, dump.string("main"), 1L, 5);
        long other = dump.instance(thread, dump.string("worker"), 17L, 0x0400 | 1);
        long item = dump.string("coffee");
        long thrown = failure("no price", 0, frame("com.acme.Shop", "price", 17), frame("com.acme.Shop", "main", 9));
        long segment = segment(thrown, new int[] {SITE_OF_PRICE, SITE_OF_MAIN}, new long[] {item, 0}, new long[] {-3});
        capture(thrown, main, chain(main, segment));
        dump.thread(main);
        dump.thread(other, new HprofBuilder.Frame("java/lang/Object", "wait0", "(J)V", "Object.java", -3, item));

        try (DebugSession session = open()) {
            assertThat(session.header().exception()).isEqualTo("com.acme.Failure");
            assertThat(session.header().message()).isEqualTo("no price");
            assertThat(session.threads())
                    .containsExactly(
                            new DebugThread(1, "main", 1, "RUNNABLE", true),
                            new DebugThread(2, "worker", 17, "BLOCKED", false));
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("com.acme.Shop.price at Shop.java:17", "com.acme.Shop.main at Shop.java:9");
            assertThat(session.locals(session.frames().get(0)))
                    .containsExactly(
                            new Local(
                                    "item",
                                    "java.lang.String",
                                    Local.Kind.ARGUMENT,
                                    new Value.Reference(item),
                                    Provenance.CAPTURED),
                            new Local(
                                    "qty",
                                    "int",
                                    Local.Kind.LOCAL,
                                    new Value.Primitive(PrimitiveType.INT, -3),
                                    Provenance.CAPTURED));
            assertThat(session.locals(session.frames().get(1)))
                    .containsExactly(new Local(
                            "args", "java.lang.String[]", Local.Kind.ARGUMENT, Value.NULL, Provenance.CAPTURED));

            session.selectThread(2);
            assertThat(session.currentFrame().place()).isEqualTo("native");
            assertThat(session.locals(session.currentFrame()))
                    .containsExactly(new Local(
                            "root0", "java.lang.String", Local.Kind.LOCAL, new Value.Reference(item), Provenance.ROOT));
        }
    }

    @Test
    void a_wrapped_exception_begins_where_its_cause_was_thrown_and_each_cause_has_its_own_stack() {
        long main = dump.instance(thread, dump.string("main"), 1L, 5);
        long cause = failure("inner", 0, frame("com.acme.Shop", "price", 17), frame("com.acme.Shop", "main", 9));
        long wrapper = failure("outer", cause, frame("com.acme.Shop", "main", 11));
        long inner = segment(cause, new int[] {SITE_OF_PRICE}, new long[] {0}, new long[] {1});
        long outer = segment(wrapper, new int[] {SITE_OF_MAIN}, new long[] {0}, new long[0]);
        capture(wrapper, main, chain(main, inner, outer));

        try (DebugSession session = open()) {
            assertThat(session.exceptions())
                    .extracting(ThrownException::message)
                    .containsExactly("outer", "inner");
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("com.acme.Shop.price at Shop.java:17", "com.acme.Shop.main at Shop.java:11");

            session.selectException(1);
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("com.acme.Shop.price at Shop.java:17", "com.acme.Shop.main at Shop.java:9");
        }
    }

    @Test
    void causes_that_run_in_a_circle_end() {
        long second = dump.nextId(0x7000_0000L).instance(failure, 0L, 0x7000_1000L, 0L, 0L);
        long first = dump.nextId(0x7000_1000L).instance(failure, 0L, second, 0L, 0L);
        long main = dump.instance(thread, dump.string("main"), 1L, 5);
        capture(first, main, chain(main));

        try (DebugSession session = open()) {
            assertThat(session.exceptions()).hasSize(2);
            assertThat(session.frames()).isEmpty();
        }
    }

    @Test
    void a_heap_dump_of_no_agent_says_what_it_cannot_show() {
        long main = dump.instance(thread, dump.string("main"), 1L, 5);
        dump.thread(main, new HprofBuilder.Frame("com/acme/Shop", "main", "()V", "Shop.java", 9));

        try (DebugSession session = open()) {
            assertThat(session.header().note()).contains("without the jpm agent");
            assertThat(session.exceptions()).isEmpty();
            assertThat(session.currentFrame().whyNoLocals()).contains("without names");
        }
    }

    @Test
    void a_frame_without_record_says_why_as_far_as_the_site_tables_tell() {
        long main = dump.instance(thread, dump.string("main"), 1L, 5);
        long thrown = failure(
                "x",
                0,
                frame("com.acme.Shop", "price", 17),
                frame("com.acme.Shop", "close", 30),
                frame("org.lib.Pool", "run", 4));
        capture(thrown, main, chain(main));
        dump.thread(main);

        try (DebugSession session = open()) {
            assertThat(session.frames().get(0).whyNoLocals()).contains("without its variables being recorded");
            assertThat(session.frames().get(1).whyNoLocals()).isNull();
            assertThat(session.frames().get(2).whyNoLocals()).contains("does not instrument this class");
        }
    }

    private DebugSession open() {
        return DebugSession.open(dump.write(folder.resolve("test.hprof")), DebugOptions.DEFAULT);
    }

    private long frame(String className, String method, int line) {
        return dump.instance(element, dump.string(className), dump.string(method), dump.string("Shop.java"), line);
    }

    private long failure(String message, long cause, long... frames) {
        return dump.instance(failure, dump.string(message), cause, dump.objectArray(elements, frames), 0L);
    }

    private long segment(long thrown, int[] sites, long[] refs, long[] bits) {
        ClassDefinition segment = dump.define("java.lang.JpmSegment")
                .extend(object)
                .field("thrown", 'L')
                .field("frameCount", 'I')
                .field("sites", 'L')
                .field("refs", 'L')
                .field("bits", 'L')
                .field("droppedFrames", 'I')
                .field("headFrames", 'I');
        return dump.instance(
                segment.id(),
                thrown,
                sites.length,
                dump.array(sites),
                dump.objectArray(objects, refs),
                dump.array(bits),
                0,
                sites.length);
    }

    private long chain(long owner, long... segments) {
        ClassDefinition chain = dump.define("java.lang.JpmChain")
                .extend(object)
                .field("owner", 'L')
                .field("segments", 'L');
        return dump.instance(chain.id(), owner, dump.objectArray(objects, segments));
    }

    private void capture(long thrown, long crashed, long chain) {
        Method price = new Method("price", "(Ljava/lang/String;)I", 0);
        Method main = new Method("main", "([Ljava/lang/String;)V", 9);
        Variable item = new Variable("item", "Ljava/lang/String;", VariableKind.ARGUMENT);
        Variable quantity = new Variable("qty", "I", VariableKind.LOCAL);
        Variable args = new Variable("args", "[Ljava/lang/String;", VariableKind.ARGUMENT);
        SiteTable table = new SiteTable(
                "com.acme.Shop",
                "Shop.java",
                List.of(
                        new Site(main, 0, 0, 20, List.of(new LineRange(8, 12)), List.of(args)),
                        new Site(price, 0, 0, 9, List.of(new LineRange(17, 17)), List.of(quantity, item))));
        dump.define("java.lang.JpmCapture")
                .extend(object)
                .staticField("FORMAT", 'I', 1)
                .staticField("thrown", 'L', thrown)
                .staticField("thread", 'L', crashed)
                .staticField("dumpId", 'L', dump.string("20261121T104903Z-1-abcdef"))
                .staticField("chains", 'L', dump.objectArray(objects, 0, chain))
                .staticField("sites", 'L', dump.objectArray(objects, dump.array(table.encode()), 0))
                .staticField("siteBases", 'L', dump.array(new int[] {SITE_OF_MAIN, 0}));
    }
}
