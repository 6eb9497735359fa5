package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command over a heap prints what a parser of its format accepts, of whole and of damaged dumps with hostile names. */
class HeapFormatsTest {
    private static final String HOSTILE = "a \"b\", c\n\u001b[31m\u0000d\\";
    private static final long FIRST_ID = 0x1000_0000L;

    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));

    /** What follows FILE and, for those with retained sizes, an R. */
    static Stream<String> commands() {
        return Stream.of(
                "summary FILE",
                "histogram FILE",
                "histogram --retained FILE R",
                "index FILE",
                "dominators FILE R",
                "dominators --by class FILE R",
                "dominators --by loader FILE R",
                "dominators --by package FILE R",
                "leaks FILE -t 1 R",
                "path FILE OBJECT",
                "path FILE java.lang.String",
                "refs FILE OBJECT",
                "refs --in FILE OBJECT",
                "retained FILE java.lang.String R",
                "query FILE SELECT_*_FROM_java.lang.String",
                "strings FILE",
                "collections FILE",
                "threads FILE",
                "threads --roots --retained FILE R",
                "loaders FILE",
                "loaders --duplicates FILE",
                "diff FILE OTHER",
                "diff --by path FILE OTHER R");
    }

    private byte[] dump(int copies) {
        HprofBuilder dump = new HprofBuilder().segmentBytes(200).nextId(FIRST_ID);
        long twice = dump.string(HOSTILE);
        long loader = dump.instance(dump.define("com.acme.Loader" + HOSTILE).id());
        long objects = dump.define("[Ljava.lang.Object;").id();
        long list = dump.define("java.util.ArrayList")
                .field("elementData", 'L')
                .field("size", 'I')
                .id();
        dump.define("com.acme.Twice");
        dump.define("com.acme.Twice").loader(loader);
        long thread =
                dump.instance(dump.define("java.lang.Thread").field("name", 'L').id(), twice);
        dump.thread(thread, new HprofBuilder.Frame("com.acme." + HOSTILE, "run", "()V", HOSTILE, 7, twice));
        dump.root(loader);
        for (int i = 0; i < copies; i++) {
            dump.jniGlobalRoot(dump.instance(list, dump.objectArray(objects, dump.string(HOSTILE), 0, 0, 0, 0), 1));
        }
        return dump.bytes();
    }

    private String[] words(String command, String format, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("heap.hprof"), bytes);
        Path other = Files.write(folder.resolve("other.hprof"), dump(9));
        cli.environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        List<String> words = new ArrayList<>();
        for (String word : command.replace(" R", "").split(" ")) {
            words.add(word.replace("FILE", file.toString())
                    .replace("OTHER", other.toString())
                    .replace("OBJECT", "0x" + Long.toHexString(FIRST_ID + 104))
                    .replace('_', ' '));
        }
        words.add("--format=" + format);
        return words.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void jsonAndCsvAreThatOfWholeDumps(String command) throws IOException {
        assertThat(cli.run(words(command, "json", dump(5)))).as(cli.err()).isZero();
        assertThat(jsonRows(cli.out())).isPositive();
        assertThat(cli.out()).doesNotContain("readShare", "AtLeast", "\"cutOff\":true");
        assertThat(cli.run(words(command, "csv", dump(5)))).isZero();
        assertSameWidth(csv(cli.out()));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.run(words(command, "text", dump(5)))).isZero();
        assertThat(cli.out()).doesNotContain("\u001b", "\u0000");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatIsLeftOutOfDamagedDumpsIsSaid(String command) throws IOException {
        byte[] whole = dump(5);
        byte[] cut = Arrays.copyOf(whole, whole.length - 150);
        boolean retained = command.endsWith(" R");
        assertThat(cli.run(words(command, "json", cut))).as(cli.err()).isZero();
        boolean streams = command.startsWith("query");
        assertThat(cli.out())
                .contains(streams ? "{" : command.startsWith("summary") ? "bytesRead" : "\"readShare\":0.");
        assertThat(cli.out().contains("\"cutOff\":true")).isNotEqualTo(streams);
        assertThat(cli.out().contains("\"retainedIsAtLeast\":true")).isEqualTo(retained);
        assertThat(cli.err()).contains("what stood behind its end", "could not be read and is not counted");
        jsonRows(cli.out());
        cli.run(words(command, "csv", cut));
        assertSameWidth(csv(cli.out()));
        assertThat(cli.out().contains("retainedIsAtLeast")).isEqualTo(retained);
        cli.run(words(command, "text", cut));
        assertThat(cli.out()).contains("could not be read and is not counted");
        assertThat(cli.out().contains("at least")).isEqualTo(retained);
    }

    /** Parses the whole text; gives the number of objects in it. */
    private static int jsonRows(String text) throws IOException {
        int objects = 0;
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                objects += token == JsonToken.START_OBJECT ? 1 : 0;
            }
        }
        return objects;
    }

    private static void assertSameWidth(List<List<String>> lines) {
        assertThat(lines)
                .hasSizeGreaterThan(1)
                .allSatisfy(line -> assertThat(line).hasSize(lines.get(0).size()));
    }

    /** CSV as RFC 4180 has it: a quoted cell may hold anything, a quote in it stands twice. */
    private static List<List<String>> csv(String text) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                boolean isDoubled = c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
                quoted = c != '"' || isDoubled;
                i += isDoubled ? 1 : 0;
                cell.append(quoted ? String.valueOf(c) : "");
            } else if (c == '"') {
                assertThat(cell).isEmpty();
                quoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    lines.add(List.copyOf(line));
                    line.clear();
                }
            } else {
                cell.append(c);
            }
        }
        assertThat(quoted).isFalse();
        assertThat(cell).isEmpty();
        return lines;
    }
}
