package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.debug.DebugOptions;
import jpm.e2e.program.Causes;
import jpm.store.DumpEntry;
import jpm.store.DumpMetadata;
import jpm.store.DumpStore;
import jpm.store.SignatureRule;
import jpm.store.SignatureRule.Basis;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.verdict.Diagnosis;
import jpm.verdict.Evidence;
import jpm.verdict.Verdict;
import jpm.verdict.Verdict.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs die of one reason each, and the verdict names it, the variable included. */
@Execution(ExecutionMode.SAME_THREAD)
class WhyTest {
    private static final Map<Causes, String> SUMMARIES = new EnumMap<>(Map.ofEntries(
            Map.entry(
                    Causes.NULL_LOCAL,
                    "NullPointerException in jpm.e2e.program.Causes$1.fail (Causes.java:LINE): price is null."),
            Map.entry(
                    Causes.NULL_FIELD,
                    "NullPointerException in jpm.e2e.program.Causes$2.fail (Causes.java:LINE): order.customer is null."),
            Map.entry(
                    Causes.NULL_RESULT,
                    "NullPointerException in jpm.e2e.program.Causes$3.fail (Causes.java:LINE): jpm.e2e.program.Causes$3.find(String) returned null."),
            Map.entry(
                    Causes.NULL_ARGUMENT,
                    "NullPointerException in jpm.e2e.program.Causes$4.fail (Causes.java:LINE): key is null, and probably the cause."),
            Map.entry(
                    Causes.ARRAY_INDEX,
                    "ArrayIndexOutOfBoundsException in jpm.e2e.program.Causes$5.fail (Causes.java:LINE): index 3 (probably day) is beyond the length 3 (probably of weights): one too far."),
            Map.entry(
                    Causes.LIST_INDEX,
                    "IndexOutOfBoundsException in jpm.e2e.program.Causes$6.fail (Causes.java:LINE): index 7 (probably last) is beyond the length 0 (probably of lines): it is empty."),
            Map.entry(
                    Causes.TEXT_INDEX,
                    "StringIndexOutOfBoundsException in jpm.e2e.program.Causes$7.fail (Causes.java:LINE): index 17 (probably end) is beyond the length 3 (probably of code)."),
            Map.entry(
                    Causes.NUMBER,
                    "NumberFormatException in jpm.e2e.program.Causes$8.fail (Causes.java:LINE): the text \"12,50\" (probably order.customer) is no number."),
            Map.entry(
                    Causes.DATE,
                    "DateTimeParseException in jpm.e2e.program.Causes$9.fail (Causes.java:LINE): the text \"2026-13-01\" (probably due) is no such date or time."),
            Map.entry(
                    Causes.CAST,
                    "ClassCastException in jpm.e2e.program.Causes$10.fail (Causes.java:LINE): amount (probably) is a java.lang.Integer and no java.lang.String."),
            Map.entry(
                    Causes.CONSTANT,
                    "IllegalArgumentException in jpm.e2e.program.Causes$11.fail (Causes.java:LINE): java.lang.Thread.State has no constant XXL."),
            Map.entry(
                    Causes.EMPTY_OPTIONAL,
                    "NoSuchElementException in jpm.e2e.program.Causes$12.fail (Causes.java:LINE): voucher is empty, and probably the cause."),
            Map.entry(
                    Causes.EMPTY_LIST,
                    "NoSuchElementException in jpm.e2e.program.Causes$13.fail (Causes.java:LINE): queue is empty, and probably the cause."),
            Map.entry(
                    Causes.DIVISION,
                    "ArithmeticException in jpm.e2e.program.Causes$14.fail (Causes.java:LINE): the divisor, probably people, is 0."),
            Map.entry(
                    Causes.NEGATIVE_SIZE,
                    "NegativeArraySizeException in jpm.e2e.program.Causes$15.fail (Causes.java:LINE): an array of size -5 (probably width) was wanted."),
            Map.entry(
                    Causes.FIXED_LIST,
                    "UnsupportedOperationException in jpm.e2e.program.Causes$16.fail (Causes.java:LINE): roles (probably) cannot be changed."),
            Map.entry(
                    Causes.CHANGED_WHILE_WALKED,
                    "ConcurrentModificationException in jpm.e2e.program.Causes$17.fail (Causes.java:LINE): orders (probably) was changed while it was walked."),
            Map.entry(
                    Causes.MISSING_CLASS,
                    "ClassNotFoundException in jpm.e2e.program.Causes$18.fail (Causes.java:LINE): the class com.acme.Missing was not found. It arrived as IllegalStateException: no plugin."),
            Map.entry(
                    Causes.OWN_MESSAGE,
                    "IllegalStateException in jpm.e2e.program.Causes$19.fail (Causes.java:LINE): no stock for MUG-07: wanted 120."),
            Map.entry(
                    Causes.ENDLESS_RECURSION,
                    "The stack overflowed: jpm.e2e.program.Causes$20.up, jpm.e2e.program.Causes$20.down call each other without end."),
            Map.entry(
                    Causes.ARRAY_TOO_LONG,
                    "Not the heap: an array longer than any JVM makes was asked for: probably samples = 2147483647."),
            Map.entry(
                    Causes.DIRECT_BUFFERS,
                    "Not the heap: the memory of direct buffers was exhausted: N direct buffers in the heap dump have 8.0M, most of them kept alive by the static field jpm.e2e.program.Causes.BUFFERS."),
            Map.entry(Causes.THREADS, "Not the heap: the operating system refused another thread."),
            Map.entry(
                    Causes.OWN_MEMORY_ERROR,
                    "An OutOfMemoryError was made by code in jpm.e2e.program.Causes$24.fail.")));

