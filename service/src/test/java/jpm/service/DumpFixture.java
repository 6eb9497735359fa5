package jpm.service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jpm.service.client.Parcel;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import jpm.snapshot.SnapshotJson;
import jpm.store.DumpEntry;
import jpm.store.DumpStore;

/** A store with dumps made by hand: a shop's, whose exception has a cause, and with secrets that must not leave. */
final class DumpFixture {
    static final String ID = "20261121T104903Z-4242-9f3a1c";
    static final String SECRET = "hunter2";

    private final Path store;

    DumpFixture(Path store) {
        this.store = store;
    }

    /** The dump as it may leave. */
    Parcel parcel(String id) throws IOException {
        return Parcel.of(dump(id), PrivacyRules.STANDARD);
    }

    DumpEntry dump(String id) throws IOException {
        if (!Files.exists(store.resolve(id))) {
            write(id);
        }
        return entry(id);
    }

    DumpEntry entry(String id) {
        return DumpStore.open(store).entries().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void write(String id) throws IOException {
        file(id, "dump.json", """
                {"version":1,"id":"%s","time":"2026-11-21T10:49:03.123Z","pid":4242,"uid":1000,"user":"ann",
                "main":"com.acme.Shop","reason":"uncaught","exception":"com.acme.ShopException","message":"no price",
                "thread":"worker 1","signature":"5f2b000000000001","heap":{"wanted":true,"why":"first"},
                "trigger":"Thread.dispatchUncaughtException","host":"web-1","jvm":{"name":"OpenJDK 64-Bit Server VM","version":"17.0.15+6"},
                "chain":[{"class":"com.acme.ShopException","message":"no price, password=hunter2","stack":["com.acme.Shop.pay(Shop.java:30)","com.acme.Shop.main(Shop.java:5)"]},
                {"class":"java.lang.NullPointerException","message":null,"stack":["com.acme.Shop$Item.price(Shop.java:17)","com.acme.Shop.pay(Shop.java:27)",
                "com.acme.Shop.main(Shop.java:5)","java.base/java.lang.Thread.run(Thread.java:840)"]}]}""".formatted(id));
        file(id, "end.json", "{\"heapBytes\":0,\"otherBytes\":500}");
        try (OutputStream out = Files.newOutputStream(store.resolve(id).resolve("snapshot.json"))) {
            SnapshotJson.write(snapshot(id), out);
        }
    }

    void file(String dump, String name, String content) throws IOException {
        Files.createDirectories(store.resolve(dump));
        Files.writeString(store.resolve(dump).resolve(name), content);
    }

    private static Snapshot snapshot(String id) {
        Variable full = Variable.ofObject(null, List.of(), Status.ofValue(true, Status.FULL));
        Variable item = Variable.ofObject(
                "com.acme.Shop$Item",
                List.of(
                        Variable.ofValue("sku", "String", "\"TEE-RED-M\""),
                        Variable.ofReference("self", "com.acme.Shop$Item", 1)),
                null);
        Variable password = Variable.ofObject("char[]", List.of(Variable.ofValue("[0]", "char", SECRET)), null);
        List<Frame> frames = List.of(
                new Frame(
                        "com.acme.Shop$Item",
                        "price",
                        "()I",
                        "Shop.java",
                        17,
                        List.of(Variable.ofReference("this", "com.acme.Shop$Item", 1)),
                        List.of(Variable.ofValue("n", "int", "3")),
                        null,
                        0),
                frame("com.acme.Shop", "pay", 27, List.of(Variable.ofReference("dbPassword", "char[]", 2))),
                frame("com.acme.Shop", "main", 5, List.of(Variable.ofValue("url", "String", "\"x://ann:hunter2@db\""))),
                new Frame(
                        "java.lang.Thread",
                        "run",
                        null,
                        "Thread.java",
                        840,
                        List.of(),
                        List.of(),
                        "no code of yours",
                        0));
        return new Snapshot(
                id,
                "2026-11-21T10:49:03.123Z",
                frames,
                List.of(Variable.ofValue(Snapshot.EXCEPTION, null, "null")),
                List.of(full, item, password),
                Map.of("reason", "uncaught", "thread", "worker 1"));
    }

    private static Frame frame(String className, String method, int line, List<Variable> locals) {
        return new Frame(className, method, "()V", "Shop.java", line, List.of(), locals, null, 0);
    }
}
