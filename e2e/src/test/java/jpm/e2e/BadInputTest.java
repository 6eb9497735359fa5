package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read gets one clear line, one line on what to do, and exit code 2. */
class BadInputTest {
    /** The superuser reads every file but those that the kernel lets nobody read. */
    private static final Path UNREADABLE_FOR_ROOT = Path.of("/proc/sys/vm/compact_memory");

    @TempDir
    Path folder;

    /** A file that is no dump. */
    private record Bad(String name, byte[] content) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Bad> badFiles() {
        byte[] noise = new byte[10_000];
        new Random(42).nextBytes(noise);
        byte[] header = "JAVA PROFILE 1.0.2\0".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                new Bad("empty.hprof", new byte[0]),
                new Bad("noise.hprof", noise),
                new Bad("text.hprof", "hello, I am a letter\n".getBytes(StandardCharsets.US_ASCII)),
                new Bad("header.hprof", header),
                new Bad("half-header.hprof", Arrays.copyOf(header, 9)),
                new Bad("zero-ids.hprof", Arrays.copyOf(header, header.length + 12)),
                new Bad("no-gzip.hprof.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3}),
                new Bad("archive.zip", "PK\3\4 and so on".getBytes(StandardCharsets.US_ASCII)),
                new Bad("class.hprof", new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61}));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aFileThatIsNoDump(Bad bad) throws IOException {
        Path file = Files.write(folder.resolve(bad.name()), bad.content());

        assertRefused(Cli.run("open", "--batch", "-x", "bt", file.toString()), bad.name());
    }

    @Test
    void noSuchFile() {
        assertRefused(Cli.run("open", "--batch", folder.resolve("nowhere.hprof").toString()), "nowhere.hprof");
    }

    @Test
    void aFolderThatIsNoDump() {
        assertRefused(
                Cli.run("open", "--batch", folder.toString()),
                folder.getFileName().toString());
    }

    @Test
    void anUnreadableFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret.hprof"), "JAVA PROFILE 1.0.2");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Path unreadable = Files.isReadable(file) ? UNREADABLE_FOR_ROOT : file;

        assertRefused(
                Cli.run("open", "--batch", unreadable.toString()),
                unreadable.getFileName().toString());
    }

    @Test
    void aDumpFolderWithGarbageInside() throws IOException {
        Path dump = Files.createDirectory(folder.resolve("20261121T104903Z-4242-9f3a1c"));
        Files.writeString(dump.resolve("dump.json"), "{\"version\":1,");

        assertRefused(Cli.run("open", "--batch", dump.toString()), "9f3a1c");
    }

    @ParameterizedTest
    @MethodSource("wrongUses")
    void wrongUse(String line) {
        assertRefused(Cli.run(line.split(" ")), "");
    }

    static Stream<String> wrongUses() {
        return Stream.of(
                "opne",
                "list --nosuch",
                "list -n x",
                "list -n -1",
                "list --since nonsense",
                "list --format yaml",
                "list --store",
                "rm",
                "open --nosuch");
    }

    private static void assertRefused(JvmProcess.Result result, String mentioned) {
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderrLines()).hasSizeBetween(1, 2);
        assertThat(result.stderrLines().get(0)).startsWith("jpm: ").contains(mentioned);
        assertThat(result.stderr()).doesNotContain("Exception", "\tat ");
    }
}
