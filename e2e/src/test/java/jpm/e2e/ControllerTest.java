package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.devtools.clouddebugger.v2.StatusMessage;
import com.google.devtools.clouddebugger.v2.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jpm.e2e.program.Orders;
import jpm.e2e.program.Shelves;
import jpm.store.DumpMetadata;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent as a client of a real debugger service: a user sets breakpoints there, and reads what they caught. */
@Execution(ExecutionMode.SAME_THREAD)
class ControllerTest {
    private static final int PRICE_LINE = 19;
    private static final int LINE_WITHOUT_CODE = 20;
    private static final int NEXT_LINE = 22;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private @Nullable ServedApi service;

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
        if (service != null) {
            service.close();
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void breakpointsOfTheServiceAreHitAndDelivered(Jdk jdk) throws IOException, InterruptedException {
        service = ServedApi.in(folder);
        processes.add(JvmProcess.with(jdk)
                .agent(
                        Build.agentJar(),
                        "store=" + folder.resolve("store") + ",controller=" + service.url()
                                + ",module=orders,version=7")
                .main(Orders.class.getName(), "5")
                .start());
        DumpMetadata debuggee = service.debuggee();
        assertThat(debuggee.text("description")).isEqualTo("orders-7");
        assertThat(debuggee.text("labels.module")).isEqualTo("orders");

        DumpMetadata caught = caught(debuggee, LINE_WITHOUT_CODE, "order.id() % 10 == 3");
        assertThat(caught.number("location.line")).isEqualTo(NEXT_LINE);
        assertThat(caught.value("status")).isNull();
        List<?> frames = caught.list("stackFrames");
        assertThat(frames).hasSize(3);
        String discount = value(frames.get(0), "arguments", "discount");
        assertThat(discount).isEqualTo("0.5");
        String number = value(frames.get(1), "arguments", "number");
        assertThat(number).endsWith("3");
        assertThat(value(frames.get(0), "locals", "base"))
                .isEqualTo(Long.toString(5_000_000_000L + Long.parseLong(number)));
        assertThat(value(frames.get(1), "locals", "note")).isEqualTo("\"note " + number + "\"");
        assertThat(((Map<?, ?>) Objects.requireNonNull(
                                caught.list("evaluatedExpressions").get(0)))
                        .get("value"))
                .isEqualTo(Integer.toString(("customer " + number).length()));

        DumpMetadata failed = caught(debuggee, PRICE_LINE, "base +");
        assertThat(failed.text("status.refersTo")).isEqualTo("BREAKPOINT_CONDITION");
        assertThat(failed.value("status.isError")).isEqualTo(true);
    }

    /** Limits, and the form of collections, as the agents of Cloud Debugger have them. */
    @Test
    void collectionsAreShownByTheirContentWithinTheLimitsOfTheApi() throws IOException, InterruptedException {
        service = ServedApi.in(folder);
        processes.add(JvmProcess.with(Jdks.running())
                .agent(Build.agentJar(), "store=" + folder.resolve("store") + ",controller=" + service.url())
                .main(Shelves.class.getName())
                .start());
        String id = String.valueOf(service.debuggee().text("id"));
        String asked =
                "{\"location\":{\"path\":\"jpm/e2e/program/Shelves.java\",\"line\":44},\"expressions\":[\"MANY\",\"text\",\"text +\",\"text."
                        + "x".repeat(2050) + "\",\"passes / 0\"]}";
        String breakpoint = service.set(service.debuggee(), asked);
        service.finished(service.debuggee(), breakpoint);

        Breakpoint caught = service.strict(id + "/" + breakpoint);

        List<Variable> arguments = caught.getStackFrames(0).getArgumentsList();
        assertThat(members(caught, arguments.get(0)))
                .hasSize(11)
                .startsWith("[0]=0", "[1]=1")
                .endsWith("=Only first $0 items were captured. Use in an expression to see more items.[10]");
        List<String> prices = members(caught, arguments.get(1));
        assertThat(prices.get(0)).startsWith("[\"mug\"]=");
        assertThat(members(caught, member(caught, arguments.get(1), 0))).containsExactly("toString=\"8.90\"");
        assertThat(member(caught, arguments.get(2), 0).getMembersList())
                .extracting(Variable::getName, Variable::getValue)
                .containsExactly(tuple("key", "7"), tuple("value", "\"seven\""));
        assertThat(members(caught, arguments.get(3))).containsExactly("[\"password\"]=masked[]");
        assertThat(members(caught, arguments.get(4))).containsExactly("=Empty collection[]");
        assertThat(members(caught, arguments.get(5))).hasSize(102).startsWith("length=300");
        assertThat(arguments.get(6).getValue()).isEqualTo("\"" + "x".repeat(256) + " ...\"");
        assertThat(members(caught, arguments.get(7))).containsExactly("=Object has no fields[]");

        List<Variable> values = caught.getEvaluatedExpressionsList();
        assertThat(members(caught, values.get(0))).hasSize(201).endsWith("=Only first $0 items were captured.[200]");
        assertThat(values.get(1).getValue()).hasSize(2048 + 6);
        assertThat(values.get(1).getStatus().getDescription().getFormat()).isEqualTo("length=$0");
        assertThat(values.get(2).getStatus().getRefersTo()).isEqualTo(StatusMessage.Reference.VARIABLE_NAME);
        assertThat(values.get(3).getStatus().getDescription().getFormat()).isEqualTo("Expression is too long");
        assertThat(values.get(4).getStatus().getRefersTo()).isEqualTo(StatusMessage.Reference.VARIABLE_VALUE);
        assertThat(values.get(4).getStatus().getIsError()).isTrue();
    }

    private static Variable member(Breakpoint caught, Variable of, int index) {
        return caught.getVariableTable(of.getVarTableIndex().getValue()).getMembers(index);
    }

    /** Names with values, or with remarks and their parameters. */
    private static List<String> members(Breakpoint caught, Variable of) {
        return caught.getVariableTable(of.getVarTableIndex().getValue()).getMembersList().stream()
                .map(each -> each.getName() + "="
                        + (each.hasStatus()
                                ? each.getStatus().getDescription().getFormat()
                                        + each.getStatus().getDescription().getParametersList()
                                : each.getValue()))
                .toList();
    }

    private DumpMetadata caught(DumpMetadata debuggee, int line, String condition)
            throws IOException, InterruptedException {
        String asked = "{\"location\":{\"path\":\"src/main/java/jpm/e2e/program/Orders.java\",\"line\":" + line
                + "},\"condition\":\"" + condition + "\",\"expressions\":[\"order.customer().length()\"]}";
        return service().finished(debuggee, service().set(debuggee, asked));
    }

    private ServedApi service() {
        return Objects.requireNonNull(service);
    }

    private static String value(@Nullable Object frame, String list, String name) {
        for (Object each : ServedApi.nested(frame).list(list)) {
            DumpMetadata variable = ServedApi.nested(each);
            if (name.equals(variable.text("name"))) {
                return String.valueOf(variable.text("value"));
            }
        }
        throw new AssertionError(name + " in " + frame);
    }
}
