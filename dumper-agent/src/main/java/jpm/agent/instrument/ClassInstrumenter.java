package jpm.agent.instrument;

import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** Gives the application's classes their handlers as they are loaded or transformed again, and registers their sites. */
public final class ClassInstrumenter {
    private final LocalsInstrumenter instrumenter;
    private final LocalsInstrumenter.SiteRegistry registry;
    private final Map<ClassLoader, Boolean> seesRuntime = new WeakHashMap<>();

    public ClassInstrumenter(CaptureRuntime runtime) {
        this(runtime, new LocalsInstrumenter());
    }

    ClassInstrumenter(CaptureRuntime runtime, LocalsInstrumenter instrumenter) {
        this.instrumenter = instrumenter;
        registry = new LocalsInstrumenter.SiteRegistry() {
            @Override
            public int register(byte[] siteTable, int siteCount) {
                return runtime.registerClass(siteTable, siteCount);
            }
        };
    }

    /**
     * The class with handlers, or null when it has nothing to record or its loader cannot see the runtime.
     *
     * @throws RuntimeException when the class file is damaged or becomes too large; the class is then to be left as it is
     */
    public byte @Nullable [] instrument(ClassLoader loader, byte[] classFile) {
        return seesRuntime(loader) ? instrumenter.instrument(classFile, registry) : null;
    }

    private boolean seesRuntime(ClassLoader loader) {
        synchronized (seesRuntime) {
            Boolean known = seesRuntime.get(loader);
            if (known == null) {
                known = CaptureRuntime.isVisibleTo(loader);
                seesRuntime.put(loader, known);
            }
            return known;
        }
    }
}
