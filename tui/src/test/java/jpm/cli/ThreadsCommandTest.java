package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadsCommandTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));

    private HprofBuilder twoThreads() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.Thread")
                .field("name", 'L')
                .field("tid", 'J')
                .field("daemon", 'Z')
                .field("threadStatus", 'I')
                .id();
        HprofBuilder.Frame bottom = new HprofBuilder.Frame("com.acme.Shop", "main", "()V", "Shop.java", 5);
        HprofBuilder.Frame native_ = new HprofBuilder.Frame("com.acme.Shop", "read", "()V", "Shop.java", -3);
        for (int i = 1; i <= 2; i++) {
            HprofBuilder.Frame top = new HprofBuilder.Frame(
                    "com.acme.Shop", "price", "(I)V", "Shop.java", 17, dump.string("order " + i));
            long name = dump.string("till-" + i);
            long thread = dump.nextId(0x2000L * i).instance(type, name, (long) i, i == 2, 0x401);
            dump.nextId(0x2000L * i + 0x1000);
            dump.thread(thread, native_, top, bottom, bottom);
        }
        return dump;
    }

    @Test
    void printsThreadsOfTheSameStackTogether() {
        assertThat(cli.run(
                        "threads", twoThreads().write(folder.resolve("a.hprof")).toString()))
                .isZero();
        assertThat(cli.out()).isEqualTo("""
                "till-1" #1 BLOCKED 0x2000
                "till-2" #2 daemon BLOCKED 0x4000
                    at com.acme.Shop.read(Native Method)
                    at com.acme.Shop.price(Shop.java:17)
                    at com.acme.Shop.main(Shop.java:5)  (2 times)

                2 threads with 1 stack
                """);
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void namelessVirtualThreadsOfOneStackAreCounted() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.Thread").field("tid", 'J').id();
        long base = dump.define("java.lang.BaseVirtualThread").extend(type).id();
        long virtual = dump.define("java.lang.VirtualThread").extend(base).id();
        for (int i = 1; i <= 8; i++) {
            dump.thread(
                    dump.nextId(0x2000L * i).instance(virtual, (long) i),
                    new HprofBuilder.Frame("com.acme.Shop", "sell", "()V", "Shop.java", 5));
            dump.nextId(0x2000L * i + 0x1000);
        }
        String file = dump.write(folder.resolve("a.hprof")).toString();
        cli.run("threads", file);
        assertThat(cli.out()).isEqualTo("""
                "thread 1" #1 virtual 0x2000
                "thread 2" #2 virtual 0x4000
                "thread 3" #3 virtual 0x6000
                … 5 more virtual threads
                    at com.acme.Shop.sell(Shop.java:5)

                8 threads (8 virtual) with 1 stack
                """);
        cli.run("threads", "--json", file);
        assertThat(cli.out().lines().filter(line -> line.contains("\"virtual\":true")))
                .hasSize(8);
    }

    @Test
    void printsTheObjectsOfFrames() {
        cli.run(
                "threads",
                "--roots",
                twoThreads().write(folder.resolve("a.hprof")).toString());
        assertThat(cli.out())
                .contains("at com.acme.Shop.price(Shop.java:17)\n        0x")
                .contains("java.lang.String");
    }

    @Test
    void saysWhatAThreadKeepsAlive() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.Thread").field("work", 'L').id();
        dump.thread(dump.instance(type, dump.array(new byte[1000])));
        String file = dump.write(folder.resolve("a.hprof")).toString();
        cli.environment.put("XDG_CACHE_HOME", folder.toString());
        assertThat(cli.run("threads", "--retained", "--json", file)).isZero();
        // A header of 12 bytes with one reference, and an array of 16 + 1000 bytes.
        assertThat(cli.out()).contains("\"retainedBytes\":" + (16 + 1016));
        cli.run("threads", "--retained", file);
        assertThat(cli.out()).contains(" retains 1.0K\n");
    }

    @Test
    void aCutOffDumpSaysWhatIsMissing() throws IOException {
        byte[] bytes = twoThreads().bytes();
        Path file = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(bytes, bytes.length - 40));
        assertThat(cli.run("threads", file.toString())).isZero();
        assertThat(cli.out()).contains("\n-- Notice: the dump is damaged (");
        cli.run("threads", "--json", file.toString());
        assertThat(cli.out())
                .startsWith("[\n{\"object\":\"0x2000\",\"name\":\"till-1\"")
                .endsWith("}\n]\n");
        assertThat(cli.err()).startsWith("-- Notice: the dump is damaged (");
    }

    @Test
    void takesTheHeapOfADumpInTheStore() throws IOException {
        CliFixture store = CliFixture.withTwoDumps(folder.resolve("store"));
        twoThreads().write(store.store.resolve(CliFixture.SHOP).resolve("heap.hprof"));
        assertThat(store.run("threads", "4242")).isZero();
        assertThat(store.out()).contains("till-1");
        assertThat(store.run("threads", "9f3b")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(store.err()).startsWith("jpm: cannot open the heap of " + CliFixture.BANK + ": it has none");
        assertThat(store.run("threads", "nobody")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(store.err()).startsWith("jpm: cannot open nobody: no such file, and no dump of the store fits");
        assertThat(store.run("threads", "a.hprof", "b.hprof")).isEqualTo(ExitCode.WRONG_USE);
    }
}
