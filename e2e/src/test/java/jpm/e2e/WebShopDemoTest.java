package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.devtools.clouddebugger.v2.GetBreakpointResponse;
import com.google.devtools.clouddebugger.v2.Variable;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial of the service's page, step by step: a web application, a breakpoint with a condition, the snapshot that others see. */
class WebShopDemoTest {
    private static final int TRIES = 60;
    private static final int LINE = 32;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theTutorialIsTrue() throws IOException, InterruptedException {
        String store = folder.resolve("store").toString();
        Process shop = start(JvmProcess.with(Jdks.running())
                .agent(Build.agentJar(), "store=" + store)
                .main("com.acme.shop.WebShop", "0"));
        String shopUrl = said(shop, "open at ");
        until(
                result -> result.exitCode() == 0,
                "break",
                "add",
                "--pid",
                Long.toString(shop.pid()),
                "com/acme/shop/Billing.java:" + LINE,
                "--if",
                "line.quantity < 0",
                "-e",
                "full");

        // With Ann's discount of 15 %.
        assertThat(get(shopUrl + "/total?sku=MUG-07&quantity=2")).isEqualTo("15.1300\n");
        assertThat(Cli.run("list", "--store", store).exitCode()).isEqualTo(1);
        assertThat(get(shopUrl + "/total?sku=MUG-07&quantity=-3")).isEqualTo("-22.6950\n");
        until(result -> result.stdout().contains("breakpoint"), "list", "--store", store, "reason=breakpoint");

        Process service =
                start(Cli.process("serve", "-q", "--port", "0", "--db", "jdbc:sqlite:" + folder.resolve("s.db")));
        String url = said(service, "Listening at ").replaceAll("/$", "");
        JvmProcess.Result sent = Cli.run("upload", "reason=breakpoint", "--to", url, "--store", store, "--no-legend");

        assertThat(sent.exitCode()).as(sent.stderr()).isZero();
        Breakpoint shown = shown(url, sent.stdout().strip().split("\\s+")[2]);
        assertThat(shown.getLocation().getPath()).isEqualTo("com/acme/shop/Billing.java");
        assertThat(shown.getLocation().getLine()).isEqualTo(LINE);
        assertThat(shown.getStackFramesList())
                .extracting(frame -> frame.getFunction())
                .startsWith(
                        "com.acme.shop.Billing.amount", "com.acme.shop.Billing.total", "com.acme.shop.WebShop.total");
        assertThat(objectOf(shown, "line")).containsExactly("sku=\"MUG-07\"", "quantity=-3");
    }

    private List<String> objectOf(Breakpoint shown, String name) {
        Variable variable = shown.getStackFrames(0).getArgumentsList().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return shown.getVariableTable(variable.getVarTableIndex().getValue()).getMembersList().stream()
                .map(member -> member.getName() + "=" + member.getValue())
                .toList();
    }

    private Process start(JvmProcess process) {
        Process running = process.start();
        started.add(running);
        return running;
    }

    private static String said(Process process, String before) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.startsWith(before)) {
            line = output.readLine();
        }
        assertThat(line).as("the process ended").isNotNull();
        return String.valueOf(line).substring(before.length());
    }

    /** Runs a command until it gives what is wanted; a JVM's start is pause enough. */
    private static void until(Predicate<JvmProcess.Result> wanted, String... command) {
        JvmProcess.Result result = Cli.run(command);
        for (int i = 0; i < TRIES && !wanted.test(result); i++) {
            result = Cli.run(command);
        }
        assertThat(wanted.test(result)).as(result.stdout() + result.stderr()).isTrue();
    }

    private String get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Breakpoint shown(String url, String ids) throws IOException, InterruptedException {
        GetBreakpointResponse.Builder answer = GetBreakpointResponse.newBuilder();
        String path = "/v2/debugger/debuggees/" + ids.replace("/", "/breakpoints/") + "?clientVersion=t";
        JsonFormat.parser().merge(get(url + path), answer);
        return answer.getBreakpoint();
    }
}
