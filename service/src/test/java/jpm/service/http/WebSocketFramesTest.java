package jpm.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frames of RFC 6455; its own examples (sections 1.3 and 5.7) are the oracle. */
class WebSocketFramesTest {
    private static final int MAX_BYTES = 100_000;
    /** A masked "Hello", as in the RFC. */
    private static final String HELLO = "818537fa213d7f9f4d5158";

    private final List<String> read = new ArrayList<>();
    private final WebSocketFrames frames = new WebSocketFrames(() -> MAX_BYTES);

    private void decode(String hex) throws WebSocketFrames.BrokenException {
        frames.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), new WebSocketFrames.Sink() {
            @Override
            public void text(String text) {
                read.add(text);
            }

            @Override
            public void control(int opcode, byte[] payload) {
                read.add(opcode + ":" + new String(payload, StandardCharsets.ISO_8859_1));
            }
        });
    }

    @Test
    void theKeyOfTheRfcIsAnsweredAsInTheRfc() {
        assertThat(WebSocket.accepted("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void aMaskedTextIsReadByteForByteToo() throws Exception {
        decode(HELLO);
        for (int i = 0; i < HELLO.length(); i += 2) {
            decode(HELLO.substring(i, i + 2));
        }
        assertThat(read).containsExactly("Hello", "Hello");
    }

    @Test
    void aTextInPiecesMayHaveAPingBetween() throws Exception {
        decode("018300000000" + "48656c");
        decode("898537fa213d7f9f4d5158");
        decode("808200000000" + "6c6f" + "818000000000");

        assertThat(read).containsExactly("9:Hello", "Hello", "");
    }

    @Test
    void longerTextsHaveLongerLengths() throws Exception {
        decode("81fe0100" + "00000000" + "61".repeat(256));
        decode("81ff0000000000010000" + "00000000" + "62".repeat(65_536));

        assertThat(read).containsExactly("a".repeat(256), "b".repeat(65_536));
    }

    @ParameterizedTest
    @CsvSource({
        "810548656c6c6f, 1002", // without a mask
        "828500000000, 1003", // bytes that are no text
        "80850000000000, 1002", // continues nothing
        "018100000000618181000000006 1, 1002", // another begins before the end
        "c18500000000, 1002", // an extension that was not agreed on
        "838500000000, 1002", // an opcode that is nobody's
        "09850000000000, 1002", // a ping in pieces
        "89fe008000000000, 1002", // a ping that is too long
        "81ff800000000000000000000000, 1002", // a length that is negative
        "81ff00000000000186a100000000, 1009", // one byte too much
        "81ff7fffffffffffffff00000000, 1009",
        "81820000000 0c328, 1007", // no UTF-8
    })
    void whoBreaksTheRulesIsToldWhich(String hex, int code) {
        assertThatExceptionOfType(WebSocketFrames.BrokenException.class)
                .isThrownBy(() -> decode(hex.replace(" ", "")))
                .satisfies(broken -> assertThat(broken.code).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"5, 8105", "125, 817d", "126, 817e007e", "65535, 817effff", "65536, 817f0000000000010000"})
    void aServersFramesHaveTheShortestLength(int length, String head) {
        ByteBuffer frame =
                WebSocketFrames.frame(WebSocketFrames.TEXT, "x".repeat(length).getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(frame.array(), 0, head.length() / 2))
                .isEqualTo(head);
        assertThat(frame.remaining()).isEqualTo(head.length() / 2 + length);
    }

    @Test
    void theUnmaskedHelloOfTheRfcIsWritten() {
        ByteBuffer frame = WebSocketFrames.frame(WebSocketFrames.TEXT, "Hello".getBytes(StandardCharsets.US_ASCII));

        assertThat(HexFormat.of().formatHex(frame.array(), 0, frame.limit())).isEqualTo("810548656c6c6f");
    }
}
