package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.devtools.clouddebugger.v2.GetBreakpointResponse;
import com.google.devtools.clouddebugger.v2.Variable;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.live.RunningJvm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The README's commands as they stand there, each block in a terminal of its own, from a folder that looks like a checkout; only the ports are others, which
 * must be free. Then the link is followed.
 */
@Execution(ExecutionMode.SAME_THREAD)
class WebShopDemoTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String HEADING = "## A breakpoint in a running program\n";
    private static final Pattern BLOCK = Pattern.compile("(?m)(?:^ {4}.*\n)+");
    private static final Pattern LINK = Pattern.compile("http://\\S+/#/(\\S+)/(\\S+)");
    private static final int LINE = 32;
    private static final int SHOP_PORTS = 10_000;
    private static final int SERVICE_PORTS = 14_000;
    private static final int PORTS = 4_000;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> terminals = new ArrayList<>();

    @AfterEach
    void end() throws IOException, InterruptedException {
        Files.deleteIfExists(folder.resolve("testdata"));
        for (Process terminal : terminals) {
            List<ProcessHandle> all = Stream.concat(terminal.descendants(), Stream.of(terminal.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            terminal.waitFor();
        }
    }

    @Test
    void theReadmeIsTrue() throws IOException, InterruptedException {
        checkout();
        List<String> blocks = blocks();
        assertThat(blocks).hasSize(2);

        Process first = terminal(blocks.get(0));
        Await.until(this::shops, shops -> !shops.isEmpty());
        Await.until(() -> output(0), text -> text.contains("Listening at ") && text.contains("open at "));
        assertThat(first.isAlive()).isTrue();
        Process second = terminal(blocks.get(1));
        assertThat(second.waitFor()).as(output(1)).isZero();

        assertThat(output(1))
                .contains("b1 at com/acme/shop/Billing.java:" + LINE)
                .contains("-22.6950");
        Matcher link = LINK.matcher(output(1));
        assertThat(link.find()).as(output(1)).isTrue();
        Breakpoint shown = shown(link);
        assertThat(shown.getLocation().getPath()).isEqualTo("com/acme/shop/Billing.java");
        assertThat(shown.getLocation().getLine()).isEqualTo(LINE);
        assertThat(shown.getCondition()).isEqualTo("line.quantity < 0");
        assertThat(shown.getStackFramesList())
                .extracting(frame -> frame.getFunction())
                .startsWith(
                        "com.acme.shop.Billing.amount", "com.acme.shop.Billing.total", "com.acme.shop.WebShop.total");
        assertThat(objectOf(shown, "line")).containsExactly("sku=\"MUG-07\"", "quantity=-3");
        assertThat(get("http://" + link.group().split("/")[2] + "/")).contains("<html");
    }

    /** What the commands name: the launcher, which here runs what these tests run, and the test data. */
    private void checkout() throws IOException {
        Files.createSymbolicLink(folder.resolve("testdata"), ROOT.resolve("testdata"));
        Path launcher = folder.resolve("jpm");
        Files.createFile(launcher, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djpm.home='" + ROOT + "' -cp '"
                        + System.getProperty("java.class.path") + "' jpm.cli.Main \"$@\"\n");
    }

    /** The indented blocks of the README's section. */
    private static List<String> blocks() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String section = readme.substring(readme.indexOf(HEADING) + HEADING.length());
        String own = section.substring(0, section.indexOf("\n## "));
        String moved = own.replace("8000", freePort(SHOP_PORTS)).replace("8780", freePort(SERVICE_PORTS));
        String served = moved.replaceAll("jpm serve ", "jpm serve --port " + portOf(moved) + " ");
        return BLOCK.matcher(served)
                .results()
                .map(block -> block.group().stripIndent())
                .toList();
    }

    private static String portOf(String section) {
        Matcher port = Pattern.compile("--to http://127.0.0.1:(\\d+)").matcher(section);
        assertThat(port.find()).isTrue();
        return port.group(1);
    }

    /** One of some ports below those that the kernel gives to whoever asks for any, so that nobody has it before the program does. */
    private static String freePort(int lowest) throws IOException {
        Random random = new Random();
        while (true) {
            try (ServerSocket free = new ServerSocket(lowest + random.nextInt(PORTS))) {
                return Integer.toString(free.getLocalPort());
            } catch (BindException taken) {
                assertThat(taken).hasMessageContaining("in use");
            }
        }
    }

    private Process terminal(String commands) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-e", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("terminal" + terminals.size()).toFile());
        builder.environment().put("JPM_STORE", folder.resolve("store").toString());
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        builder.environment()
                .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        Process terminal = builder.start();
        terminals.add(terminal);
        return terminal;
    }

    private String output(int terminal) {
        try {
            return Files.readString(folder.resolve("terminal" + terminal));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The shop, once its agent listens. */
    private List<RunningJvm> shops() {
        List<Long> started =
                terminals.get(0).descendants().map(ProcessHandle::pid).toList();
        return RunningJvm.all().stream()
                .filter(jvm -> started.contains(jvm.pid()) && jvm.isListening())
                .toList();
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

    private String get(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Breakpoint shown(Matcher link) throws IOException, InterruptedException {
        GetBreakpointResponse.Builder answer = GetBreakpointResponse.newBuilder();
        String server = link.group().substring(0, link.group().indexOf("/#/"));
        String path = "/v2/debugger/debuggees/" + link.group(1) + "/breakpoints/" + link.group(2) + "?clientVersion=t";
        JsonFormat.parser().merge(get(server + path), answer);
        return answer.getBreakpoint();
    }
}
