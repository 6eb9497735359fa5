package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import jpm.analysis.LoaderReport.Loader;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderReportTest {
    @TempDir
    private Path folder;

    @Test
    void countsTheClassesOfLoadersAndFindsThoseDefinedTwice() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.ClassLoader")
                .field("parent", 'L')
                .field("name", 'L')
                .id();
        long plugin = dump.define("com.acme.PluginLoader").extend(type).id();
        long app = dump.instance(type, 0L, dump.string("app"));
        long first = dump.instance(plugin, app, 0L);
        dump.define("com.acme.Main").loader(app);
        dump.define("com.acme.Plugin").loader(first);
        dump.define("com.acme.Plugin").loader(app);
        dump.define("com.acme.Lost").loader(0xdead0L);
        LoaderReport report = report(dump);

        Map<Long, Loader> loaders = report.loaders().stream().collect(Collectors.toMap(Loader::id, l -> l));
        assertThat(loaders).hasSize(4);
        assertThat(loaders.get(app)).isEqualTo(new Loader(app, "java.lang.ClassLoader", "app", 0, 2));
        assertThat(loaders.get(first)).isEqualTo(new Loader(first, "com.acme.PluginLoader", null, app, 1));
        assertThat(loaders.get(0xdead0L).className()).isEqualTo("(object missing in the dump)");
        assertThat(report.loaders().get(0).shown()).isEqualTo("(boot)");
        assertThat(report.duplicates())
                .containsExactly(new LoaderReport.DuplicateClass(
                        "com.acme.Plugin", java.util.List.of(loaders.get(first), loaders.get(app))));
    }

    /** Agents redefine classes; the old version is another class of the same name and loader. */
    @Test
    void aRedefinedClassIsNotLoadedTwice() {
        HprofBuilder dump = new HprofBuilder();
        dump.define("com.acme.Patched");
        dump.define("com.acme.Patched");

        assertThat(report(dump).duplicates()).isEmpty();
    }

    private LoaderReport report(HprofBuilder dump) {
        try (Heap heap = Heap.open(dump.write(folder.resolve("heap.hprof")), HeapOptions.defaults())) {
            return LoaderReport.of(heap);
        }
    }
}
