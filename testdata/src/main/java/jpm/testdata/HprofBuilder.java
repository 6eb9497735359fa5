package jpm.testdata;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * Writes an HPROF dump in memory, object by object. Addresses are given out in ascending order, spaced as objects of a JVM with compressed
 * references would be; {@link #nextId(long)} sets the next one.
 *
 * <pre>{@code
 * HprofBuilder dump = new HprofBuilder();
 * long node = dump.define("com.acme.Node").field("value", 'I').field("next", 'L').id();
 * long tail = dump.instance(node, 2, 0L);
 * dump.root(dump.instance(node, 1, tail));
 * byte[] bytes = dump.bytes();
 * }</pre>
 */
public final class HprofBuilder {
    private static final int HEADER_BYTES = 16;
    private static final String PRIMITIVE_DESCRIPTORS = "ZCFDBSIJ";
    private static final int[] PRIMITIVE_SIZES = {1, 2, 4, 8, 1, 2, 4, 8};
    private static final int OBJECT_TYPE = 2;
    private static final int FIRST_PRIMITIVE_TYPE = 4;

    private final int idBytes;
    private final String version;
    private final Map<String, Long> symbols = new LinkedHashMap<>();
    private final Map<Long, ClassDefinition> classes = new LinkedHashMap<>();
    private final List<byte[]> heapRecords = new ArrayList<>();
    private final Bytes stacks = new Bytes();
    private long nextId = 0x1000_0000L;
    private long nextFrameId = 1;
    private int nextThreadSerial = 1;
    private int nextTraceSerial = 2;
    private int segmentBytes = 1 << 20;
    private boolean oneHeapDump;
    private boolean heapDumpEnd = true;
    private long javaLangObject;
    private long javaLangString;

    /** Identifiers of 8 bytes, version 1.0.2. */
    public HprofBuilder() {
        this("1.0.2", Long.BYTES);
    }

    public HprofBuilder(String version, int idBytes) {
        this.version = version;
        this.idBytes = idBytes;
    }

    /** How many bytes of records go into a segment at most, unless a single record has more. */
    public HprofBuilder segmentBytes(int bytes) {
        segmentBytes = bytes;
        return this;
    }

    /** Writes one HEAP_DUMP record instead of segments. */
    public HprofBuilder oneHeapDump() {
        oneHeapDump = true;
        return this;
    }

    /** Leaves the HEAP_DUMP_END record out. */
    public HprofBuilder withoutHeapDumpEnd() {
        heapDumpEnd = false;
        return this;
    }

    /** The next object gets this address, the others follow. */
    public HprofBuilder nextId(long id) {
        nextId = id;
        return this;
    }

    // ---- classes

    /** A class whose fields are still to be named; {@code java.lang.Object} is its superclass unless another one is given. */
    public final class ClassDefinition {
        private final long id;
        private final String name;
        private long superId;
        private long loaderId;
        private final List<String> fieldNames = new ArrayList<>();
        private final StringBuilder fieldTypes = new StringBuilder();
        private final List<String> staticNames = new ArrayList<>();
        private final StringBuilder staticTypes = new StringBuilder();
        private final List<Object> staticValues = new ArrayList<>();

        private ClassDefinition(long id, String name) {
            this.id = id;
            this.name = name;
        }

        public ClassDefinition extend(long superclassId) {
            superId = superclassId;
            return this;
        }

        public ClassDefinition loader(long objectId) {
            loaderId = objectId;
            return this;
        }

        /** An instance field; {@code type} is a primitive's descriptor or {@code 'L'}. */
        public ClassDefinition field(String fieldName, char type) {
            fieldNames.add(fieldName);
            fieldTypes.append(type);
            return this;
        }

        /** A static field with its value; for {@code 'L'} the value is the address of an object as a {@link Long}. */
        public ClassDefinition staticField(String fieldName, char type, Object value) {
            staticNames.add(fieldName);
            staticTypes.append(type);
            staticValues.add(value);
            return this;
        }

        public long id() {
            return id;
        }
    }

    /** Begins a class; {@code name} with dots, arrays as {@code [I} or {@code [Ljava.lang.String;}. */
    public ClassDefinition define(String name) {
        ClassDefinition definition = new ClassDefinition(newId(104), name);
        classes.put(definition.id, definition);
        if (!name.equals("java.lang.Object")) {
            definition.superId = objectClass();
        }
        return definition;
    }

    private long objectClass() {
        if (javaLangObject == 0) {
            javaLangObject = define("java.lang.Object").id();
        }
        return javaLangObject;
    }

    private long classNamed(String name) {
        for (ClassDefinition definition : classes.values()) {
            if (definition.name.equals(name)) {
                return definition.id;
            }
        }
        return define(name).id();
    }

    // ---- objects

    /** An instance; one value for each field, the class's own fields first, then its superclasses'; references as {@link Long}. */
    public long instance(long classId, Object... values) {
        long id = newId(HEADER_BYTES + values.length * 8);
        Bytes content = new Bytes();
        int i = 0;
        for (ClassDefinition c = classes.get(classId); c != null; c = classes.get(c.superId)) {
            for (char type : c.fieldTypes.toString().toCharArray()) {
                content.value(type, values[i++], idBytes);
            }
        }
        if (i != values.length) {
            throw new IllegalArgumentException("the class has " + i + " fields, not " + values.length);
        }
        Bytes record = new Bytes().u1(0x21).id(id, idBytes).u4(1).id(classId, idBytes);
        heapRecords.add(record.u4(content.size()).bytes(content.toByteArray()).toByteArray());
        return id;
    }

    /** A {@code java.lang.String} as JDK 9 and later keep it, in little-endian bytes. */
    public long string(String text) {
        if (javaLangString == 0) {
            javaLangString = define("java.lang.String")
                    .field("value", 'L')
                    .field("hash", 'I')
                    .field("coder", 'B')
                    .id();
        }
        boolean isLatin1 = text.chars().allMatch(c -> c < 256);
        byte[] value = text.getBytes(isLatin1 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16LE);
        return instance(javaLangString, array(value), 0, isLatin1 ? 0 : 1);
    }

    /** An array of references; {@code arrayClassId} from {@code define("[Lcom.acme.Node;")}. */
    public long objectArray(long arrayClassId, long... elementIds) {
        long id = newId(HEADER_BYTES + elementIds.length * 4);
        Bytes record =
                new Bytes().u1(0x22).id(id, idBytes).u4(1).u4(elementIds.length).id(arrayClassId, idBytes);
        for (long element : elementIds) {
            record.id(element, idBytes);
        }
        heapRecords.add(record.toByteArray());
        return id;
    }

    /** An array of any primitive type, as a Java array. */
    public long array(Object primitiveArray) {
        char type = primitiveArray.getClass().getName().charAt(1);
        classNamed("[" + type);
        int length = Array.getLength(primitiveArray);
        long id = newId(HEADER_BYTES + length * PRIMITIVE_SIZES[PRIMITIVE_DESCRIPTORS.indexOf(type)]);
        Bytes record = new Bytes().u1(0x23).id(id, idBytes).u4(1).u4(length).u1(typeCode(type));
        for (int i = 0; i < length; i++) {
            record.value(type, Array.get(primitiveArray, i), idBytes);
        }
        heapRecords.add(record.toByteArray());
        return id;
    }

    // ---- roots and threads

    /** Makes an object a root of kind "sticky class". */
    public HprofBuilder root(long objectId) {
        return heapRecord(new Bytes().u1(0x05).id(objectId, idBytes).toByteArray());
    }

    public HprofBuilder jniGlobalRoot(long objectId) {
        return heapRecord(
                new Bytes().u1(0x01).id(objectId, idBytes).id(1, idBytes).toByteArray());
    }

    /** Any heap record, as it stands in the file. */
    public HprofBuilder heapRecord(byte[] record) {
        heapRecords.add(record);
        return this;
    }

    /** A frame of a stack; {@code locals} are the objects to which it refers. */
    public record Frame(
            String className, String method, String signature, String sourceFile, int line, long... locals) {}

    /** A thread whose stack is given innermost first. Its object must be an instance made before. Gives the thread's serial. */
    public int thread(long threadObjectId, Frame... frames) {
        int serial = nextThreadSerial++;
        threadRoot(threadObjectId, serial, trace(serial, frames));
        for (int number = 0; number < frames.length; number++) {
            for (long local : frames[number].locals()) {
                heapRecord(new Bytes()
                        .u1(0x03)
                        .id(local, idBytes)
                        .u4(serial)
                        .u4(number)
                        .toByteArray());
            }
        }
        return serial;
    }

    /** A stack without the references of its frames; gives its serial. */
    public int trace(int threadSerial, Frame... frames) {
        int trace = nextTraceSerial++;
        Bytes frameIds = new Bytes();
        for (Frame frame : frames) {
            frameIds.id(stackFrame(frame), idBytes);
        }
        record(
                stacks,
                0x05,
                new Bytes().u4(trace).u4(threadSerial).u4(frames.length).bytes(frameIds.toByteArray()));
        return trace;
    }

    /** A thread that names its stack by serial. */
    public HprofBuilder threadRoot(long threadObjectId, int serial, int trace) {
        return heapRecord(new Bytes()
                .u1(0x08)
                .id(threadObjectId, idBytes)
                .u4(serial)
                .u4(trace)
                .toByteArray());
    }

    private long stackFrame(Frame frame) {
        long id = nextFrameId++;
        int classSerial = classSerial(classNamed(frame.className()));
        Bytes body = new Bytes().id(id, idBytes).id(symbol(frame.method()), idBytes);
        body.id(symbol(frame.signature()), idBytes).id(symbol(frame.sourceFile()), idBytes);
        record(stacks, 0x04, body.u4(classSerial).u4(frame.line()));
        return id;
    }

    private int classSerial(long classId) {
        return new ArrayList<>(classes.keySet()).indexOf(classId) + 1;
    }

    // ---- the file

    /** The dump's bytes. */
    public byte[] bytes() {
        objectClass();
        classNamed("java.lang.Class");
        Bytes loadRecords = new Bytes();
        List<byte[]> heap = new ArrayList<>();
        for (ClassDefinition definition : classes.values()) {
            Bytes load = new Bytes()
                    .u4(classSerial(definition.id))
                    .id(definition.id, idBytes)
                    .u4(1);
            record(loadRecords, 0x02, load.id(symbol(definition.name.replace('.', '/')), idBytes));
            heap.add(classDump(definition));
        }
        heap.addAll(heapRecords);
        Bytes file = new Bytes();
        file.bytes(("JAVA PROFILE " + version).getBytes(StandardCharsets.US_ASCII))
                .u1(0);
        file.u4(idBytes).u8(1_700_000_000_000L);
        symbols.forEach(
                (text, id) -> record(file, 0x01, new Bytes().id(id, idBytes).bytes(modifiedUtf8(text))));
        file.bytes(loadRecords.toByteArray()).bytes(stacks.toByteArray());
        segments(file, heap);
        return file.toByteArray();
    }

    /** The dump packed by gzip in one member. */
    public byte[] gzip() {
        return gzip(bytes(), Integer.MAX_VALUE);
    }

    /** Packs bytes by gzip in members of at most {@code memberBytes} unpacked bytes, as the JDK does. */
    public static byte[] gzip(byte[] raw, int memberBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (int at = 0; at < raw.length; at += Math.min(memberBytes, raw.length - at)) {
                GZIPOutputStream member = new GZIPOutputStream(out);
                member.write(raw, at, Math.min(memberBytes, raw.length - at));
                member.finish();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Writes the dump into a file, and gives the file. */
    public Path write(Path file) {
        try {
            return Files.write(file, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] classDump(ClassDefinition c) {
        Bytes record = new Bytes()
                .u1(0x20)
                .id(c.id, idBytes)
                .u4(1)
                .id(c.superId, idBytes)
                .id(c.loaderId, idBytes);
        record.id(0, idBytes)
                .id(0, idBytes)
                .id(0, idBytes)
                .id(0, idBytes)
                .u4(instanceBytes(c))
                .u2(0);
        record.u2(c.staticNames.size());
        for (int i = 0; i < c.staticNames.size(); i++) {
            char type = c.staticTypes.charAt(i);
            record.id(symbol(c.staticNames.get(i)), idBytes)
                    .u1(typeCode(type))
                    .value(type, c.staticValues.get(i), idBytes);
        }
        record.u2(c.fieldNames.size());
        for (int i = 0; i < c.fieldNames.size(); i++) {
            record.id(symbol(c.fieldNames.get(i)), idBytes).u1(typeCode(c.fieldTypes.charAt(i)));
        }
        return record.toByteArray();
    }

    private int instanceBytes(ClassDefinition definition) {
        int sum = 0;
        for (ClassDefinition c = definition; c != null; c = classes.get(c.superId)) {
            for (char type : c.fieldTypes.toString().toCharArray()) {
                sum += type == 'L' ? idBytes : PRIMITIVE_SIZES[PRIMITIVE_DESCRIPTORS.indexOf(type)];
            }
        }
        return sum;
    }

    private void segments(Bytes file, List<byte[]> heap) {
        Bytes segment = new Bytes();
        for (byte[] record : heap) {
            if (!oneHeapDump && segment.size() > 0 && segment.size() + record.length > segmentBytes) {
                record(file, 0x1c, segment);
                segment = new Bytes();
            }
            segment.bytes(record);
        }
        record(file, oneHeapDump ? 0x0c : 0x1c, segment);
        if (heapDumpEnd && !oneHeapDump) {
            record(file, 0x2c, new Bytes());
        }
    }

    private static void record(Bytes to, int tag, Bytes body) {
        to.u1(tag).u4(0).u4(body.size()).bytes(body.toByteArray());
    }

    private static int typeCode(char type) {
        int primitive = PRIMITIVE_DESCRIPTORS.indexOf(type);
        return primitive < 0 ? OBJECT_TYPE : FIRST_PRIMITIVE_TYPE + primitive;
    }

    private long symbol(String text) {
        return symbols.computeIfAbsent(text, t -> 0x7000_0000L + symbols.size() * 16L);
    }

    private long newId(int objectBytes) {
        long id = nextId;
        nextId += (objectBytes + 7) / 8 * 8;
        return id;
    }

    private static byte[] modifiedUtf8(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new DataOutputStream(out).writeUTF(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] withLength = out.toByteArray();
        return Arrays.copyOfRange(withLength, 2, withLength.length);
    }

    /** Big-endian bytes, appended. */
    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        int size() {
            return out.size();
        }

        byte[] toByteArray() {
            return out.toByteArray();
        }

        Bytes u1(int value) {
            out.write(value);
            return this;
        }

        Bytes u2(int value) {
            return u1(value >> 8).u1(value);
        }

        Bytes u4(int value) {
            return u2(value >> 16).u2(value);
        }

        Bytes u8(long value) {
            return u4((int) (value >> 32)).u4((int) value);
        }

        Bytes id(long id, int idBytes) {
            return idBytes == Long.BYTES ? u8(id) : u4((int) id);
        }

        Bytes bytes(byte[] bytes) {
            out.writeBytes(bytes);
            return this;
        }

        Bytes value(char type, Object value, int idBytes) {
            return switch (type) {
                case 'Z' -> u1(value.equals(true) || value.equals(1) ? 1 : 0);
                case 'C' -> u2((Character) value);
                case 'F' -> u4(Float.floatToRawIntBits((Float) value));
                case 'D' -> u8(Double.doubleToRawLongBits((Double) value));
                case 'B' -> u1(((Number) value).intValue());
                case 'S' -> u2(((Number) value).intValue());
                case 'I' -> u4(((Number) value).intValue());
                case 'J' -> u8(((Number) value).longValue());
                default -> id(((Number) value).longValue(), idBytes);
            };
        }
    }
}
