package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jpm.snapshot.RecordedFrame.Captured;
import jpm.snapshot.RecordedFrame.Segment;
import jpm.snapshot.SiteTable.LineRange;
import jpm.snapshot.SiteTable.Method;
import jpm.snapshot.SiteTable.Site;
import jpm.snapshot.SiteTable.Variable;
import jpm.snapshot.SiteTable.VariableKind;
import jpm.snapshot.StackAligner.Frame;
import jpm.snapshot.StackAligner.Stack;
import jpm.snapshot.StackAligner.Thrown;
import jpm.snapshot.StackAligner.TraceFrame;
import jpm.value.PrimitiveType;
import org.junit.jupiter.api.Test;

/** Traces are written as {@code method:line}, records as {@code method:first-last}, with {@code !} when rethrown. */
class StackAlignerTest {
    private static final Variable NAME = new Variable("name", "Ljava/lang/String;", VariableKind.LOCAL);

    @Test
    void pairsFramesOneToOneAndLeavesUninstrumentedOnesWithout() {
        assertThat(align(thrown("price:17 lib:3 process:30 main:5", "price:16-18=a process:30-30=b main:4-6=c")))
                .containsExactly("price:17=a", "lib:3", "process:30=b", "main:5=c");
    }

    @Test
    void passesOverTheSecondRecordOfAnActivation() {
        assertThat(align(thrown(
                        "deep:10 deep:10 main:5", "deep:10-10=a deep:12-12!=x deep:10-10=b deep:12-12!=y main:5-5=c")))
                .containsExactly("deep:10=a", "deep:10=b", "main:5=c");
    }

    @Test
    void passesOverASecondRecordThatFitsTheLineToo() {
        assertThat(align(thrown(
                        "deep:10 deep:10 main:5", "deep:10-10=a deep:10-12!=x deep:10-10=b deep:10-12!=y main:5-5=c")))
                .containsExactly("deep:10=a", "deep:10=b", "main:5=c");
    }

    @Test
    void takesAThrowInsideAFinally() {
        assertThat(align(thrown("deep:5 deep:8 deep:8 main:2", "deep:5-5=a deep:8-8!=b deep:8-8!=c main:2-2=d")))
                .containsExactly("deep:5=a", "deep:8=b", "deep:8=c", "main:2=d");
    }

    @Test
    void takesAnExceptionMadeOnOneLineAndThrownOnAnother() {
        assertThat(align(thrown("check:10 main:5", "check:12-12=a main:5-5=b")))
                .containsExactly("check:10=a", "main:5=b");
    }

    @Test
    void survivesARecordThatBelongsToNoFrame() {
        assertThat(align(thrown("check:10 main:5", "other:1-1=x check:10-10=a main:5-5=b")))
                .containsExactly("check:10=a", "main:5=b");
    }

    @Test
    void showsRecordsAloneForAStacklessException() {
        Stack<String> stack = StackAligner.align(thrown("", "price:17-17=a price:19-19!=x main:4-6=b"));
        assertThat(texts(stack)).containsExactly("price:17=a", "main:-1=b");
        assertThat(stack.frames().get(1).lines()).containsExactly(new LineRange(4, 6));
    }

    @Test
    void goesOnBehindACutTrace() {
        Stack<String> stack = StackAligner.align(
                thrown("deep:10 deep:10", "deep:10-10=a deep:10-10=b deep:10-10=c deep:12-12!=x main:5-5=d"), 2);
        assertThat(texts(stack)).containsExactly("deep:10=a", "deep:10=b", "deep:10=c", "main:5=d");
        assertThat(stack.omittedFrames()).isZero();
    }

    @Test
    void keepsBothEndsOfAStackWhoseInnerCodeIsNotInstrumented() {
        Stack<String> stack = StackAligner.align(thrown("match:10 match:10", "search:5-5=a main:7-7=b"), 2);
        assertThat(texts(stack)).containsExactly("match:10", "match:10", "search:5=a", "main:7=b");
        assertThat(stack.gapIndex()).isEqualTo(2);
        assertThat(stack.omittedFrames()).isEqualTo(Stack.UNKNOWN);
    }

    @Test
    void marksTheGapOfAStackTooDeepToRecord() {
        Segment<String> all = segment("deep:10-10=a deep:10-10=b main:5-5=c");
        Thrown<String> thrown = new Thrown<>(trace("deep:10"), new Segment<>(all.frames(), 2, 70_000));
        Stack<String> stack = StackAligner.align(thrown, 1);
        assertThat(texts(stack)).containsExactly("deep:10=a", "deep:10=b", "main:5=c");
        assertThat(stack.gapIndex()).isEqualTo(2);
        assertThat(stack.omittedFrames()).isEqualTo(70_000);
    }

