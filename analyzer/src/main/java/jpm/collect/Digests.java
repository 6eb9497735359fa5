package jpm.collect;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short names for files by their content. */
final class Digests {
    private static final int EDGE_BYTES = 1 << 16;
    private static final int DIGITS = 16;

    private Digests() {}

    /** Of a file's length, begin and end: heap dumps are too large to be read for this. */
    static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] edge = new byte[(int) Math.min(EDGE_BYTES, in.length())];
            digest.update(Long.toString(in.length()).getBytes(StandardCharsets.US_ASCII));
            in.readFully(edge);
            digest.update(edge);
            in.seek(in.length() - edge.length);
            in.readFully(edge);
            digest.update(edge);
        }
        return digits(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String digits(byte[] digest) {
        return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    }
}
