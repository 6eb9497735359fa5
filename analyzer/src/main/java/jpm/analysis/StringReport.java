package jpm.analysis;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import jpm.graph.ClassTable;
import jpm.graph.Coverage;
import jpm.graph.Dump;
import jpm.graph.DumpedClass;
import jpm.graph.HeapOptions;
import jpm.graph.HeapPass;
import jpm.graph.ObjectSizes;
import jpm.hprof.ClassDump;
import jpm.hprof.HeapRecordSink;
import jpm.hprof.HprofType;
import jpm.io.BigEndian;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a dump and what those of the same content waste. Two passes over the file: which arrays are those of strings, and what they
 * hold. Contents are told apart by a hash of 64 bits.
 *
 * @param strings how many {@code java.lang.String} objects with characters there are
 * @param different how many different contents they have
 * @param bytes what the strings and their arrays take
 * @param wastedBytes what they would not take if there were one string and one array of each content
 * @param duplicates contents that occur more than once, the most wasteful first
 */
public record StringReport(
        long strings, long different, long bytes, long wastedBytes, List<Duplicate> duplicates, Coverage coverage) {
    private static final String STRING = "java.lang.String";
    private static final int WIDE = 1;
    /** Of an array's content, enough to recognise it. */
    private static final int EXAMPLE_BYTES = 1 << 10;

    /**
     * Strings of one content.
     *
     * @param text its beginning
     * @param length in characters
     * @param arrays how many arrays hold it; strings may share one
     */
    public record Duplicate(String text, int length, long strings, long arrays, long bytes, long wastedBytes) {}

    /** @param top how many duplicates to keep */
    public static StringReport of(Path file, long top, HeapOptions options) {
        try (Dump dump = Dump.open(file, options)) {
            return new Search(dump).report(top);
        }
    }

    /** Where a string's fields are within its record; the offsets are -1 for fields that the class lacks. */
    private record StringLayout(long classId, int valueAt, int coderAt) {
        static @Nullable StringLayout of(Dump dump, ClassTable classes) {
            DumpedClass string = classes.findNamed(STRING);
            if (string == null) {
                return null;
            }
            int valueAt = -1;
            int coderAt = -1;
            int at = 0;
            for (ClassDump.Field field : string.dump().fields()) {
                String name = dump.file().symbols().text(field.nameId());
                valueAt = name.equals("value") ? at : valueAt;
                coderAt = name.equals("coder") ? at : coderAt;
                at += HprofType.sizeBytes(field.typeCode(), dump.file().header().idBytes());
            }
            return valueAt < 0 ? null : new StringLayout(string.id(), valueAt, coderAt);
        }
    }

    private static final class Search {
        private final Dump dump;
        private final int idBytes;
        private final ObjectSizes sizes;
        private final long stringBytes;
        private final @Nullable StringLayout layout;

        Search(Dump dump) {
            this.dump = dump;
            this.idBytes = dump.file().header().idBytes();
            ClassTable classes = dump.classes();
            this.sizes = ObjectSizes.of(dump, classes);
            DumpedClass string = classes.findNamed(STRING);
            this.stringBytes = string == null ? 0 : sizes.instanceBytes(string);
            this.layout = StringLayout.of(dump, classes);
        }

        StringReport report(long top) {
            if (layout == null) {
                return new StringReport(0, 0, 0, 0, List.of(), dump.coverage(HeapPass.Losses.of(List.of())));
            }
            StringLayout found = layout;
            List<ArrayFinder> finders = dump.pass("finding strings").run(() -> new ArrayFinder(found, idBytes));
            long[] arrays = ContentTable.Longs.sorted(
                    finders.stream().map(finder -> finder.arrays).toList());
            List<Hasher> hashers = dump.pass("comparing strings").run(() -> new Hasher(arrays));
            ContentTable contents = new ContentTable();
            hashers.forEach(hasher -> contents.addAll(hasher.contents));
            return sum(contents, top, dump.coverage(HeapPass.Losses.of(hashers)));
        }

        private StringReport sum(ContentTable contents, long top, Coverage coverage) {
            long[] sums = new long[3];
            PriorityQueue<Content> worst = new PriorityQueue<>(Comparator.comparingLong(Content::wastedBytes));
            contents.forEach((hash, exampleAt, length, arrays, strings) -> {
                Content content = new Content(exampleAt, length, arrays, strings, arrayBytes(length), stringBytes);
                sums[0] += strings;
                sums[1] += content.bytes();
                sums[2] += content.wastedBytes();
                if (strings > 1) {
                    worst.add(content);
                    if (worst.size() > top) {
                        worst.poll();
                    }
                }
            });
            List<Duplicate> duplicates = worst.stream()
                    .sorted(Comparator.comparingLong(Content::wastedBytes)
                            .reversed()
                            .thenComparing(Content::exampleAt))
                    .map(this::duplicate)
                    .toList();
            return new StringReport(sums[0], contents.count(), sums[1], sums[2], duplicates, coverage);
        }

        /** The table keeps the length in bytes and, as lowest bit, the coder. */
        private long arrayBytes(long lengthAndCoder) {
            return sizes.primitiveArrayBytes(PrimitiveType.BYTE, lengthAndCoder >>> 1);
        }

        private Duplicate duplicate(Content content) {
            Example example = new Example();
            dump.readObject(content.exampleAt, example);
            boolean isWide = (content.length & 1) == WIDE;
            int bytes = (int) (content.length >>> 1);
            return new Duplicate(
                    example.text(isWide),
                    isWide ? bytes / Character.BYTES : bytes,
                    content.strings,
                    content.arrays,
                    content.bytes(),
                    content.wastedBytes());
        }
    }

    private record Content(long exampleAt, long length, int arrays, long strings, long arrayBytes, long stringBytes) {
        long bytes() {
            return strings * stringBytes + arrays * arrayBytes;
        }

        long wastedBytes() {
            return (strings - 1) * stringBytes + (arrays - 1) * arrayBytes;
        }
    }

    /** Collects the addresses of strings' arrays; the lowest bit tells two bytes a character. */
    private static final class ArrayFinder extends HeapPass.Sink {
        private final StringLayout layout;
        private final int idBytes;
        final ContentTable.Longs arrays = new ContentTable.Longs();

        ArrayFinder(StringLayout layout, int idBytes) {
            super(true, false, false);
            this.layout = layout;
            this.idBytes = idBytes;
        }

        @Override
        public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {
            if (classId == layout.classId && length >= layout.valueAt + idBytes) {
                long array = BigEndian.getId(bytes, at + layout.valueAt, idBytes);
                boolean isWide = layout.coderAt >= 0 && layout.coderAt < length && bytes[at + layout.coderAt] == WIDE;
                if (array != 0) {
                    arrays.add(array << 1 | (isWide ? WIDE : 0));
                }
            }
        }
    }

    /** Hashes what strings' arrays hold. */
    private static final class Hasher extends HeapPass.Sink {
        private final long[] wanted;
        final ContentTable contents = new ContentTable();
        private final ContentHash hash = new ContentHash();
        private int near;
        private long at;
        private long strings;
        private long lengthAndCoder;
        private long missingBytes;

        Hasher(long[] wanted) {
            super(false, false, true);
            this.wanted = wanted;
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
            boolean isCharacters = type == PrimitiveType.BYTE || type == PrimitiveType.CHAR;
            int first = isCharacters ? find(id << 1) : wanted.length;
            strings = 0;
            missingBytes = 0;
            if (first == wanted.length || wanted[first] >>> 1 != id) {
                return;
            }
            int coder = type == PrimitiveType.CHAR ? WIDE : (int) wanted[first] & 1;
            while (first < wanted.length && wanted[first] >>> 1 == id) {
                strings++;
                first++;
            }
            at = recordAt;
            missingBytes = (long) length * type.sizeBytes;
            lengthAndCoder = missingBytes << 1 | coder;
            hash.begin(lengthAndCoder);
            if (missingBytes == 0) {
                finish();
            }
        }

        /** The first place of that value or one above it. Arrays mostly come in ascending order, so the search begins where the last one ended. */
        private int find(long value) {
            int low = near < wanted.length && wanted[near] < value ? near : 0;
            int step = 1;
            int high = low;
            while (high < wanted.length && wanted[high] < value) {
                low = high + 1;
                high = (int) Math.min(wanted.length, (long) high + step);
                step *= 2;
            }
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (wanted[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            near = Math.max(0, low - 1);
            return low;
        }

        @Override
        public void primitives(byte[] bytes, int from, int byteCount) {
            if (strings > 0) {
                hash.add(bytes, from, byteCount);
                missingBytes -= byteCount;
                if (missingBytes == 0) {
                    finish();
                }
            }
        }

        private void finish() {
            contents.add(hash.end(), at, lengthAndCoder, 1, strings);
            strings = 0;
        }
    }

    /** Keeps the beginning of one array. */
    private static final class Example extends HeapRecordSink {
        private final byte[] bytes = new byte[EXAMPLE_BYTES];
        private int length;
        private boolean isChars;

        Example() {
            super(false, false, true);
        }

        @Override
        public void primitiveArray(long id, long recordAt, PrimitiveType type, int arrayLength) {
            isChars = type == PrimitiveType.CHAR;
        }

        @Override
        public void primitives(byte[] from, int at, int byteCount) {
            int count = Math.min(byteCount, bytes.length - length);
            System.arraycopy(from, at, bytes, length, count);
            length += count;
        }

        String text(boolean isWide) {
            byte[] content = Arrays.copyOf(bytes, length);
            if (!isWide) {
                return new String(content, StandardCharsets.ISO_8859_1);
            }
            return new String(content, isChars ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE);
        }
    }
}
