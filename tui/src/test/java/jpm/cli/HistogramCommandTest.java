package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramCommandTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));

    private String dump() {
        HprofBuilder dump = new HprofBuilder();
        long thing = dump.define("com.acme.Thing").field("size", 'J').id();
        dump.instance(thing, 1L);
        dump.instance(thing, 2L);
        dump.array(new int[1000]);
        return dump.write(folder.resolve("a.hprof")).toString();
    }

    @Test
    void printsTheLargestClassesFirst() {
        assertThat(cli.run("histogram", dump(), "--format=csv", "--top=1")).isZero();
        assertThat(cli.out()).isEqualTo("class,instances,shallowBytes\nint[],1,4016\n");
        assertThat(cli.run("histogram", dump(), "--json")).isZero();
        assertThat(cli.out()).contains("{\"class\":\"com.acme.Thing\",\"instances\":2,\"shallowBytes\":48}");
    }

    @Test
    void refusesANonsensicalLimit() {
        assertThat(cli.run("histogram", dump(), "--top=none")).isEqualTo(2);
        assertThat(cli.err()).startsWith("jpm: cannot show the first none");
    }
}
