package jpm.graph;

import java.nio.charset.StandardCharsets;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The characters of a {@code java.lang.String}, as JDK 6 to 25 keep them. */
final class StringReader {
    private static final int UTF16 = 1;

    private final @Nullable HeapPrimitiveArray array;
    private final boolean isWide;
    private final int offset;
    private final int length;

    private StringReader(@Nullable HeapPrimitiveArray array, boolean isWide, int offset, int length) {
        this.array = array;
        this.isWide = isWide;
        this.offset = offset;
        this.length = length;
    }

    static StringReader of(HeapInstance string) {
        if (!(string.referenced("value") instanceof HeapPrimitiveArray array)) {
            return new StringReader(null, false, 0, 0);
        }
        boolean isChars = array.elementType() == PrimitiveType.CHAR;
        boolean isWide = isChars || number(string, "coder", 0) == UTF16;
        int unit = isWide && !isChars ? Character.BYTES : 1;
        int whole = array.length() / unit;
        int offset = isChars ? Math.max(0, Math.min(number(string, "offset", 0), whole)) : 0;
        int length = isChars ? Math.max(0, Math.min(number(string, "count", whole), whole - offset)) : whole;
        return new StringReader(array, isWide, offset, length);
    }

    private static int number(HeapInstance object, String field, int otherwise) {
        return object.field(field) instanceof Value.Primitive p ? (int) p.bits() : otherwise;
    }

    int length() {
        return length;
    }

    /** Null when the characters are not in the dump. */
    @Nullable
    String text(int maxChars) {
        if (array == null) {
            return null;
        }
        int chars = Math.min(length, maxChars);
        if (!isWide) {
            return new String(array.bytes(0, chars), StandardCharsets.ISO_8859_1);
        }
        if (array.elementType() == PrimitiveType.CHAR) {
            return new String(
                    array.bytes((long) offset * Character.BYTES, chars * Character.BYTES), StandardCharsets.UTF_16BE);
        }
        return new String(utf16(array.bytes(0, chars * Character.BYTES)));
    }

    /** The bytes of a compact string stand in the byte order of the processor that dumped them, mostly little-endian. */
    private static char[] utf16(byte[] bytes) {
        char[] chars = new char[bytes.length / Character.BYTES];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << Byte.SIZE);
        }
        return chars;
    }
}