    @Test
    void combinesACauseWithItsWrapperAtTheMethodThatWrapped() {
        Thrown<String> wrapper = thrown("load:35 main:5", "load:35-35=w main:5-5=m");
        Thrown<String> cause = thrown("parse:7 load:30 main:5", "parse:7-7=p");
        assertThat(texts(StackAligner.combine(List.of(wrapper, cause))))
                .containsExactly("parse:7=p", "load:35=w", "main:5=m");
    }

    @Test
    void combinesWhenCaughtAndThrownOnOneLine() {
        Thrown<String> wrapper = thrown("load:30 main:5", "load:30-30=w main:5-5=m");
        Thrown<String> cause = thrown("parse:7 load:30 main:5", "parse:7-7=p");
        assertThat(texts(StackAligner.combine(List.of(wrapper, cause))))
                .containsExactly("parse:7=p", "load:30=w", "main:5=m");
    }

    @Test
    void combinesTwoLevels() {
        Thrown<String> outer = thrown("run:9 main:5", "run:9-9=r main:5-5=m");
        Thrown<String> middle = thrown("wrap:1 load:35 run:8 main:5", "wrap:1-1=x load:35-35=w");
        Thrown<String> root = thrown("parse:7 load:30 run:8 main:5", "parse:7-7=p");
        assertThat(texts(StackAligner.combine(List.of(outer, middle, root))))
                .containsExactly("parse:7=p", "load:35=w", "run:9=r", "main:5=m");
    }

    @Test
    void leavesOutACauseOfAnotherThread() {
        Thrown<String> wrapper = thrown("get:3 task:8 pool:1", "task:8-8=t");
        Thrown<String> cause = thrown("other:4 pool:1", "other:4-4=o");
        assertThat(texts(StackAligner.combine(List.of(wrapper, cause)))).containsExactly("get:3", "task:8=t", "pool:1");
    }

    @Test
    void beginsWithTheCauseOfAWrapperWithoutTrace() {
        Thrown<String> wrapper = thrown("", "");
        Thrown<String> outer = thrown("load:35 main:5", "load:35-35=w main:5-5=m");
        Thrown<String> cause = thrown("parse:7 load:30 main:5", "parse:7-7=p");
        assertThat(texts(StackAligner.combine(List.of(wrapper, outer, cause))))
                .containsExactly("parse:7=p", "load:35=w", "main:5=m");
    }

    @Test
    void decodesValuesAndContinuations() {
        Method method = new Method("run", "()V", 1);
        Variable count = new Variable("count", "J", VariableKind.LOCAL);
        SiteTable table = new SiteTable(
                "Main",
                "",
                List.of(
                        new Site(method, 0, 0, 1, List.of(), List.of(NAME, count)),
                        new Site(method, Site.CONTINUATION, 0, 1, List.of(), List.of(count, NAME))));
        SiteIndex index = new SiteIndex(new int[] {100}, number -> table.encode());
        Segment<String> segment = RecordedFrame.decode(
                index, new int[] {100, 101, 100, 0}, 3, 3, 0, values("a b c", new long[] {1, 2, 3}));
        assertThat(segment.frames().stream()
                        .map(frame ->
                                frame.variables().stream().map(Captured::value).toList()))
                .containsExactly(List.of("a", "LONG 1", "LONG 2", "b"), List.of("c", "LONG 3"));
    }

    private static RecordedFrame.Values<String> values(String refs, long[] bits) {
        return new RecordedFrame.Values<>() {
            @Override
            public String reference(int index) {
                return refs.split(" ")[index];
            }

            @Override
            public String primitive(PrimitiveType type, int index) {
                return type + " " + bits[index];
            }
        };
    }

    private static List<String> align(Thrown<String> thrown) {
        return texts(StackAligner.align(thrown));
    }

    private static List<String> texts(Stack<String> stack) {
        return stack.frames().stream().map(StackAlignerTest::text).toList();
    }

    private static String text(Frame<String> frame) {
        String place = frame.method() + ":" + frame.line();
        return frame.recorded() == null
                ? place
                : place + "=" + frame.recorded().variables().get(0).value();
    }

    private static Thrown<String> thrown(String trace, String records) {
        return new Thrown<>(trace(trace), segment(records));
    }

    private static List<TraceFrame> trace(String text) {
        return words(text).stream()
                .map(word -> word.split(":"))
                .map(parts -> new TraceFrame("Main", parts[0], "Main.java", Integer.parseInt(parts[1])))
                .toList();
    }

    private static Segment<String> segment(String text) {
        List<RecordedFrame<String>> frames = new ArrayList<>();
        for (String word : words(text)) {
            String[] parts = word.split("[:=!-]+");
            LineRange lines = new LineRange(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            int flags = word.contains("!") ? Site.RETHROW : 0;
            Site site = new Site(new Method(parts[0], "()V", 1), flags, 0, 0, List.of(lines), List.of(NAME));
            frames.add(new RecordedFrame<>("Main", "Main.java", site, List.of(new Captured<>(NAME, parts[3]))));
        }
        return new Segment<>(frames, frames.size(), 0);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
    }
}
