package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    private record Row(@Nullable String name, long objects, long bytes, double part, long id) {}

    private static final List<ListingColumn<Row>> COLUMNS = List.of(
            ListingColumn.text("name", "NAME", Row::name),
            ListingColumn.count("objects", "OBJECTS", Row::objects),
            ListingColumn.bytes("bytes", "SIZE", Row::bytes),
            ListingColumn.share("part", "PART", Row::part),
            ListingColumn.address("object", "OBJECT", Row::id));
    private static final List<Row> ROWS = List.of(
            new Row("a \"b\", c\n\u001b[31m", 1_234_567, 1536, 0.125, 0xfffffffff0L), new Row(null, 0, 0, 1, 16));

    @TempDir
    private Path folder;

    private String printed(List<Row> rows, String... options) {
        Command command = new Command(
                "rows",
                List.of(),
                "",
                "",
                "",
                HeapCommand.flags(),
                List.of(),
                invocation -> new Listing<>(COLUMNS).print(rows, invocation));
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run(new Commands(List.of(command)), options)).isEqualTo(rows.isEmpty() ? 1 : 0);
        return cli.out();
    }

    @Test
    void textIsAlignedRoundedAndHarmless() {
        assertThat(printed(ROWS)).isEqualTo("""
                NAME                   OBJECTS SIZE   PART OBJECT
                a "b", c\\n\\u001b[31m 1,234,567 1.5K  12.5% 0xfffffffff0
                -                            0   0B 100.0% 0x10
                """);
    }

    @Test
    void jsonIsExact() {
        assertThat(printed(ROWS, "--json")).isEqualTo("""
                [
                {"name":"a \\"b\\", c\\n\\u001b[31m","objects":1234567,"bytes":1536,"part":0.125,"object":"0xfffffffff0"},
                {"name":null,"objects":0,"bytes":0,"part":1.0,"object":"0x10"}
                ]
                """);
        assertThat(printed(List.of(), "--json")).isEqualTo("[\n]\n");
    }

    @Test
    void csvIsExact() {
        assertThat(printed(ROWS, "--format=csv")).isEqualTo("""
                name,objects,bytes,part,object
                "a ""b"", c\\n\\u001b[31m",1234567,1536,0.125,0xfffffffff0
                ,0,0,1.0,0x10
                """);
        assertThat(printed(ROWS, "--format=csv", "--no-legend")).startsWith("\"a");
    }

    @Test
    void rowsBeyondTheFirstThousandAreAlignedToo() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            rows.add(new Row("n" + i, i, i, 0, i));
        }

        List<String> lines = printed(rows).lines().toList();

        assertThat(lines).hasSize(2501);
        assertThat(lines.stream().filter(line -> line.startsWith("NAME"))).hasSize(1);
        assertThat(lines.get(2500)).startsWith("n2499   2,499");
    }
}
