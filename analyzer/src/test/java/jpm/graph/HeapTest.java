package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.hprof.RootKind;
import jpm.testdata.HprofBuilder;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapTest {
    @TempDir
    Path directory;

    private Heap open(HprofBuilder dump) {
        return Heap.open(dump.write(directory.resolve("dump.hprof")), HeapOptions.defaults());
    }

    @Test
    void readsFieldsOfEveryTypeAndOfSuperclasses() {
        HprofBuilder dump = new HprofBuilder();
        long base = dump.define("com.acme.Base")
                .field("name", 'L')
                .field("flag", 'Z')
                .id();
        long derived = dump.define("com.acme.Derived")
                .extend(base)
                .field("c", 'C')
                .field("f", 'F')
                .field("d", 'D')
                .field("b", 'B')
                .field("s", 'S')
                .field("i", 'I')
                .field("j", 'J')
                .field("name", 'L')
                .id();
        long text = dump.string("grüße");
        long object =
                dump.instance(derived, 'x', Float.NaN, -0.0, (byte) -1, (short) -2, -3, Long.MIN_VALUE, 0L, text, true);
        try (Heap heap = open(dump)) {
            HeapInstance instance = (HeapInstance) heap.object(object);
            assertThat(instance.heapClass().name()).isEqualTo("com.acme.Derived");
            assertThat(instance.fields().stream().map(v -> v.field().declaringClass() + "." + v.name()))
                    .containsExactly(
                            "com.acme.Derived.c",
                            "com.acme.Derived.f",
                            "com.acme.Derived.d",
                            "com.acme.Derived.b",
                            "com.acme.Derived.s",
                            "com.acme.Derived.i",
                            "com.acme.Derived.j",
                            "com.acme.Derived.name",
                            "com.acme.Base.name",
                            "com.acme.Base.flag");
            assertThat(instance.fields().stream().map(FieldValue::value))
                    .containsExactly(
                            new Value.Primitive(PrimitiveType.CHAR, 'x'),
                            new Value.Primitive(PrimitiveType.FLOAT, Float.floatToRawIntBits(Float.NaN)),
                            new Value.Primitive(PrimitiveType.DOUBLE, Double.doubleToRawLongBits(-0.0)),
                            new Value.Primitive(PrimitiveType.BYTE, -1),
                            new Value.Primitive(PrimitiveType.SHORT, -2),
                            new Value.Primitive(PrimitiveType.INT, -3),
                            new Value.Primitive(PrimitiveType.LONG, Long.MIN_VALUE),
                            Value.NULL,
                            new Value.Reference(text),
                            new Value.Primitive(PrimitiveType.BOOLEAN, 1));
            assertThat(instance.field("name")).isEqualTo(Value.NULL);
            assertThat(instance.field("com.acme.Base", "name")).isEqualTo(new Value.Reference(text));
            assertThat(instance.field("nothing")).isNull();
            assertThat(((HeapInstance) heap.object(text)).asString(100)).isEqualTo("grüße");
        }
    }

    @Test
    void readsArraysInPartsAndAlone() {
        HprofBuilder dump = new HprofBuilder();
        long strings = dump.define("[Ljava.lang.String;").id();
        long text = dump.string("long enough: \u4e2d\u6587");
        long array = dump.objectArray(strings, text, 0, text);
        long ints = dump.array(new int[] {1, -1, Integer.MIN_VALUE});
        try (Heap heap = open(dump)) {
            HeapObjectArray objects = (HeapObjectArray) heap.object(array);
            assertThat(objects.heapClass().name()).isEqualTo("java.lang.String[]");
            assertThat(objects.elementIds(0, 3)).containsExactly(text, 0, text);
            assertThat(objects.element(1)).isEqualTo(Value.NULL);
            HeapPrimitiveArray numbers = (HeapPrimitiveArray) heap.object(ints);
            assertThat(numbers.heapClass().name()).isEqualTo("int[]");
            assertThat(numbers.element(2)).isEqualTo(new Value.Primitive(PrimitiveType.INT, Integer.MIN_VALUE));
            assertThatThrownBy(() -> numbers.element(3)).isInstanceOf(IndexOutOfBoundsException.class);
            HeapInstance string = (HeapInstance) heap.object(text);
            assertThat(string.asString(1000)).isEqualTo("long enough: \u4e2d\u6587");
            assertThat(string.asString(14)).isEqualTo("long enough: \u4e2d");
            assertThat(string.stringLength()).isEqualTo(15);
        }
    }

    @Test
    void readsClassesWithStaticsAndLoaders() {
        HprofBuilder dump = new HprofBuilder();
        long loader = dump.instance(dump.define("com.acme.Loader").id());
        long first = dump.define("com.acme.Plugin")
                .loader(loader)
                .staticField("COUNT", 'I', 7)
                .id();
        long second =
                dump.define("com.acme.Plugin").staticField("SELF", 'L', first).id();
        try (Heap heap = open(dump)) {
            assertThat(heap.findClasses("com.acme.Plugin").stream().map(HeapObject::id))
                    .containsExactly(first, second);
            HeapClass plugin = (HeapClass) heap.object(first);
            assertThat(plugin.loaderId()).isEqualTo(loader);
            assertThat(plugin.staticField("COUNT")).isEqualTo(new Value.Primitive(PrimitiveType.INT, 7));
            assertThat(plugin.heapClass().name()).isEqualTo("java.lang.Class");
            assertThat(plugin.lineage().stream().map(HeapClass::name))
                    .containsExactly("com.acme.Plugin", "java.lang.Object");
        }
    }

    @Test
    void readsThreadsWithFramesAndTheirRoots() {
        HprofBuilder dump = new HprofBuilder();
        long name = dump.string("worker");
        long thread =
                dump.instance(dump.define("java.lang.Thread").field("name", 'L').id(), name);
        long local = dump.array(new byte[3]);
        dump.thread(
                thread,
                new HprofBuilder.Frame("com.acme.Shop", "price", "(I)V", "Shop.java", 17, local),
                new HprofBuilder.Frame("com.acme.Shop", "main", "()V", "Shop.java", -3));
        try (Heap heap = open(dump)) {
            HeapThread worker = heap.threads().get(0);
            assertThat(worker.name()).isEqualTo("worker");
            assertThat(worker.frames())
                    .containsExactly(
                            new HeapFrame(
                                    "com.acme.Shop",
                                    "price",
                                    "(I)V",
                                    "Shop.java",
                                    17,
                                    List.of(new GcRoot(RootKind.JAVA_FRAME, local, worker.serial(), 0))),
                            new HeapFrame("com.acme.Shop", "main", "()V", "Shop.java", -3, List.of()));
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0.1,4,true", "1.0.1,8,true", "1.0.2,4,false", "1.0.3,4,false"})
    void readsOtherVersions(String version, int idBytes, boolean oneHeapDump) {
        HprofBuilder dump = new HprofBuilder(version, idBytes);
        if (oneHeapDump) {
            dump.oneHeapDump();
        }
        long text = dump.string("text");
        try (Heap heap = open(dump)) {
            assertThat(heap.header().version()).isEqualTo(version);
            assertThat(((HeapInstance) heap.object(text)).asString(10)).isEqualTo("text");
            assertThat(heap.coverage().isPartial()).isFalse();
        }
    }

    /** Each record in the layout of Android's hprof.cc: with 4-byte identifiers. */
    @Test
    void readsTheRecordsOfAndroid() {
        HprofBuilder dump = new HprofBuilder("1.0.3", Integer.BYTES);
        dump.heapRecord(new byte[] {(byte) 0xfe, 0, 0, 0, 'A', 0x70, 0, 0, 0});
        long kept = dump.array(new byte[20]);
        RootKind[] kinds = {
            RootKind.INTERNED_STRING,
            RootKind.FINALIZING,
            RootKind.DEBUGGER,
            RootKind.REFERENCE_CLEANUP,
            RootKind.VM_INTERNAL,
            RootKind.JNI_MONITOR,
            RootKind.UNREACHABLE
        };
        int[] tags = {0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x90};
        for (int tag : tags) {
            byte[] record = new byte[tag == 0x8e ? 13 : 5];
            record[0] = (byte) tag;
            for (int i = 0; i < Integer.BYTES; i++) {
                record[1 + i] = (byte) (kept >> 24 - 8 * i);
            }
            dump.heapRecord(record);
        }
        dump.heapRecord(new byte[] {(byte) 0xc3, 0x20, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 9, 8});
        long last = dump.string("last");
        try (Heap heap = open(dump)) {
            assertThat(heap.coverage().isPartial()).isFalse();
            assertThat(heap.roots().stream().map(GcRoot::kind)).containsExactly(kinds);
            assertThat(heap.roots().stream().map(GcRoot::objectId)).containsOnly(kept);
            HeapPrimitiveArray withoutData = (HeapPrimitiveArray) heap.object(0x2000_0008L);
            assertThat(withoutData.length()).isEqualTo(9);
            assertThat(withoutData.elementType()).isEqualTo(PrimitiveType.BYTE);
            assertThat(((HeapInstance) heap.object(last)).asString(10)).isEqualTo("last");
        }
    }

    @ParameterizedTest
    @CsvSource({"2147483647", "1000", "33"})
    void readsGzip(int memberBytes) throws IOException {
        HprofBuilder dump = new HprofBuilder().segmentBytes(500);
        long text = 0;
        for (int i = 0; i < 100; i++) {
            text = dump.string("text " + i);
        }
        Path file = Files.write(directory.resolve("dump.hprof.gz"), HprofBuilder.gzip(dump.bytes(), memberBytes));
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            assertThat(((HeapInstance) heap.object(text)).asString(10)).isEqualTo("text 99");
            assertThat(heap.coverage().isPartial()).isFalse();
        }
    }

    @Test
    void everyObjectIsFoundWhateverTheOrderOfAddresses() {
        HprofBuilder dump = new HprofBuilder().segmentBytes(300);
        long bytes = dump.define("com.acme.Thing").field("number", 'I').id();
        java.util.Random random = new java.util.Random(7);
        java.util.Map<Long, Integer> expected = new java.util.TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            long id = 0x40000000000L + 8L * random.nextInt(20_000);
            if (expected.putIfAbsent(id, i) == null) {
                dump.nextId(id).instance(bytes, i);
            }
        }
        try (Heap heap = open(dump)) {
            expected.forEach((id, number) -> {
                HeapInstance found = (HeapInstance) heap.object(id);
                assertThat(found.field("number")).isEqualTo(new Value.Primitive(PrimitiveType.INT, number));
                assertThat(heap.objectAt(found.index())).isEqualTo(found);
            });
            long classes = heap.classes().size();
            assertThat(heap.objectCount()).isEqualTo(expected.size() + classes);
            assertThat(heap.findObject(expected.keySet().iterator().next() + 4)).isNull();
        }
    }

    @Test
    void addressesNeedNotBeAligned() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("com.acme.Thing").id();
        for (int i = 1; i < 50; i++) {
            dump.nextId(i).instance(type);
        }
        try (Heap heap = open(dump)) {
            for (int i = 1; i < 50; i++) {
                assertThat(heap.object(i).index()).isEqualTo(i - 1);
            }
        }
    }

    @Test
    void missingObjectsAreSaidToBeMissing() {
        try (Heap heap = open(new HprofBuilder())) {
            assertThat(heap.findObject(12345)).isNull();
            assertThatThrownBy(() -> heap.object(0xabcL))
                    .isInstanceOf(NoSuchObjectException.class)
                    .hasMessage("no object at 0xabc");
        }
    }

    @Test
    void classNamesAreThoseOfSource() {
        assertThat(ClassNames.fromInternal("[[I")).isEqualTo("int[][]");
        assertThat(ClassNames.fromInternal("[Ljava/util/Map$Entry;")).isEqualTo("java.util.Map$Entry[]");
        assertThat(ClassNames.fromInternal("a/B$$Lambda$14/0x0800c0")).isEqualTo("a.B$$Lambda$14/0x0800c0");
        assertThat(ClassNames.fromInternal("a/B$$Lambda+0x0800c0")).isEqualTo("a.B$$Lambda+0x0800c0");
    }
}
