package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache holds two entries with a large array each; a weak reference also leads to the first. */
class GraphCommandsTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));
    private String file = "";
    private long cache;
    private long first;
    private long body;

    @BeforeEach
    void dump() {
        HprofBuilder dump = new HprofBuilder();
        long objects = dump.define("[Ljava.lang.Object;").id();
        long entry = dump.define("com.acme.Entry")
                .field("body", 'L')
                .field("previous", 'L')
                .id();
        long cacheClass = dump.define("com.acme.Cache").field("entries", 'L').id();
        long reference =
                dump.define("java.lang.ref.Reference").field("referent", 'L').id();
        long weak = dump.define("java.lang.ref.WeakReference").extend(reference).id();
        body = dump.array(new byte[100_000]);
        first = dump.instance(entry, body, 0L);
        long second = dump.instance(entry, dump.array(new byte[50_000]), first);
        cache = dump.instance(cacheClass, dump.objectArray(objects, first, second));
        dump.root(cache);
        dump.root(dump.instance(weak, first));
        file = dump.write(folder.resolve("a.hprof")).toString();
    }

    private static String hex(long id) {
        return "0x" + Long.toHexString(id);
    }

    @Test
    void dominatorsShowWhoRetainsMost() {
        assertThat(cli.run("dominators", file, "--json", "-n", "1")).isZero();
        // The weak reference counts, so that the first entry is nobody's alone.
        assertThat(cli.out())
                .contains("{\"object\":\"" + hex(first) + "\",\"class\":\"com.acme.Entry\",\"shallowBytes\":24,"
                        + "\"retainedBytes\":100040,");
        cli.run("dominators", file, "--format=csv", "--by", "package");
        assertThat(cli.out()).contains("com.acme,2,40,150120");
    }

    @Test
    void dominatorsOfAnObjectShowTheNextStepDownTheTree() {
        assertThat(cli.run("dominators", file, hex(first), "--format=csv")).isZero();
        assertThat(cli.out())
                .isEqualTo("object,class,shallowBytes,retainedBytes,detail\n" + hex(body)
                        + ",byte[],100016,100016,length 100000\n");
        assertThat(cli.run("dominators", file, hex(body))).isEqualTo(1);
        assertThat(cli.run("dominators", file, hex(body), "--by", "class")).isEqualTo(2);
        assertThat(cli.err()).contains("a heap, and one object or --by, may be given");
    }

    @Test
    void aDamagedIndexIsMadeAnewByTheCommandThatNoticesIt() throws IOException {
        cli.environment.put("XDG_CACHE_HOME", folder.toString());
        cli.run("dominators", file);
        String fresh = cli.out();
        Path index;
        try (Stream<Path> files = Files.list(folder.resolve("jpm/index"))) {
            index = files.filter(f -> f.toString().endsWith(".graph"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] whole = Files.readAllBytes(index);
        Set<String> messages = new HashSet<>();
        for (int at = 0; at + 16 <= whole.length; at += 16) {
            if (Arrays.equals(whole, at, at + 16, new byte[16], 0, 16)) {
                continue;
            }
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, at, at + 16, (byte) 0x55);
            Files.write(index, damaged);
            assertThat(cli.run("dominators", file)).isZero();
            assertThat(cli.out()).isEqualTo(fresh);
            messages.add(cli.err());
        }
        // What is read at once is made anew without a word.
        assertThat(messages)
                .containsExactlyInAnyOrder("", "jpm: the index " + index + " is damaged; it is made anew\n");
    }

    @Test
    void pathsLeaveWeakReferencesOut() {
        assertThat(cli.run("path", file, hex(body))).isZero();
        assertThat(cli.out())
                .isEqualTo("com.acme.Cache@" + hex(cache) + " .entries   (system class)\n  java.lang.Object[]@"
                        + hex(cache - 24) + " length 2 [0]\n    com.acme.Entry@" + hex(first) + " .body\n      byte[]@"
                        + hex(body)
                        + " length 100000\n");
        cli.run("path", "--weak", file, hex(body));
        assertThat(cli.out()).startsWith("java.lang.ref.WeakReference@");
        assertThat(cli.run("path", file, "Entry")).isZero();
        assertThat(cli.out()).startsWith("2 of 2 objects, for example:\ncom.acme.Cache@");
    }

    @Test
    void ofAVeryLongPathTextShowsTheEndsAndOtherFormatsAll() throws IOException {
        int links = 20_000;
        HprofBuilder dump = new HprofBuilder();
        long link = dump.define("com.acme.Link").field("next", 'L').id();
        long next = dump.instance(link, 0);
        String last = hex(next);
        for (int i = 1; i < links; i++) {
            next = dump.instance(link, next);
        }
        dump.root(next);
        String chain = dump.write(folder.resolve("chain.hprof")).toString();
        assertThat(cli.run("path", chain, last)).isZero();
        assertThat(cli.out().lines()).hasSize(201).element(100).asString().endsWith(" … 19,800 more …");
        assertThat(cli.out())
                .startsWith("com.acme.Link@" + hex(next) + " .next")
                .endsWith("@" + last + "\n");
        cli.run("path", chain, last, "--json");
        String json = cli.out();
        assertThat(steps(json)).isEqualTo(links);
        cli.onTerminal("").run("path", chain, last, "--json");
        assertThat(cli.out()).isEqualTo(json);
        cli.run("path", chain, last, "--format=csv");
        assertThat(cli.out().lines())
                .hasSize(1 + links)
                .first()
                .isEqualTo(
                        "path,instances,sampledInstances,reachableInstances,roots,step,object,class,detail,reference");
        assertThat(cli.out()).endsWith("\n1,1,1,1,system class," + links + "," + last + ",com.acme.Link,,\n");
    }

    private static int steps(String json) throws IOException {
        int steps = 0;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                steps += "reference".equals(parser.currentName()) && parser.currentToken() == JsonToken.FIELD_NAME
                        ? 1
                        : 0;
            }
        }
        return steps;
    }

    @Test
    void referencesAreNamedInBothDirections() {
        cli.run("refs", file, hex(first), "--format=csv");
        assertThat(cli.out()).contains("\nbody," + hex(body) + ",byte[],100016,length 100000\n");
        cli.run("refs", file, hex(first), "--in", "--format=csv");
        assertThat(cli.out())
                .contains("\n[0]," + hex(cache - 24) + ",java.lang.Object[],")
                .contains("\nprevious,")
                .contains("\nreferent,");
    }

    @Test
    void whatSeveralRetainTogetherIsCounted() {
        cli.run("retained", file, "com.acme.Cache", "java.lang.ref.WeakReference", "--format=csv");
        assertThat(cli.out()).contains("byte[],2,150032\n").contains("com.acme.Entry,2,48\n");
        cli.run("retained", file, hex(cache), "--format=csv");
        assertThat(cli.out()).contains("byte[],1,50016\n").contains("com.acme.Entry,1,24\n");
    }

    @Test
    void suspectsAreNamedInASentence() {
        assertThat(cli.run("leaks", file)).isZero();
        assertThat(cli.out())
                .startsWith("1. A com.acme.Entry at " + hex(first) + " keeps 100,040 bytes (")
                .contains(" of the reachable heap) alive, most of it in a byte[] at ")
                .contains("com.acme.Cache@");
        assertThat(cli.run("leaks", file, "-t", "99")).isEqualTo(1);
    }

    @Test
    void retainedSizesOfClassesAreAtLeastWhatTheirObjectsRetain() {
        cli.run("histogram", "--retained", file, "--format=csv");
        assertThat(cli.out()).contains("com.acme.Entry,2,48,150080\n").contains("com.acme.Cache,1,16,50080\n");
    }

    @Test
    void indexesAreKeptInTheCache() {
        cli.environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        assertThat(cli.run("index", file, "--format=csv")).isZero();
        assertThat(cli.out())
                .contains(folder.resolve("cache/jpm/index/a.hprof-").toString());
        cli.run("dominators", file, "--json", "-n", "1");
        assertThat(cli.out()).contains("\"retainedBytes\":100040,");
        cli.environment.put("XDG_CACHE_HOME", folder.resolve("a.hprof").toString());
        assertThat(cli.run("index", file)).isEqualTo(2);
        assertThat(cli.err()).startsWith("jpm: cannot keep the index: ");
        assertThat(cli.run("dominators", file)).isZero();
        assertThat(cli.err()).startsWith("-- Notice: the index cannot be kept (");
        cli.run("dominators", file, "-q");
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void wrongObjectsAreRefusedClearly() {
        assertThat(cli.run("path", file, "0x12345")).isEqualTo(2);
        assertThat(cli.err()).startsWith("jpm: no object at 0x12345");
        assertThat(cli.run("path", file, "com.acme.Entri")).isEqualTo(2);
        assertThat(cli.err()).contains("no class \"com.acme.Entri\"").contains("com.acme.Entry");
        assertThat(cli.run("path", file)).isEqualTo(2);
        assertThat(cli.run("path", file, "7f001234")).isEqualTo(2);
        assertThat(cli.err()).contains("Addresses begin with 0x.");
        assertThat(cli.run("refs", file, hex(body), "--in", "--out")).isEqualTo(2);
        assertThat(cli.err()).contains("they exclude each other");
        assertThat(cli.run("query", file)).isEqualTo(2);
        assertThat(cli.err()).startsWith("jpm: cannot query: the query is missing");
    }

    @Test
    void ofSeveralDumpsTheDamagedOneIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(file));
        String cut = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length - 100))
                .toString();
        cli.run("diff", file, cut);
        assertThat(cli.out()).containsOnlyOnce("-- Notice").contains("-- Notice: " + cut + " is damaged");
        cli.run("diff", "--by", "path", cut, file);
        assertThat(cli.out())
                .containsOnlyOnce("-- Notice: " + cut + " is damaged")
                .containsOnlyOnce("-- Retained sizes are at least these.");
    }
}
