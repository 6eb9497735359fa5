package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures are made here by the platform's digest, as docs/agent.md says, and explained from the stack alone. */
class SignatureRuleTest {
    @TempDir
    Path dump;

    @Test
    void librariesAreLeftOut() throws Exception {
        write(
                "E",
                "E\na.Shop.price\na.Shop.main",
                "java.util.Map.of(Map.java:3)",
                "lib.Pool.run(Pool.java:1)",
                "a.Shop.price(Shop.java:17)",
                "lib.Pool.call(Pool.java:2)",
                "a.Shop.main(Shop.java:3)");

        SignatureRule.Basis basis = SignatureRule.of(DumpMetadata.read(dump));
        assertThat(basis).isNotNull();
        assertThat(basis.exception()).isEqualTo("E");
        assertThat(basis.methods()).containsExactly("a.Shop.price", "a.Shop.main");
        assertThat(basis.rule()).contains("libraries do not");
    }

    @Test
    void aStackOfTheApplicationAloneIsTheApplications() throws Exception {
        write("E", "E\na.Shop.price\na.Shop.main", "a.Shop.price(Shop.java:17)", "a.Shop.main(Shop.java:3)");

        assertThat(SignatureRule.of(DumpMetadata.read(dump)).rule())
                .isEqualTo("the application's methods count, each once, the innermost first");
    }

    @Test
    void lambdasAndRecursionCountOnce() throws Exception {
        write(
                "E",
                "E\na.Shop.lambda$main\na.Shop$$Lambda.run\na.Shop.main",
                "a.Shop.lambda$main$3(Shop.java:1)",
                "a.Shop$$Lambda/0x00007f0a.run(Unknown Source)",
                "a.Shop.main(Shop.java:3)",
                "a.Shop.main(Shop.java:4)");

        assertThat(SignatureRule.of(DumpMetadata.read(dump)).methods())
                .containsExactly("a.Shop.lambda$main", "a.Shop$$Lambda.run", "a.Shop.main");
    }

    @Test
    void ofAnOverflowWhatRepeatsCounts() throws Exception {
        String error = "java.lang.StackOverflowError";
        write(
                error,
                error + "\na.T.down\na.T.up",
                "a.T.leaf(T.java:9)",
                "a.T.up(T.java:1)",
                "a.T.down(T.java:2)",
                "a.T.up(T.java:1)",
                "a.T.down(T.java:2)",
                "a.T.up(T.java:1)",
                "a.T.down(T.java:2)");

        assertThat(SignatureRule.of(DumpMetadata.read(dump)).methods()).containsExactly("a.T.down", "a.T.up");
    }

    @Test
    void withoutAnApplicationAllCount() throws Exception {
        write(
                "E",
                "E\njava.util.Map.of\njava.lang.Thread.run",
                "java.util.Map.of(Map.java:3)",
                "java.lang.Thread.run(Thread.java:1)");

        SignatureRule.Basis basis = SignatureRule.of(DumpMetadata.read(dump));
        assertThat(basis.methods()).containsExactly("java.util.Map.of", "java.lang.Thread.run");
        assertThat(basis.rule()).startsWith("all frames count");
    }

    @Test
    void anotherRuleIsNotGuessed() throws Exception {
        write("E", "something else", "a.Shop.main(Shop.java:3)");

        assertThat(SignatureRule.of(DumpMetadata.read(dump))).isNull();
    }

    private void write(String exception, String basis, String... stack) throws IOException, NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(basis.getBytes(StandardCharsets.UTF_8));
        String signature = HexFormat.of().formatHex(digest).substring(0, 16);
        String frames = Stream.of(stack).map(frame -> "\"" + frame + "\"").collect(Collectors.joining(","));
        Files.writeString(
                dump.resolve("dump.json"),
                "{\"signature\":\"" + signature + "\",\"chain\":[{\"class\":\"Outer\",\"stack\":[]},{\"class\":\""
                        + exception + "\",\"stack\":[" + frames + "]}]}");
    }
}
