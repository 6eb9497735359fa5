package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    @Test
    void digestIsThePlatforms() throws NoSuchAlgorithmException {
        for (int length = 0; length < 300; length++) {
            byte[] message = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
            byte[] expected = MessageDigest.getInstance("SHA-256").digest(message);

            assertThat(Sha256.first8Bytes(message))
                    .isEqualTo(ByteBuffer.wrap(expected).getLong());
        }
    }

    @Test
    void isTheDigestOfTheClassAndTheApplicationsMethods() throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest("java.lang.IllegalStateException\na.Shop.price\na.Shop.main".getBytes(StandardCharsets.UTF_8));

        assertThat(signature("java.lang.IllegalStateException", "java.util.X.y:1", "a.Shop.price:17", "a.Shop.main:3"))
                .isEqualTo(String.format("%016x", ByteBuffer.wrap(digest).getLong()));
    }

    @Test
    void linesLambdaNumbersAndRecursionDepthDoNotMatter() {
        String once = signature("E", "a.Shop.lambda$main$0:1", "a.Shop.deep:7", "a.Shop.main:3");

        assertThat(signature("E", "a.Shop.lambda$main$12:2", "a.Shop.deep:9", "a.Shop.deep:7", "a.Shop.main:4"))
                .isEqualTo(once);
    }

    @Test
    void anotherMethodOrExceptionIsAnotherFailure() {
        String one = signature("E", "a.Shop.price:1", "a.Shop.main:3");

        assertThat(signature("F", "a.Shop.price:1", "a.Shop.main:3")).isNotEqualTo(one);
        assertThat(signature("E", "a.Shop.cost:1", "a.Shop.main:3")).isNotEqualTo(one);
    }

    @Test
    void withoutApplicationFramesAllCount() {
        assertThat(signature("E", "java.A.a:1")).isNotEqualTo(signature("E", "java.B.b:1"));
    }

    @Test
    void whereAStackOverflowsDoesNotMatter() {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            frames.add("a.Shop.even:1");
            frames.add("a.Shop.odd:2");
        }
        String from = signature("java.lang.StackOverflowError", frames.toArray(String[]::new));
        frames.remove(0);
        frames.add(0, "a.Shop.helper:9");

        assertThat(signature("java.lang.StackOverflowError", frames.toArray(String[]::new)))
                .isEqualTo(from);
    }

    @Test
    void namesWithoutNumbersOfTheRun() {
        assertThat(Signature.withoutHiddenSuffix("a.Shop$$Lambda/0x00007f0a")).isEqualTo("a.Shop$$Lambda");
        assertThat(Signature.withoutHiddenSuffix("a.Shop$$Lambda$14/0x0f")).isEqualTo("a.Shop$$Lambda");
        assertThat(Signature.withoutHiddenSuffix("a.Shop$1")).isEqualTo("a.Shop$1");
        assertThat(Signature.withoutLambdaNumber("lambda$new$3")).isEqualTo("lambda$new");
        assertThat(Signature.withoutLambdaNumber("lambda$x")).isEqualTo("lambda$x");
        assertThat(Signature.withoutLambdaNumber("main")).isEqualTo("main");
    }

    private static String signature(String exception, String... frames) {
        StackTraceElement[] stack = new StackTraceElement[frames.length];
        for (int i = 0; i < frames.length; i++) {
            int colon = frames[i].indexOf(':');
            int dot = frames[i].lastIndexOf('.', colon);
            stack[i] = new StackTraceElement(
                    frames[i].substring(0, dot),
                    frames[i].substring(dot + 1, colon),
                    "X.java",
                    Integer.parseInt(frames[i].substring(colon + 1)));
        }
        return Signature.of(exception, stack, name -> name.startsWith("a."));
    }
}
