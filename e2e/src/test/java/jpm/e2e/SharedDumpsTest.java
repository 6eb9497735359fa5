package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.devtools.clouddebugger.v2.GetBreakpointResponse;
import com.google.devtools.clouddebugger.v2.StackFrame;
import com.google.devtools.clouddebugger.v2.Variable;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.oracle.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Snapshots of real dumps are resources that strict readers take, and reach whoever looks at a service. */
class SharedDumpsTest {
    private static final String PROGRAMS = "jpm.testdata.programs";
    /** The budget of a snapshot, and the names of the fields of the object at which it ends. */
    private static final int MAX_CHARS = 72 << 10;

    @TempDir
    Path folder;

    /** The schema is Google's: its parser refuses every member that it does not know. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void everySnapshotIsAResource(Jdk jdk) throws IOException {
        Path store = folder.resolve("store");
        die(jdk, store);

        List<Path> dumps = new Store(store).dumps();
        assertThat(dumps).hasSizeGreaterThan(20);
        for (Path dump : dumps) {
            Breakpoint.Builder snapshot = Breakpoint.newBuilder();
            JsonFormat.parser().merge(Files.readString(dump.resolve("snapshot.json")), snapshot);
            check(snapshot.build(), dump.getFileName().toString());
        }
    }

    private static void die(Jdk jdk, Path store, String... cases) {
        String[] arguments = Stream.concat(Stream.of("cold", PROGRAMS + ".Programs"), Stream.of(cases))
                .toArray(String[]::new);
        JvmProcess.Result died = CaseRun.driver(jdk)
                .agent(Build.agentJar(), "store=" + store + ",heap=never,include=" + PROGRAMS)
                .merged()
                .main(Driver.class.getName(), arguments)
                .run();
        assertThat(died.exitCode()).as(died.stdout()).isZero();
    }

    private static void check(Breakpoint snapshot, String id) {
        assertThat(snapshot.getId()).isEqualTo(id);
        assertThat(snapshot.getIsFinalState()).isTrue();
        assertThat(snapshot.hasCreateTime()).isTrue();
        assertThat(snapshot.getStackFramesCount()).isPositive();
        Variable full = snapshot.getVariableTable(0);
        assertThat(full.getStatus().getIsError()).isTrue();
        assertThat(full.getMembersCount()).isZero();
        assertThat(snapshot.getVariableTableList())
                .extracting(Variable::getName)
                .containsOnly("");
        List<Variable> all = allVariables(snapshot).toList();
        assertThat(all)
                .filteredOn(Variable::hasVarTableIndex)
                .extracting(variable -> variable.getVarTableIndex().getValue())
                .allMatch(index -> index >= 0 && index < snapshot.getVariableTableCount());
        assertThat(all)
                .filteredOn(variable -> variable.getStatus().getIsError())
                .allMatch(variable -> variable.getValue().isEmpty() && variable.getMembersCount() == 0);
        assertThat(all.stream()
                        .mapToInt(variable -> variable.getName().length()
                                + variable.getValue().length())
                        .sum())
                .isLessThan(MAX_CHARS);
    }

    private static Stream<Variable> allVariables(Breakpoint snapshot) {
        Stream<Variable> ofFrames = snapshot.getStackFramesList().stream().flatMap(SharedDumpsTest::variables);
        Stream<Variable> others = Stream.concat(
                snapshot.getEvaluatedExpressionsList().stream(), snapshot.getVariableTableList().stream());
        return Stream.concat(ofFrames, others)
                .flatMap(variable -> Stream.concat(Stream.of(variable), variable.getMembersList().stream()));
    }

    private static Stream<Variable> variables(StackFrame frame) {
        return Stream.concat(frame.getArgumentsList().stream(), frame.getLocalsList().stream());
    }

    /** The commands as users type them: a dump of a program that died, sent to a service that runs, and read by its API. */
    @Test
    void whatIsSentIsWhatTheServiceShows() throws Exception {
        Path store = folder.resolve("store");
        die(Jdks.running(), store);
        Path dump = new Store(store).dumps().get(0);
        Breakpoint.Builder local = Breakpoint.newBuilder();
        JsonFormat.parser().merge(Files.readString(dump.resolve("snapshot.json")), local);
        Process service = Cli.process("serve", "-q", "--port", "0", "--db", "jdbc:sqlite:" + folder.resolve("s.db"))
                .start();
        try (BufferedReader said = service.inputReader(StandardCharsets.UTF_8)) {
            String url = said.readLine().replaceFirst("Listening at ", "").replaceAll("/$", "");

            JvmProcess.Result sent = upload(url, store, dump);
            JvmProcess.Result again = upload(url, store, dump);

            assertThat(sent.exitCode()).as(sent.stderr()).isZero();
            String[] row = sent.stdout().strip().split("\\s+");
            assertThat(row[1]).isEqualTo("sent");
            assertThat(again.stdout()).contains("present").contains(row[2]);
            Breakpoint shown = shown(url, row[2]);
            assertThat(shown.getIsFinalState()).isTrue();
            assertThat(shown.getStackFramesList()).isEqualTo(local.getStackFramesList());
            assertThat(shown.getLabelsMap())
                    .containsEntry("dump", dump.getFileName().toString());
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    private static JvmProcess.Result upload(String url, Path store, Path dump) {
        return Cli.run(
                "upload", dump.getFileName().toString(), "--to", url, "--store", store.toString(), "--no-legend");
    }

    private static Breakpoint shown(String url, String ids) throws IOException, InterruptedException {
        String address = url + "/v2/debugger/debuggees/" + ids.replace("/", "/breakpoints/") + "?clientVersion=t";
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
        GetBreakpointResponse.Builder answer = GetBreakpointResponse.newBuilder();
        JsonFormat.parser().merge(response.body(), answer);
        return answer.getBreakpoint();
    }
}
