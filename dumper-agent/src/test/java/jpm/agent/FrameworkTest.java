package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real frameworks whose callee fails, and which go on. */
class FrameworkTest {
    @TempDir
    Path folder;

    /** Program, its argument, what it prints with or without the agent, and where the agent learns of the failure. */
    static Stream<Arguments> frameworks() {
        List<List<String>> cases = List.of(
                List.of("Tomcat", "servlet", "500\n", "org.apache.catalina.core.StandardWrapperValve.exception"),
                List.of("Jetty", "servlet", "500\n", "org.eclipse.jetty.ee10.servlet.ServletChannel.handleException"),
                List.of("Jetty", "handler", "500\n", "org.eclipse.jetty.server.Response.writeError"),
                List.of(
                        "Undertow",
                        "servlet",
                        "500\n",
                        "io.undertow.servlet.handlers.ServletInitialHandler.handleFirstRequest"),
                List.of("Undertow", "handler", "500\n", "io.undertow.server.Connectors.executeRootHandler"),
                List.of(
                        "Spring",
                        "/shop",
                        "502\n",
                        "org.springframework.web.servlet.DispatcherServlet.processHandlerException"),
                List.of(
                        "Scheduled",
                        "task",
                        "repeated\n",
                        "org.springframework.scheduling.support.DelegatingErrorHandlingRunnable.run"),
                List.of(
                        "Netty",
                        "read",
                        "caught no stock of 3\n",
                        "io.netty.channel.AbstractChannelHandlerContext.invokeExceptionCaught"),
                List.of(
                        "Netty",
                        "write",
                        "",
                        "io.netty.channel.AbstractChannelHandlerContext.notifyOutboundHandlerException"),
                List.of("Netty", "task", "next\n", "io.netty.util.concurrent.AbstractEventExecutor.safeExecute"),
                List.of("Netty", "submitted", "false\n", "io.netty.util.concurrent.PromiseTask.setFailureInternal"),
                List.of(
                        "Grpc",
                        "call",
                        "UNKNOWN\n",
                        "io.grpc.internal.ServerImpl$JumpToApplicationThreadServerStreamListener.internalClose"),
                List.of(
                        "Kafka",
                        "message",
                        "asked [orders-0]\n",
                        "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer.decorateException"),
                List.of("Reactor", "value", "subscribed\n", "reactor.core.publisher.Operators.onErrorDropped"));
        return Jdks.installed().stream()
                .flatMap(jdk -> cases.stream()
                        .map(each -> Arguments.of(jdk, each.get(0), each.get(1), each.get(2), each.get(3))));
    }

    @ParameterizedTest(name = "{1} {2} on {0}")
    @MethodSource("frameworks")
    void whatLeavesTheApplicationIntoAFrameworkHasADump(
            Jdk jdk, String framework, String argument, String output, String trigger) {
        JvmProcess.Result watched = program(jdk, framework, argument)
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(watched.exitCode()).isZero();
        assertThat(watched.stdout()).isEqualTo(output);
        List<WrittenDump> dumps = WrittenDump.in(store());
        // The first; those of one second stand in the store in any order.
        List<WrittenDump> withHeap =
                dumps.stream().filter(each -> each.has("heap.hprof")).toList();
        assertThat(withHeap).hasSize(1);
        WrittenDump dump = withHeap.get(0);
        assertThat(dump.metadata())
                .containsEntry("reason", "escaped")
                .containsEntry("trigger", trigger)
                .hasEntrySatisfying(
                        "signature",
                        signature -> assertThat(dumps)
                                .allMatch(
                                        each -> signature.equals(each.metadata().get("signature"))));
        assertThat(dump.snapshot().frames().stream()
                        .filter(frame -> frame.method().equals("sell"))
                        .findFirst())
                .hasValueSatisfying(frame -> assertThat(frame.arguments())
                        .anyMatch(variable -> variable.toString().contains("apples")
                                && variable.toString().contains("3")));
    }

    @Test
    void anAnswerThatTheProgramChoseIsNoFailure() {
        JvmProcess.Result watched = program(Jdks.running(), "Spring", "/gone")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(watched.stdout()).isEqualTo("410\n");
        assertThat(WrittenDump.in(store())).isEmpty();
    }

    @Test
    void switchedOff() {
        program(Jdks.running(), "Tomcat", "servlet")
                .agent(AgentJar.path(), "escapes=no,store=" + store())
                .run();

        assertThat(WrittenDump.in(store())).isEmpty();
    }

    private static JvmProcess program(Jdk jdk, String framework, String argument) {
        Path[] classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toArray(Path[]::new);
        return JvmProcess.with(jdk)
                .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
                .classPath(classPath)
                .main("jpm.victim.framework." + framework + "Victim", argument);
    }

    private Path store() {
        return folder.resolve("store");
    }
}
