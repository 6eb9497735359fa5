package jpm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A store made by hand: folders and JSON text, as docs/dump-format.md has them. */
final class StoreFixture {
    static final String SHOP = "20261121T104903Z-4242-9f3a1c";
    static final String BANK = "20261121T114903Z-77-9f3b00";
    static final String SHOP_AGAIN = "20261122T080000Z-4242-0000aa";

    final Path root;

    StoreFixture(Path root) {
        this.root = root;
    }

    /** Three whole dumps: SHOP with 100 bytes of heap, BANK without a heap, SHOP_AGAIN with one that is gone. */
    static StoreFixture withThreeDumps(Path root) throws IOException {
        StoreFixture store = new StoreFixture(root);
        store.dump(SHOP, """
                {"version":1,"id":"20261121T104903Z-4242-9f3a1c","time":"2026-11-21T10:49:03.123Z","pid":4242,"uid":1000,"user":"ann",
                "main":"com.acme.Shop","reason":"uncaught","exception":"java.lang.IllegalStateException","message":"no stock",
                "thread":"main","signature":"5f2b000000000001","heap":{"wanted":true,"why":"first of this signature"},
                "host":"web-1","jvm":{"version":"17.0.15+6","flags":["-Xmx1g","-ea"]}}""");
        store.file(SHOP, "end.json", "{\"heapBytes\":100,\"heapMillis\":5}");
        store.file(SHOP, "heap.hprof", "h".repeat(100));
        store.dump(BANK, """
                {"version":1,"id":"20261121T114903Z-77-9f3b00","time":"2026-11-21T11:49:03.000Z","pid":77,"uid":0,"user":"root",
                "main":"bank.jar","reason":"oom","exception":"java.lang.OutOfMemoryError","message":null,
                "thread":"worker-1","signature":"5f2b000000000002","heap":{"wanted":false,"why":"heap=never"},
                "host":"web-2","commandLine":["java","-jar","/srv/bank.jar"],"jvm":{"version":"25.0.3+9"}}""");
        store.file(BANK, "end.json", "{\"heapBytes\":0,\"heapMillis\":0}");
        store.dump(SHOP_AGAIN, """
                {"version":1,"id":"20261122T080000Z-4242-0000aa","time":"2026-11-22T08:00:00.000Z","pid":4242,"uid":1000,"user":"ann",
                "main":"com.acme.Shop","reason":"uncaught","exception":"com.acme.Order$BadException","message":"x",
                "thread":"main","signature":"5f2b000000000003","heap":{"wanted":true,"why":"first of this signature"},
                "host":"web-1","jvm":{"version":"17.0.15+6"}}""");
        store.file(SHOP_AGAIN, "end.json", "{\"heapBytes\":7,\"heapMillis\":1}");
        return store;
    }

    Path dump(String name, String json) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("dump.json"), json);
        return folder;
    }

    void file(String name, String file, String content) throws IOException {
        Path path = root.resolve(name).resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
