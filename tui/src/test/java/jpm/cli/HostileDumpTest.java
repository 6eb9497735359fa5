package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages the small files of a dump at random; listings stay listings, and what they print stays harmless. */
class HostileDumpTest {
    private static final int ROUNDS = 400;
    private static final String[][] COMMAND_LINES = {
        {"list"},
        {"list", "--json"},
        {"list", "--format=csv"},
        {"info"},
        {"info", "--json"},
        {"list", "-F", "jvm.flags"},
        {"list", "user=ann"}
    };

    @TempDir
    Path store;

    @Test
    void damageNeverGetsThrough() throws IOException {
        CliFixture cli = CliFixture.withTwoDumps(store);
        Path json = store.resolve(CliFixture.SHOP).resolve("dump.json");
        Path end = store.resolve(CliFixture.SHOP).resolve("end.json");
        byte[] wholeJson = Files.readAllBytes(json);
        byte[] wholeEnd = Files.readAllBytes(end);
        Random random = new Random(20261121);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damaged(wholeJson, random);
            Files.write(json, damaged);
            Files.write(end, damaged(wholeEnd, random));
            String[] line = COMMAND_LINES[round % COMMAND_LINES.length];
            int code = cli.run(line);
            String about = "round " + round + ", " + line[0] + ": " + new String(damaged, StandardCharsets.ISO_8859_1);
            assertThat(code).as(about).isLessThan(2);
            assertThat(cli.err()).as(about).doesNotContain("internal error");
            assertThat(cli.out().chars())
                    .as(about)
                    .allMatch(c -> c == '\n' || c == '\t' || c >= ' ' && (c < 0x7f || c > 0x9f));
        }
    }

    private static byte[] damaged(byte[] whole, Random random) {
        byte[] damaged = Arrays.copyOf(whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
        for (int hits = random.nextInt(8); hits > 0 && damaged.length > 0; hits--) {
            byte[] tokens = "{}[]\",:\\\u001b\u0000019tfn-".getBytes(StandardCharsets.ISO_8859_1);
            damaged[random.nextInt(damaged.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : tokens[random.nextInt(tokens.length)];
        }
        return damaged;
    }
}
