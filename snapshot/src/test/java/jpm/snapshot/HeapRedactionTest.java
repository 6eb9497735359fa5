package jpm.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;

class HeapRedactionTest {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void textsAndNumbersAreReplacedAndEqualOnesStayEqual() throws IOException {
        HprofBuilder dump = new HprofBuilder();
        dump.root(dump.array(latin("secret one")));
        dump.root(dump.array(latin("secret one")));
        dump.root(dump.array(latin("secret two")));
        dump.root(dump.array(new int[] {4711, 4712}));
        dump.root(dump.array("geheim".toCharArray()));
        dump.root(dump.array(new double[] {47.11}));
        dump.root(dump.array(new long[5]));
        byte[] before = dump.bytes();

        byte[] after = redacted(before, List.of());

        assertThat(after).hasSameSizeAs(before);
        assertThat(text(after)).doesNotContain("secret", "g\0e\0h").doesNotContain("\0g\0e\0h");
        int first = indexOf(before, latin("secret one"), 0);
        int second = indexOf(before, latin("secret one"), first + 1);
        int third = indexOf(before, latin("secret two"), 0);
        byte[] pseudonym = Arrays.copyOfRange(after, first, first + 10);
        assertThat(Arrays.copyOfRange(after, second, second + 10)).isEqualTo(pseudonym);
        assertThat(Arrays.copyOfRange(after, third, third + 10)).isNotEqualTo(pseudonym);
        assertThat(new String(pseudonym, StandardCharsets.ISO_8859_1)).matches("[a-z]{10}");
        assertThat(indexOf(after, new byte[] {0, 0, 0x12, 0x67, 0, 0, 0x12, 0x68}, 0))
                .isNegative();
    }

    @Test
    void namesOfTheProgramAndWhatIsToBeKeptStay() throws IOException {
        HprofBuilder dump = new HprofBuilder();
        dump.define("com.acme.Shop").id();
        dump.root(dump.array(latin("com.acme.Shop")));
        dump.root(dump.array(latin("to be kept")));
        dump.root(dump.array(latin("not to be kept")));

        String after = text(redacted(dump.bytes(), List.of(latin("to be kept"))));

        assertThat(after).contains("com.acme.Shop", "to be kept").doesNotContain("not to be kept");
    }

    @Test
    void aCutOffDumpFails() {
        HprofBuilder dump = new HprofBuilder();
        dump.root(dump.array(latin("secret one")));
        byte[] whole = dump.bytes();
        byte[] cut = Arrays.copyOf(whole, whole.length - 12);

        assertThatThrownBy(() -> redacted(cut, List.of())).isInstanceOf(IOException.class);
    }

    private static byte[] redacted(byte[] dump, List<byte[]> kept) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HeapRedaction(KEY, kept).redact(() -> new ByteArrayInputStream(dump), out);
        return out.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        return text(bytes).indexOf(text(wanted), from);
    }
}
