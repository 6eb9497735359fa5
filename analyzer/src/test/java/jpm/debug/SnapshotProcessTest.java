package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jpm.io.JpmException;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotProcessTest {
    private static final String METADATA = """
            {"version":1,"id":"20261121T104903Z-1-abcdef","time":"2026-11-21T10:49:03Z","pid":1,"main":"com.acme.Shop",
             "reason":"uncaught","exception":"com.acme.Failure","message":"no price","thread":"main",
             "chain":[{"class":"com.acme.Failure","message":"no price",
                       "stack":["app//com.acme.Shop.price(Shop.java:17)","com.acme.Shop.main(Shop.java:9)"],
                       "suppressed":[{"class":"java.io.IOException","message":null,"stack":[]}]},
                      {"class":"java.lang.Error","message":"deeper",
                       "stack":["java.lang.Object.wait0(Native Method)","com.acme.Shop.price(Shop.java:17)"]}]}""";
    private static final String SNAPSHOT = """
            {"id":"20261121T104903Z-1-abcdef","action":"CAPTURE","isFinalState":true,"createTime":"2026-11-21T10:49:03Z",
             "stackFrames":[
              {"function":"com.acme.Shop.price","location":{"path":"com/acme/Shop.java","line":17},
               "arguments":[{"name":"this","type":"com.acme.Shop","varTableIndex":1},{"name":"item","type":"String","value":"\\"cof\\"fee\\""}],
               "locals":[{"name":"qty","type":"int","value":"-3"},{"name":"ratio","type":"double","value":"NaN"},
                         {"name":"none","value":"null"},{"name":"big","type":"long[]","varTableIndex":2},{"name":"lost","varTableIndex":0}]},
              {"function":"com.acme.Shop.main","location":{"path":"com/acme/Shop.java","line":9}}],
             "labels":{"jpm":"{\\"frames\\":{\\"1\\":{\\"whyNoVariables\\":\\"the method is not instrumented\\"}}}"},
             "variableTable":[
              {"status":{"isError":true,"refersTo":"VARIABLE_VALUE","description":{"format":"Buffer full"}}},
              {"type":"com.acme.Shop","members":[{"name":"open","type":"boolean","value":"true"},{"name":"self","type":"com.acme.Shop","varTableIndex":1}]},
              {"type":"long[]","members":[{"name":"length","type":"int","value":"3"},{"name":"[0]","type":"long","value":"7"}]}]}""";
    private static final String THREADS = """
            "main" #1 prio=5
               java.lang.Thread.State: RUNNABLE
            \tat com.acme.Shop.main(Shop.java:9)

            "worker "two"" #17 daemon prio=5
               java.lang.Thread.State: WAITING
            \tat java.base/java.lang.Object.wait0(Native Method)
            \tat java.base/java.lang.Object.wait(Object.java:366)
            """;

    @TempDir
    Path folder;

    @Test
    void frames_values_and_other_threads_come_from_the_small_files() throws IOException {
        write("dump.json", METADATA);
        write("snapshot.json", SNAPSHOT);
        write("threads.txt", THREADS);

        try (DebugSession session = open()) {
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("com.acme.Shop.price at Shop.java:17", "com.acme.Shop.main at Shop.java:9");
            assertThat(session.locals(session.frames().get(0)))
                    .extracting(local -> local.kind() + " " + local.name() + " = " + session.render(local.value()))
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("THIS this = Shop@1 {open=true, self="),
                            line -> assertThat(line).isEqualTo("ARGUMENT item = \"cof\\\"fee\""),
                            line -> assertThat(line).isEqualTo("LOCAL qty = -3"),
                            line -> assertThat(line).isEqualTo("LOCAL ratio = NaN"),
                            line -> assertThat(line).isEqualTo("LOCAL none = null"),
                            line -> assertThat(line).startsWith("LOCAL big = [7L, <unavailable"),
                            line -> assertThat(line).startsWith("LOCAL lost = <unavailable"));
            assertThat(session.frames().get(1).whyNoLocals()).isEqualTo("the method is not instrumented");
            assertThat(session.exceptions())
                    .extracting(ThrownException::description)
                    .containsExactly("com.acme.Failure: no price", "java.lang.Error: deeper");
            assertThat(session.exceptions().get(0).suppressed()).hasSize(1);
            assertThat(session.threads())
                    .containsExactly(
                            new DebugThread(1, "main", 1, "RUNNABLE", true),
                            new DebugThread(2, "worker \"two\"", 17, "WAITING", false));

            session.selectException(1);
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("java.lang.Object.wait0 at native", "com.acme.Shop.price at Shop.java:17");
            assertThat(session.locals(session.frames().get(0))).isEmpty();
            assertThat(session.locals(session.frames().get(1))).hasSize(7);

            session.selectThread(2);
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("java.lang.Object.wait0 at native", "java.lang.Object.wait at Object.java:366");
        }
    }

    @Test
    void what_a_breakpoint_asked_is_told() throws IOException {
        write("dump.json", """
                {"version":1,"id":"20261121T104903Z-1-abcdef","time":"2026-11-21T10:49:03Z","pid":1,"main":"com.acme.Shop",
                 "reason":"breakpoint","exception":null,"message":"com/acme/Shop.java:17","thread":"main","chain":[]}""");
        write("snapshot.json", SNAPSHOT.replace("\"labels\":{", """
                        "evaluatedExpressions":[{"name":"qty * 2","type":"int","value":"-6"},
                          {"name":"item","type":"String","value":"\\"coffee\\""},{"name":"this","type":"com.acme.Shop","varTableIndex":1},
                          {"name":"gone","status":{"isError":true,"description":{"format":"null has no field"}}}],
                        "labels":{"condition":"qty < 0","""));

        try (DebugSession session = open()) {
            CommandInterpreter interpreter = new CommandInterpreter(session);

            assertThat(interpreter.greeting())
                    .contains("\n  if qty < 0\n  qty * 2 = -6\n  item = \"coffee\"\n  this = Shop@1 {open=true, self=")
                    .contains("\n  gone = <unavailable: null has no field>\n");
            assertThat(interpreter.execute("info breakpoint").text())
                    .startsWith("com/acme/Shop.java:17\nif qty < 0\nqty * 2 = -6\n");
            assertThat(interpreter.execute("print LIMIT").text())
                    .contains("no variable or field of an object is named LIMIT, and static fields need the heap");
        }
    }

    @Test
    void a_writer_that_was_killed_early_leaves_the_exceptions_stack() throws IOException {
        write("dump.json", METADATA);

        try (DebugSession session = open()) {
            assertThat(session.threads()).hasSize(1);
            assertThat(session.frames())
                    .extracting(DebugFrame::description)
                    .containsExactly("com.acme.Shop.price at Shop.java:17", "com.acme.Shop.main at Shop.java:9");
            assertThat(session.locals(session.currentFrame())).isEmpty();
        }
    }

    @Test
    void a_heap_that_is_damaged_or_lacks_the_crash_leaves_the_snapshot() throws IOException {
        write("dump.json", METADATA);
        write("snapshot.json", SNAPSHOT);
        write("heap.hprof", "no heap at all");
        try (DebugSession session = open()) {
            assertThat(session.frames()).hasSize(2);
            assertThat(session.header().note()).contains("heap.hprof").contains("without the heap");
        }

        new HprofBuilder().write(folder.resolve("heap.hprof"));
        try (DebugSession session = open()) {
            assertThat(session.frames()).hasSize(2);
            assertThat(session.header().note()).contains("lacks what the agent recorded");
        }
    }

    @Test
    void a_folder_that_is_no_dump_is_refused() {
        assertThatThrownBy(this::open).isInstanceOf(JpmException.class).hasMessageContaining("not a dump's folder");
    }

    private DebugSession open() {
        return DebugSession.open(folder, DebugOptions.DEFAULT);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
