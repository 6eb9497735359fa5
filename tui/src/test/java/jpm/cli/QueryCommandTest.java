package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));
    private String file = "";

    @BeforeEach
    void makeDump() {
        HprofBuilder dump = new HprofBuilder();
        long order = dump.define("com.acme.Order")
                .field("number", 'I')
                .field("customer", 'L')
                .id();
        for (int i = 1; i <= 3; i++) {
            long customer = dump.string("customer " + i);
            dump.nextId(0x2000_0000L + 0x100 * i).instance(order, i * 1000, customer);
        }
        file = dump.write(folder.resolve("heap.hprof")).toString();
    }

    @Test
    void printsRowsAsTextJsonAndCsv() {
        String query = "SELECT o, number, toString(o.customer) AS who FROM com.acme.Order o WHERE number > 1000";
        assertThat(cli.run("query", file, query)).isZero();
        assertThat(cli.out()).isEqualTo("""
                o          number who
                0x20000200 2000   customer 2
                0x20000300 3000   customer 3
                """);
        cli.run("query", file, query, "--json");
        assertThat(cli.out()).isEqualTo("""
                [
                {"o":"0x20000200","number":2000,"who":"customer 2"},
                {"o":"0x20000300","number":3000,"who":"customer 3"}
                ]
                """);
        cli.run("query", file, query, "--format=csv");
        assertThat(cli.out()).isEqualTo("o,number,who\n0x20000200,2000,customer 2\n0x20000300,3000,customer 3\n");
    }

    @Test
    void columnsOfOneNameAreToldApart() {
        cli.run("query", file, "SELECT number, number, number FROM com.acme.Order LIMIT 1", "--json");
        assertThat(cli.out()).contains("{\"number\":1000,\"number_2\":1000,\"number_3\":1000}");
    }

    @Test
    void pointsAtMistakes() {
        assertThat(cli.run("query", file, "SELECT * FROM com.acme.Order o WHERE o.nmuber = 1"))
                .isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).isEqualTo("""
                jpm: cannot understand the query: no object of com.acme.Order has a field 'nmuber' (column 40)
                  SELECT * FROM com.acme.Order o WHERE o.nmuber = 1
                                                         ^
                jpm help query explains the language
                """);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void nothingFoundIsOne() {
        assertThat(cli.run("query", file, "SELECT * FROM com.acme.Order WHERE number = 7"))
                .isEqualTo(ExitCode.NOTHING_FOUND);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.run("query", "--json", file, "SELECT * FROM com.acme.Odrer"))
                .isEqualTo(ExitCode.NOTHING_FOUND);
        assertThat(cli.out()).isEqualTo("[\n]\n");
        assertThat(cli.err()).startsWith("No class of the dump has that name");
    }

    @Test
    void wantsAQuery() {
        assertThat(cli.run("query")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.run("query", file, "SELECT", "*")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).contains("put the query into quotes");
    }
}
