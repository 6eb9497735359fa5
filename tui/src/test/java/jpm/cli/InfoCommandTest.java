package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    Path store;

    @Test
    void showsAllThatIsKnown() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("info", "4242")).isZero();
        assertThat(cli.out()).isEqualTo("""
                |            ID: 20261121T104903Z-4242-9f3a1c
                |           PID: 4242 (com.acme.Shop)
                |           UID: 1000 (ann)
                |           GID: 1001 (staff)
                |        Reason: uncaught (Thread.dispatchUncaughtException)
                |     Timestamp: Sat 2026-11-21 10:49:03 UTC (23h 10min ago)
                |     Signature: 5f2b000000000001
                |        Thread: main (id 1, daemon)
                |  Command Line: java '-Dx=a b' -jar shop.jar
                |    Main Class: com.acme.Shop
                |      Main Jar: shop.jar
                |    Class Path: /srv/a.jar:/srv/b
                |     Directory: /srv
                |      Hostname: web-1
                |     Container: c0ffee
                | Control Group: /system.slice/shop.service
                |       Boot ID: b00t
                |    Machine ID: mach1ne
                |           JVM: OpenJDK 64-Bit Server VM 17.0.15+6 (Debian)
                |      JVM Home: /usr/lib/jvm/17
                |     JVM Flags: -Xmx1g
                |        Uptime: 1min 5s
                |          Heap: 1.0M used, 2.0M committed, 1.0G at most
                |      Non-Heap: 512B used
                |    Processors: 2
                |       Storage: STORE/20261121T104903Z-4242-9f3a1c (present)
                |  Size on Disk: 4.3K
                |     Heap Dump: 2.9K
                |       Message: java.lang.IllegalStateException: no stock
                |                second line
                |                    at com.acme.Shop.price(Shop.java:17)
                |                    at com.acme.Shop.main(Shop.java:5)
                |                    Suppressed: java.io.IOException
                |                        at com.acme.Shop.close(Shop.java:30)
                |                Caused by: java.lang.NullPointerException
                |                    at com.acme.Db.get(Db.java:3)
                """.replace("|", ""));
    }

    @Test
    void meansTheNewestWhenNoneIsNamed() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        assertThat(cli.run("info")).isZero();
        assertThat(cli.out()).isEqualTo("""
                ID: 20261121T114903Z-77-9f3b00
                PID: 77 (bank.jar)
                UID: 0 (root)
                Reason: oom
                Timestamp: Sat 2026-11-21 11:49:03 UTC (22h 10min ago)
                Occurrences: 3 in this process
                Signature: 5f2b000000000002
                Thread: worker, 1
                Storage: STORE/20261121T114903Z-77-9f3b00 (none)
                Size on Disk: 500B
                No Heap: heap=never
                Message: java.lang.OutOfMemoryError
                """.lines()
                .map(line -> " ".repeat(14 - line.indexOf(':')) + line + "\n")
                .reduce("", String::concat));
    }

    @Test
    void showsEveryDumpThatFits() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.run("info", "uid=0", "uid=1000");
        assertThat(cli.out().lines().filter(line -> line.contains(" ID: 2"))).hasSize(2);
        cli.run("info", "-S", "2026-11-21");
        assertThat(cli.out().lines().filter(line -> line.contains(" ID: 2"))).hasSize(2);
        assertThat(cli.run("info", "nobody")).isEqualTo(1);
        assertThat(cli.err()).isEqualTo("No dumps found.\n");
    }

    @Test
    void jsonHoldsTheWholeMetadata() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        cli.run("info", "77", "--json");
        assertThat(cli.out())
                .contains(
                        "\"path\":\"STORE/20261121T114903Z-77-9f3b00\",\"metadata\":{\"version\":1,\"id\":\"20261121T114903Z-77-9f3b00\",")
                .contains("\"heap\":{\"wanted\":false,\"why\":\"heap=never\"}}}\n]\n");
    }

    /** A hit of a breakpoint with a condition and two expressions, one of which could not be evaluated. */
    @Test
    void whatABreakpointAskedIsInBothFormats() throws IOException {
        CliFixture cli = new CliFixture(store);
        cli.file("20261121T114903Z-77-9f3b00", "dump.json", "{\"pid\":77,\"reason\":\"breakpoint\"}");
        cli.file("20261121T114903Z-77-9f3b00", "snapshot.json", """
                {"labels": {"condition": "line.quantity < 0"},
                 "stackFrames": [{"function": "com.acme.Shop.pay", "location": {"path": "com/acme/Shop.java", "line": 27}}],
                 "evaluatedExpressions": [
                   {"name": "line.quantity", "value": "-3", "type": "int"},
                   {"name": "gone.x", "status": {"isError": true, "refersTo": "VARIABLE_NAME",
                     "description": {"format": "no variable gone"}}}],
                 "variableTable": []}
                """);

        cli.run("info", "77", "--json");
        assertThat(cli.out())
                .contains("\"breakpoint\":{\"condition\":\"line.quantity < 0\",\"expressions\":["
                        + "{\"expression\":\"line.quantity\",\"value\":\"-3\"},"
                        + "{\"expression\":\"gone.x\",\"value\":\"<unavailable: no variable gone>\"}]}");
        cli.run("info", "77");
        assertThat(cli.out().lines().map(String::strip))
                .contains(
                        "Condition: line.quantity < 0",
                        "Expression: line.quantity = -3",
                        "Expression: gone.x = <unavailable: no variable gone>");
    }

    @Test
    void survivesWrongTypesEverywhere() throws IOException {
        CliFixture cli = new CliFixture(store);
        cli.file("20261121T104903Z-1-000001", "dump.json", """
                {"gid":[],"group":{},"trigger":7,"commandLine":"java","classPath":[1,null,[2]],"jvm":[],"memory":{"heapUsedBytes":"x","limitBytes":-1},
                "threadInfo":null,"chain":[1,null,{"class":null,"stack":"x","suppressed":[3]},{"stack":[{},null]}],"heap":"no"}""");
        assertThat(cli.run("info")).isZero();
        assertThat(cli.err()).isEmpty();
    }
}
