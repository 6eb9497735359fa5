package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListCommandTest {
    private static final String SHOP_LINE =
            "Sat 2026-11-21 10:49:03 UTC 4242 1000 com.acme.Shop IllegalStateException main      present 4.3K     1 -\n";
    private static final String BANK_LINE =
            "Sat 2026-11-21 11:52:30 UTC   77    0 bank.jar      OutOfMemoryError      worker, 1 none    500B     3 "
                    + "Sat 2026-11-21 11:49:03 UTC\n";

    @TempDir
    Path store;

    @Test
    void printsAlignedColumnsOldestFirst() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("list")).isZero();
        assertThat(cli.out())
                .isEqualTo(
                        "TIME                         PID  UID MAIN          REASON                THREAD    HEAP    SIZE COUNT FIRST\n"
                                + SHOP_LINE + BANK_LINE);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void isTheCommandThatNeedsNoName() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.run("list", "-r", "--no-legend");
        assertThat(cli.out())
                .isEqualTo((BANK_LINE + SHOP_LINE).replace("B     3", "B 3").replace("K     1", "K 1"));
        String listed = cli.out();
        assertThat(cli.run("-r", "--no-legend")).isZero();
        assertThat(cli.out()).isEqualTo(listed);
    }

    @Test
    void foldsDumpsOfTheSameFailure() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        for (int second : new int[] {10, 20}) {
            String id = "20261121T1250" + second + "Z-4242-0000" + second;
            cli.file(id, "dump.json", """
                    {"time":"2026-11-21T12:50:%sZ","pid":4242,"uid":1000,"main":"com.acme.Shop","reason":"uncaught",
                    "exception":"java.lang.IllegalStateException","thread":"pool-%s","signature":"5f2b000000000001"}""".formatted(second, second));
            cli.file(id, "end.json", "{\"heapBytes\":0,\"otherBytes\":100}");
            cli.file(id, "occurrences", Integer.toString(second / 10 + 1));
            CliFixture.setModified(store.resolve(id).resolve("occurrences"), "2026-11-21T12:50:40Z");
        }
        assertThat(cli.run("list", "--no-legend")).isZero();
        assertThat(cli.out())
                .isEqualTo(BANK_LINE.replace("B     3", "B 3")
                        + "Sat 2026-11-21 12:50:40 UTC 4242 1000 com.acme.Shop IllegalStateException pool-20   present 4.5K 3 "
                        + "Sat 2026-11-21 10:49:03 UTC\n");
        cli.run("list", "-n1", "--no-legend", "-q");
        assertThat(cli.out()).startsWith("Sat 2026-11-21 12:50:40 UTC 4242").hasLineCount(1);
        cli.run("list", "-a", "--no-legend", "4242");
        assertThat(cli.out().lines().map(line -> line.replaceFirst(".* (main|pool-..) +", "")))
                .containsExactly(
                        "present 4.3K 1 -",
                        "none    100B 2 Sat 2026-11-21 12:50:10 UTC",
                        "none    100B 3 Sat 2026-11-21 12:50:20 UTC");
        cli.run("list", "-F", "count", "4242");
        assertThat(cli.out()).isEqualTo("1\n2\n3\n");
        cli.run("list", "--format=csv", "--no-legend", "4242");
        assertThat(cli.out()).hasLineCount(3);
    }

    @Test
    void limitsToTheNewest() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("list", "-1", "-F", "pid")).isZero();
        assertThat(cli.out()).isEqualTo("77\n");
        cli.run("list", "-n", "1", "-F", "pid");
        assertThat(cli.out()).isEqualTo("77\n");
        cli.run("list", "-rn5", "-F", "pid");
        assertThat(cli.out()).isEqualTo("77\n4242\n");
        assertThat(cli.run("list", "-n", "0")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("jpm: cannot use --lines=0: it is no number from 1 on\ntry: jpm list -n 5\n");
    }

    @Test
    void selectsByTime() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.run("list", "-F", "pid", "-S", "2026-11-21 11:00");
        assertThat(cli.out()).isEqualTo("77\n");
        cli.run("list", "-F", "pid", "-U", "-23h");
        assertThat(cli.out()).isEqualTo("4242\n");
        assertThat(cli.run("list", "--since=today")).isEqualTo(1);
        assertThat(cli.run("list", "-S", "today", "-U", "yesterday")).isEqualTo(2);
        assertThat(cli.err()).isEqualTo("jpm: cannot select dumps: --since is later than --until\ntry: swap the two\n");
        assertThat(cli.run("list", "-S", "soon")).isEqualTo(2);
        assertThat(cli.err()).startsWith("jpm: cannot read the time soon: it is neither a date nor a span\n");
    }

    @Test
    void printsJsonRowsWithTheseFieldsInThisOrder() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("list", "--json")).isZero();
        assertThat(cli.out()).isEqualTo("""
                [
                {"id":"20261121T104903Z-4242-9f3a1c","time":"2026-11-21T10:49:03.123Z","pid":4242,"uid":1000,"user":"ann",\
                "main":"com.acme.Shop","reason":"uncaught","exception":"java.lang.IllegalStateException","message":"no stock",\
                "thread":"main","signature":"5f2b000000000001","count":1,"state":"present","heapBytes":3000,"sizeBytes":4400,\
                "path":"STORE/20261121T104903Z-4242-9f3a1c"},
                {"id":"20261121T114903Z-77-9f3b00","time":"2026-11-21T11:49:03Z","pid":77,"uid":0,"user":"root",\
                "main":"bank.jar","reason":"oom","exception":"java.lang.OutOfMemoryError","message":null,\
                "thread":"worker, 1","signature":"5f2b000000000002","count":3,"state":"none","heapBytes":null,"sizeBytes":500,\
                "path":"STORE/20261121T114903Z-77-9f3b00"}
                ]
                """);
    }

    @Test
    void printsCsv() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("list", "--format=csv", "77")).isZero();
        assertThat(cli.out()).isEqualTo("""
                id,time,pid,uid,user,main,reason,exception,message,thread,signature,count,state,heapBytes,sizeBytes,path
                20261121T114903Z-77-9f3b00,2026-11-21T11:49:03Z,77,0,root,bank.jar,oom,java.lang.OutOfMemoryError,,"worker, 1",\
                5f2b000000000002,3,none,,500,STORE/20261121T114903Z-77-9f3b00
                """);
    }

    @Test
    void printsOneField() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.run("list", "-F", "JVM.flags");
        assertThat(cli.out()).isEqualTo("-Xmx1g\n");
        cli.run("list", "--field", "commandLine", "4242");
        assertThat(cli.out()).isEqualTo("java\n-Dx=a b\n-jar\nshop.jar\n");
    }

    @Test
    void saysWhenThereIsNone() {
        CliFixture cli = new CliFixture(store);
        assertThat(cli.run()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).isEqualTo("No dumps found.\n");
        assertThat(cli.run("list", "--json")).isEqualTo(1);
        assertThat(cli.out()).isEqualTo("[\n]\n");
    }

    @Test
    void neutralisesWhatAProgramPutIntoItsDump() throws IOException {
        CliFixture cli = new CliFixture(store);
        cli.file("20261121T104903Z-1-000001", "dump.json", """
                {"time":"2026-11-21T10:49:03Z","pid":1,"uid":0,"user":"u","main":"a\\u001b[2J\\nb\\u009b","reason":"uncaught",
                "exception":"x.\\u202eE","message":"\\ud800","thread":"\\r\\t\\u0000","signature":"s"}""");
        cli.run("list", "--no-legend");
        assertThat(cli.out())
                .isEqualTo("Sat 2026-11-21 10:49:03 UTC 1 0 a\\u001b[2J\\nb\\u009b \\u202eE \\r\\t\\u0000 incomplete "
                        + sizeOf("20261121T104903Z-1-000001") + " 1 -\n");
        for (String[] line : new String[][] {
            {"list", "--json"}, {"list", "--format=csv"}, {"info"}, {"list", "-F", "main"}, {"info", "--json"}
        }) {
            cli.run(line);
            assertThat(cli.out().replace("\n", "").chars()).allMatch(c -> c >= ' ' && c < 0x7f);
        }
    }

    private String sizeOf(String dump) throws IOException {
        return java.nio.file.Files.size(store.resolve(dump).resolve("dump.json")) + "B";
    }

    @Test
    void longNamesAreCutInTextOnly() throws IOException {
        CliFixture cli = new CliFixture(store);
        String name = "n".repeat(3000);
        cli.file("20261121T104903Z-1-000001", "dump.json", "{\"pid\":1,\"main\":\"" + name + "\"}");
        cli.run("list", "--no-legend");
        assertThat(cli.out()).contains(" " + "n".repeat(99) + "… ");
        cli.run("list", "--json");
        assertThat(cli.out()).contains("\"main\":\"" + name + "\"");
    }

    @Test
    void coloursOnlyWhereWanted() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.run("list", "--color=always");
        assertThat(cli.out()).contains("\u001b[32mpresent\u001b[0m");
        cli.onTerminal("").run("list");
        assertThat(cli.out()).contains("\u001b[32mpresent\u001b[0m");
        cli.environment.put("NO_COLOR", "1");
        cli.run("list");
        assertThat(cli.out()).doesNotContain("\u001b");
    }

    @Test
    void saysThatADumpIsBeingWritten() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        String bootId = java.nio.file.Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                .trim();
        String namespace = java.nio.file.Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                .toString();
        long pid = ProcessHandle.current().pid();
        cli.file(
                "20261121T130000Z-" + pid + "-000001.part",
                "dump.json",
                "{\"pid\":" + pid + ",\"bootId\":\"" + bootId + "\",\"pidNamespace\":\"" + namespace + "\"}");
        cli.run("list");
        assertThat(cli.err()).isEqualTo("-- Notice: 1 dump is being written, output may be incomplete.\n");
        cli.run("list", "-q");
        assertThat(cli.err()).isEmpty();
    }
}
