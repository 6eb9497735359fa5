package jpm.hprof;

import java.nio.charset.StandardCharsets;

/** The JVM's modified UTF-8, read tolerantly: what is no valid sequence becomes U+FFFD. */
final class ModifiedUtf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private ModifiedUtf8() {}

    static String decode(byte[] bytes, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (bytes[i] < 0) {
                return decodeSlowly(bytes, at, at + length);
            }
        }
        return new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    }

    private static String decodeSlowly(byte[] bytes, int at, int end) {
        StringBuilder text = new StringBuilder(end - at);
        for (int i = at; i < end; ) {
            int first = bytes[i] & 0xff;
            int more = first < 0x80 ? 0 : first >> 5 == 0b110 ? 1 : first >> 4 == 0b1110 ? 2 : -1;
            if (more < 0 || i + more >= end || !continues(bytes, i + 1, more)) {
                text.append(REPLACEMENT);
                i++;
                continue;
            }
            int value = more == 0 ? first : first & (more == 1 ? 0x1f : 0x0f);
            for (int k = 1; k <= more; k++) {
                value = value << 6 | bytes[i + k] & 0x3f;
            }
            text.append((char) value);
            i += more + 1;
        }
        return text.toString();
    }

    private static boolean continues(byte[] bytes, int at, int count) {
        for (int i = at; i < at + count; i++) {
            if ((bytes[i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }
}
