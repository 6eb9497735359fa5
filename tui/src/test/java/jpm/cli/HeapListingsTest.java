package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strings, loaders and diff print. */
class HeapListingsTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));

    private String dump(String name, int strings) {
        HprofBuilder dump = new HprofBuilder();
        for (int i = 0; i < strings; i++) {
            dump.string("CANCELLED");
        }
        dump.string("once");
        return dump.write(folder.resolve(name)).toString();
    }

    @Test
    void strings() {
        assertThat(cli.run("strings", dump("a.hprof", 10))).isZero();
        assertThat(cli.out()).isEqualTo("""
                WASTED STRINGS ARRAYS BYTES LENGTH TEXT
                  504B      10     10  560B      9 CANCELLED
                11 strings, 2 different, 608B, of which 504B are wasted by duplicates
                """);
        cli.run("strings", "--json", dump("a.hprof", 10));
        assertThat(cli.out()).isEqualTo("""
                [
                {"wastedBytes":504,"strings":10,"arrays":10,"bytes":560,"length":9,"text":"CANCELLED"}
                ]
                """);
        assertThat(cli.run("strings", dump("b.hprof", 1))).isEqualTo(ExitCode.NOTHING_FOUND);
    }

    @Test
    void diff() {
        assertThat(cli.run("diff", dump("a.hprof", 10), dump("b.hprof", 4))).isZero();
        assertThat(cli.out()).isEqualTo("""
                CLASS            BEFORE AFTER CHANGE BEFORE AFTER CHANGE
                byte[]               11     5     -6   344B  152B  -192B
                java.lang.String     11     5     -6   264B  120B  -144B
                -12 objects, -336B
                """);
        assertThat(cli.run("diff", dump("a.hprof", 3), dump("b.hprof", 3))).isEqualTo(ExitCode.NOTHING_FOUND);
        assertThat(cli.out()).isEqualTo("No class has more or fewer objects.\n");
        assertThat(cli.run("diff", dump("a.hprof", 3))).isEqualTo(ExitCode.WRONG_USE);
        cli.run("diff", "--all", "--format=csv", dump("a.hprof", 3), dump("b.hprof", 3));
        assertThat(cli.out()).contains("byte[],4,4,0,120,120,0\n");
    }

    @Test
    void loaders() {
        assertThat(cli.run("loaders", dump("a.hprof", 1))).isZero();
        assertThat(cli.out()).isEqualTo("""
                OBJECT CLASSES PARENT CLASS  NAME
                0x0          4 0x0    (boot) -
                """);
        assertThat(cli.run("loaders", "--duplicates", dump("a.hprof", 1))).isEqualTo(ExitCode.NOTHING_FOUND);
    }
}
