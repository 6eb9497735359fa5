package jpm.tui;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.testdata.HprofBuilder;

/**
 * A heap dump whose content the tests know: a shop that holds a cache of 300 entries in an array, an order that refers to itself, a list of three
 * strings, two of which are equal, and an object that nothing refers to.
 *
 * @param file the dump
 * @param shop the address of the only root
 */
record SmallHeap(Path file, long shop, long order, long list, long lost) {
    static final int ENTRIES = 300;
    private static final long ORDER = 0x2000_0000L;

    static SmallHeap in(Path folder) {
        HprofBuilder dump = new HprofBuilder();
        long entry = dump.define("com.acme.Entry").field("number", 'I').id();
        long entries = dump.define("[Lcom.acme.Entry;").id();
        long order = dump.define("com.acme.Order")
                .field("next", 'L')
                .field("total", 'J')
                .id();
        long shop = dump.define("com.acme.Shop")
                .field("cache", 'L')
                .field("order", 'L')
                .field("names", 'L')
                .id();
        long list = dump.define("java.util.ArrayList")
                .field("elementData", 'L')
                .field("size", 'I')
                .id();
        long objects = dump.define("[Ljava.lang.Object;").id();
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            all.add(dump.instance(entry, i));
        }
        long cache = dump.objectArray(
                entries, all.stream().mapToLong(Long::longValue).toArray());
        long names = dump.instance(
                list, dump.objectArray(objects, dump.string("tea"), dump.string("tea"), dump.string("mug")), 3);
        dump.nextId(ORDER);
        long orderId = dump.instance(order, ORDER, 42L);
        long shopId = dump.instance(shop, cache, orderId, names);
        dump.jniGlobalRoot(shopId);
        long lost = dump.instance(order, 0L, 7L);
        return new SmallHeap(dump.write(folder.resolve("small.hprof")), shopId, orderId, names, lost);
    }

    Debuggee open() {
        return new DumpDebuggee(
                DebugSession.open(file, DebugOptions.DEFAULT.withIndexCache(file.resolveSibling("index"))), List.of());
    }

    /** An address as the screen shows it. */
    static String hex(long id) {
        return Long.toHexString(id);
    }
}
