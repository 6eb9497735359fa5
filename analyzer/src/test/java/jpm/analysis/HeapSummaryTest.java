package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import jpm.graph.HeapOptions;
import jpm.hprof.RootKind;
import jpm.testdata.HprofBuilder;
import jpm.testdata.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeapSummaryTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theSystemPropertiesAreThoseOfTheProgram(Jdk jdk) {
        Path file = folder.resolve("heap.hprof");
        List<String> said = KnownProgram.run(jdk, file.toString(), "-Dacme.text=gr\u00fc\u00dfe, \u4e2d\u6587");

        HeapSummary summary = HeapSummary.of(file, HeapOptions.defaults());

        assertThat(summary.systemProperties().entrySet().stream()
                        .map(property -> KnownProgram.encoded(property.getKey() + "=" + property.getValue())))
                .containsExactlyInAnyOrderElementsOf(KnownProgram.linesOf(said, "property"));
        assertThat(summary.jvm()).contains(String.valueOf(jdk.feature()));
    }

    @Test
    void countsWhatTheDumpWasMadeOf() {
        Path file = dump().write(folder.resolve("heap.hprof"));

        HeapSummary summary = HeapSummary.of(file, HeapOptions.defaults());

        // Defined: Object, Class, Shop, Shop[], byte[], Thread
        assertThat(summary.classes()).isEqualTo(6);
        assertThat(summary.instances()).isEqualTo(5);
        assertThat(summary.objectArrays()).isEqualTo(1);
        assertThat(summary.primitiveArrays()).isEqualTo(2);
        assertThat(summary.objects()).isEqualTo(14);
        assertThat(summary.loaders()).isEqualTo(2);
        assertThat(summary.threads()).isEqualTo(1);
        // The four shops, the array of six bytes, and the array of two shops.
        assertThat(summary.unreachableObjects()).isEqualTo(6);
        assertThat(summary.unreachableBytes()).isEqualTo(4 * 16 + 24 + 24);
        assertThat(summary.roots())
                .isEqualTo(Map.of(RootKind.STICKY_CLASS, 2L, RootKind.JNI_GLOBAL, 1L, RootKind.THREAD_OBJECT, 1L));
        assertThat(summary.jvm()).isNull();
        assertThat(summary.coverage().isPartial()).isFalse();
    }

    private static HprofBuilder dump() {
        HprofBuilder dump = new HprofBuilder();
        long loader = dump.instance(dump.define("java.lang.Thread").id());
        long shop =
                dump.define("com.acme.Shop").loader(loader).field("size", 'I').id();
        for (int i = 0; i < 4; i++) {
            dump.instance(shop, i);
        }
        dump.root(shop).root(loader).jniGlobalRoot(dump.array(new byte[5]));
        dump.array(new byte[6]);
        dump.objectArray(dump.define("[Lcom.acme.Shop;").id(), 0, 0);
        dump.thread(loader);
        return dump;
    }

    @Test
    void aCutOffDumpIsPartial() throws IOException {
        byte[] whole = dump().bytes();
        Path file = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length - 60));

        HeapSummary summary = HeapSummary.of(file, HeapOptions.defaults());

        assertThat(summary.coverage().isPartial()).isTrue();
        assertThat(summary.objects()).isLessThan(14);
    }
}