    @TempDir
    Path store;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theVerdictNamesTheReason(Jdk jdk) throws IOException {
        run(jdk, SUMMARIES.keySet(), "-Xmx128m", "-XX:MaxDirectMemorySize=8m");

        for (DumpEntry dump : DumpStore.open(store).entries()) {
            Basis basis = SignatureRule.of(dump.metadata());
            assertThat(basis).as(dump.thread()).isNotNull();
            assertThat(basis.methods())
                    .as(dump.thread())
                    .anyMatch(method -> method.startsWith("jpm.e2e.program.Causes"));
        }
        Map<Causes, Verdict> verdicts = verdicts();
        assertThat(verdicts.keySet()).isEqualTo(SUMMARIES.keySet());
        verdicts.forEach((cause, verdict) -> assertThat(
                        verdict.summary().replaceAll("java:\\d+", "java:LINE").replaceAll("\\d+ direct", "N direct"))
                .as(jdk + " " + cause)
                .isEqualTo(SUMMARIES
                        .get(cause)
                        .replace("up, jpm", first(verdict) + ", jpm")
                        .replace("20.down call", "20." + second(verdict) + " call")));
    }

    private static String first(Verdict verdict) {
        return verdict.summary().contains("20.up, ") ? "up" : "down";
    }

    private static String second(Verdict verdict) {
        return verdict.summary().contains("20.up, ") ? "down" : "up";
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aFullHeapIsThatOfItsHolder(Jdk jdk) throws IOException {
        run(jdk, Set.of(Causes.FULL_CACHE), "-Xmx48m");

        Verdict verdict = verdicts().get(Causes.FULL_CACHE);
        assertThat(verdict.kind()).isEqualTo(Kind.JAVA_HEAP);
        assertThat(verdict.summary())
                .startsWith("The Java heap was exhausted: ")
                .contains("is kept alive by the static field jpm.e2e.program.Causes.CACHE, a java.util.HashMap of ");
        assertThat(texts(verdict))
                .anyMatch(text -> text.matches("the heap used 4.\\..M of at most 4.\\..M when the dump was made"))
                .anyMatch(text -> text.contains("byte[]"));
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aFullHeapMayBeThatOfALocal(Jdk jdk) throws IOException {
        run(jdk, Set.of(Causes.FULL_LIST), "-Xmx48m");

        assertThat(verdicts().get(Causes.FULL_LIST).summary())
                .contains("is kept alive by the variable rows of jpm.e2e.program.Causes$26.fail (Causes.java:")
                .contains("a java.util.ArrayList of ");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void classesAreNotTheHeap(Jdk jdk) throws IOException {
        Path heap = store.resolve("java.hprof");
        JvmProcess.with(jdk)
                .flags(
                        "-Xmx256m",
                        "-XX:MaxMetaspaceSize=24m",
                        "-XX:+HeapDumpOnOutOfMemoryError",
                        "-XX:HeapDumpPath=" + heap)
                .main(Causes.class.getName(), Causes.CLASSES.name())
                .run();

        Verdict verdict = Diagnosis.of(heap, DebugOptions.DEFAULT);
        assertThat(verdict.kind()).isEqualTo(Kind.METASPACE);
        assertThat(texts(verdict))
                .anyMatch(text -> text.matches(
                        "[\\d,]+ of them by [\\d,]+ loaders of class jpm.e2e.program.Causes\\$PluginLoader"));
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aHeapDumpOfTheJvmItself(Jdk jdk) {
        Path heap = store.resolve("java.hprof");
        JvmProcess.with(jdk)
                .flags("-Xmx48m", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:HeapDumpPath=" + heap)
                .main(Causes.class.getName(), Causes.FULL_LIST.name())
                .run();

        Verdict verdict = Diagnosis.of(heap, DebugOptions.DEFAULT);
        assertThat(verdict.kind()).isEqualTo(Kind.JAVA_HEAP);
        assertThat(verdict.summary())
                .startsWith("Probably the Java heap was exhausted: ")
                .contains("is kept alive by a local of jpm.e2e.program.Causes$26.fail (line ")
                .contains("in the thread \"FULL_LIST\"");
        assertThat(texts(verdict))
                .anyMatch(text -> text.contains("the thread \"FULL_LIST\" was to get an OutOfMemoryError"));
    }

    private void run(Jdk jdk, Set<Causes> causes, String... flags) {
        JvmProcess.with(jdk)
                .flags(flags)
                .agent(Build.agentJar(), "store=" + store + ",heap=always")
                .main(Causes.class.getName(), causes.stream().map(Enum::name).toArray(String[]::new))
                .run();
    }

    /** Of each dump; the thread's name is the cause's. */
    private Map<Causes, Verdict> verdicts() throws IOException {
        Map<Causes, Verdict> verdicts = new EnumMap<>(Causes.class);
        for (DumpEntry dump : DumpStore.open(store).entries()) {
            String thread = DumpMetadata.read(dump.path()).text("thread");
            verdicts.put(Causes.valueOf(thread), Diagnosis.of(dump.path(), DebugOptions.DEFAULT));
        }
        return verdicts;
    }

    private static List<String> texts(Verdict verdict) {
        return verdict.evidence().stream().map(Evidence::text).toList();
    }
}
