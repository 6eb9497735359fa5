package jpm.fuzz;

import java.util.ArrayList;
import java.util.List;
import jpm.testdata.HprofBuilder;

/** Small valid dumps with everything that a reader looks at: the beginning of every mutation. */
final class SeedDumps {
    private SeedDumps() {}

    static List<byte[]> all() {
        return List.of(
                rich(new HprofBuilder().segmentBytes(300)),
                rich(new HprofBuilder("1.0.1", Integer.BYTES).oneHeapDump()),
                rich(new HprofBuilder("1.0.2", Integer.BYTES).segmentBytes(500)),
                android(),
                new HprofBuilder().bytes());
    }

    private static byte[] rich(HprofBuilder dump) {
        return filled(dump).bytes();
    }

    /** The heap of a program with threads, strings, collections, loaders and references of all kinds. */
    private static HprofBuilder filled(HprofBuilder dump) {
        long objects = dump.define("[Ljava.lang.Object;").id();
        List<Long> texts = new ArrayList<>();
        for (String text : List.of("main", "sun.java.command", "shop.jar", "main", "Šimić €", "")) {
            texts.add(dump.string(text));
        }
        long loaderType = dump.define("java.lang.ClassLoader")
                .field("parent", 'L')
                .field("name", 'L')
                .id();
        long loader = dump.instance(loaderType, 0L, texts.get(0));
        long orderType = dump.define("com.acme.Order")
                .loader(loader)
                .field("id", 'I')
                .field("customer", 'L')
                .field("total", 'D')
                .field("open", 'Z')
                .field("next", 'L')
                .staticField("count", 'J', 7L)
                .staticField("last", 'L', 0L)
                .id();
        long next = 0;
        for (int i = 0; i < 6; i++) {
            next = dump.instance(orderType, i, texts.get(i), i * 1.5, i % 2, next);
        }
        long duplicate = dump.define("com.acme.Order").loader(0).id();
        dump.instance(duplicate);
        collections(dump, objects, texts, next);
        references(dump, next);
        threads(dump, texts, next, loader);
        dump.array(new int[] {1, 2, 3});
        dump.array(new double[] {1, 2, 3});
        dump.array(new char[] {'a', 'b'});
        dump.array(new boolean[3]);
        dump.array(new long[40]);
        return dump;
    }

    private static void collections(HprofBuilder dump, long objects, List<Long> texts, long order) {
        long listType = dump.define("java.util.ArrayList")
                .field("elementData", 'L')
                .field("size", 'I')
                .id();
        long list = dump.instance(listType, dump.objectArray(objects, order, texts.get(1), 0, 0), 2);
        long nodeType = dump.define("java.util.HashMap$Node")
                .field("hash", 'I')
                .field("key", 'L')
                .field("value", 'L')
                .field("next", 'L')
                .id();
        long nodes = dump.define("[Ljava.util.HashMap$Node;").id();
        long mapType = dump.define("java.util.HashMap")
                .field("table", 'L')
                .field("size", 'I')
                .id();
        long node = dump.instance(nodeType, 1, texts.get(1), texts.get(2), 0L);
        long map = dump.instance(mapType, dump.objectArray(nodes, 0, node, 0, 0), 1);
        long systemType =
                dump.define("java.lang.System").staticField("props", 'L', map).id();
        dump.root(systemType);
        dump.root(list);
    }

    private static void references(HprofBuilder dump, long order) {
        long referenceType = dump.define("java.lang.ref.Reference")
                .field("referent", 'L')
                .field("queue", 'L')
                .id();
        long weakType =
                dump.define("java.lang.ref.WeakReference").extend(referenceType).id();
        dump.jniGlobalRoot(dump.instance(weakType, order, 0L));
    }

    private static void threads(HprofBuilder dump, List<Long> texts, long order, long loader) {
        long holderType = dump.define("java.lang.Thread$FieldHolder")
                .field("threadStatus", 'I')
                .field("daemon", 'Z')
                .id();
        long threadType = dump.define("java.lang.Thread")
                .field("tid", 'J')
                .field("name", 'L')
                .field("holder", 'L')
                .field("contextClassLoader", 'L')
                .id();
        for (int i = 0; i < 2; i++) {
            long thread = dump.instance(threadType, 1L + i, texts.get(0), dump.instance(holderType, 5, 1), loader);
            dump.thread(
                    thread,
                    new HprofBuilder.Frame("com.acme.Shop", "price", "(I)V", "Shop.java", 17, order, texts.get(2)),
                    new HprofBuilder.Frame("com.acme.Shop", "main", "()V", "Shop.java", -1));
        }
    }

    /** With the records that only Android's dumps have. */
    private static byte[] android() {
        HprofBuilder dump = new HprofBuilder("1.0.3", Integer.BYTES).segmentBytes(400);
        dump.heapRecord(new byte[] {(byte) 0xfe, 0, 0, 0, 'A', 0x70, 0, 0, 0});
        filled(dump);
        long kept = dump.array(new byte[20]);
        for (int tag : new int[] {0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x90}) {
            dump.heapRecord(withId(tag, kept, 0));
        }
        dump.heapRecord(withId(0x8e, kept, 8));
        // An array without its content: serial number, length and type follow.
        dump.heapRecord(new byte[] {(byte) 0xc3, 0x20, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 9, 8});
        return dump.bytes();
    }

    private static byte[] withId(int tag, long id, int moreBytes) {
        byte[] record = new byte[1 + Integer.BYTES + moreBytes];
        record[0] = (byte) tag;
        for (int i = 0; i < Integer.BYTES; i++) {
            record[1 + i] = (byte) (id >> 24 - 8 * i);
        }
        return record;
    }
}
