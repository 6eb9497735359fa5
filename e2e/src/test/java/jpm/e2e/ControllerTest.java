package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.e2e.program.Orders;
import jpm.store.DumpMetadata;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent as a client of a real debugger service: a user sets breakpoints there, and reads what they caught. */
class ControllerTest {
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9a-z.:]+");
    private static final int PRICE_LINE = 19;
    private static final int LINE_WITHOUT_CODE = 20;
    private static final int NEXT_LINE = 22;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private String root = "";

    @AfterEach
    void endAll() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void breakpointsOfTheServiceAreHitAndDelivered(Jdk jdk) throws IOException, InterruptedException {
        root = serve();
        processes.add(JvmProcess.with(jdk)
                .agent(
                        Build.agentJar(),
                        "store=" + folder.resolve("store") + ",controller=" + root + ",module=orders,version=7")
                .main(Orders.class.getName(), "5")
                .start());
        DumpMetadata debuggee = debuggee();
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
        assertThat(((Map<?, ?>) java.util.Objects.requireNonNull(
                                caught.list("evaluatedExpressions").get(0)))
                        .get("value"))
                .isEqualTo(Integer.toString(("customer " + number).length()));

        DumpMetadata failed = caught(debuggee, PRICE_LINE, "base +");
        assertThat(failed.text("status.refersTo")).isEqualTo("BREAKPOINT_CONDITION");
        assertThat(failed.value("status.isError")).isEqualTo(true);
    }

    private String serve() throws IOException {
        Process service = Cli.process("serve", "--port", "0", "--db", "jdbc:sqlite:" + folder.resolve("service.db"))
                .merged()
                .start();
        processes.add(service);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return address.group();
            }
        }
        throw new AssertionError("the service ended");
    }

    private DumpMetadata debuggee() throws IOException, InterruptedException {
        while (true) {
            DumpMetadata list = call("GET", "/v2/debugger/debuggees?project=jpm&clientVersion=a/b/v1", "");
            if (!list.list("debuggees").isEmpty()) {
                return nested(list.list("debuggees").get(0));
            }
            pause();
        }
    }

    private DumpMetadata caught(DumpMetadata debuggee, int line, String condition)
            throws IOException, InterruptedException {
        String breakpoints = "/v2/debugger/debuggees/" + debuggee.text("id") + "/breakpoints/";
        String asked = "{\"location\":{\"path\":\"src/main/java/jpm/e2e/program/Orders.java\",\"line\":" + line
                + "},\"condition\":\"" + condition + "\",\"expressions\":[\"order.customer().length()\"]}";
        String id =
                call("POST", breakpoints + "set?clientVersion=a/b/v1", asked).text("breakpoint.id");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            DumpMetadata whole = call("GET", breakpoints + id + "?clientVersion=a/b/v1", "");
            if (Boolean.TRUE.equals(whole.value("breakpoint.isFinalState"))) {
                return nested(whole.value("breakpoint"));
            }
            assertThat(System.nanoTime()).as("%s", whole.fields()).isLessThan(deadline);
            pause();
        }
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }

    private DumpMetadata call(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode())
                .as("%s", new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return DumpMetadata.parse(response.body());
    }

    private static DumpMetadata nested(@org.jspecify.annotations.Nullable Object fields) {
        return DumpMetadata.of((Map<?, ?>) java.util.Objects.requireNonNull(fields));
    }

    private static String value(@org.jspecify.annotations.Nullable Object frame, String list, String name) {
        for (Object each : nested(frame).list(list)) {
            DumpMetadata variable = nested(each);
            if (name.equals(variable.text("name"))) {
                return String.valueOf(variable.text("value"));
            }
        }
        throw new AssertionError(name + " in " + frame);
    }
}
