package jpm.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines in this process at a fixed time, against a store made by hand. */
final class CliFixture {
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    final Path store;
    final Map<String, String> environment = new HashMap<>();
    private boolean terminal;
    private String input = "";
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    CliFixture(Path store) {
        this.store = store;
        environment.put("JPM_STORE", store.toString());
    }

    /** From now on standard input and output are a terminal, on which this is typed. */
    CliFixture onTerminal(String typed) {
        terminal = true;
        input = typed;
        return this;
    }

    int run(String... arguments) {
        return run(Commands.ofJpm(), arguments);
    }

    int run(Commands commands, String... arguments) {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(out, false, StandardCharsets.UTF_8);
        Console console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                printed,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                terminal,
                terminal,
                false,
                terminal ? 24 : 0,
                Clock.fixed(NOW, ZoneOffset.UTC),
                ZoneOffset.UTC,
                null);
        int code = new Main(commands, console).run(arguments);
        printed.flush();
        return code;
    }

    /** What the last command line printed to standard output, the store's path written as STORE. */
    String out() {
        return out.toString(StandardCharsets.UTF_8).replace(store.toString(), "STORE");
    }

    byte[] outBytes() {
        return out.toByteArray();
    }

    /** What it printed to standard error. */
    String err() {
        return err.toString(StandardCharsets.UTF_8).replace(store.toString(), "STORE");
    }

    void file(String dump, String name, String content) throws IOException {
        Path file = store.resolve(dump).resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    static void setModified(Path file, String time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(time)));
    }

    static final String SHOP = "20261121T104903Z-4242-9f3a1c";
    static final String BANK = "20261121T114903Z-77-9f3b00";

    /** Two dumps; dump.json and end.json of the first have 1400 bytes together, and its heap 3000. */
    static CliFixture withTwoDumps(Path store) throws IOException {
        CliFixture cli = new CliFixture(store);
        cli.file(SHOP, "dump.json", """
                {"version":1,"id":"20261121T104903Z-4242-9f3a1c","time":"2026-11-21T10:49:03.123Z","pid":4242,"uid":1000,"user":"ann",
                "main":"com.acme.Shop","reason":"uncaught","exception":"java.lang.IllegalStateException","message":"no stock",
                "thread":"main","signature":"5f2b000000000001","heap":{"wanted":true,"why":"first of this signature"},
                "trigger":"Thread.dispatchUncaughtException","gid":1001,"group":"staff","host":"web-1","bootId":"b00t","machineId":"mach1ne",
                "containerId":"c0ffee","cgroup":"/system.slice/shop.service",
                "commandLine":["java","-Dx=a b","-jar","shop.jar"],"cwd":"/srv","mainClass":"com.acme.Shop","mainJar":"shop.jar","classPath":["/srv/a.jar","/srv/b"],
                "jvm":{"name":"OpenJDK 64-Bit Server VM","vendor":"Debian","version":"17.0.15+6","home":"/usr/lib/jvm/17","flags":["-Xmx1g"],"uptimeMillis":65000},
                "memory":{"heapUsedBytes":1048576,"heapCommittedBytes":2097152,"heapMaxBytes":1073741824,"nonHeapUsedBytes":512,"processors":2,"limitBytes":null},
                "threadInfo":{"id":1,"name":"main","daemon":true,"virtual":false},
                "chain":[{"class":"java.lang.IllegalStateException","message":"no stock\\nsecond line","stack":["com.acme.Shop.price(Shop.java:17)","com.acme.Shop.main(Shop.java:5)"],
                "suppressed":[{"class":"java.io.IOException","message":null,"stack":["com.acme.Shop.close(Shop.java:30)"]}]},
                {"class":"java.lang.NullPointerException","message":null,"stack":["com.acme.Db.get(Db.java:3)"]}]}""");
        cli.file(SHOP, "heap.hprof", "h".repeat(3000));
        cli.file(SHOP, "end.json", "{\"heapBytes\":3000,\"otherBytes\":1400}");
        cli.file(BANK, "dump.json", """
                {"version":1,"id":"20261121T114903Z-77-9f3b00","time":"2026-11-21T11:49:03.000Z","pid":77,"uid":0,"user":"root",
                "main":"bank.jar","reason":"oom","exception":"java.lang.OutOfMemoryError","message":null,
                "thread":"worker, 1","signature":"5f2b000000000002","heap":{"wanted":false,"why":"heap=never"}}""");
        cli.file(BANK, "end.json", "{\"heapBytes\":0,\"otherBytes\":500}");
        cli.file(BANK, "occurrences", "3");
        setModified(store.resolve(BANK).resolve("occurrences"), "2026-11-21T11:52:30Z");
        return cli;
    }
}
