package jpm.agent.instrument;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives the application's classes handlers and the JDK's their hooks, as they are loaded or transformed again.
 *
 * <p>A class that cannot be transformed stays as it is, and the fault is counted.
 */
public final class CaptureTransformer implements ClassFileTransformer {
    private final CaptureRuntime runtime;
    private final Scope scope;
    private final LocalsInstrumenter instrumenter;
    private final LocalsInstrumenter.SiteRegistry registry;
    private final Map<ClassLoader, Boolean> seesRuntime = new WeakHashMap<>();

    public CaptureTransformer(CaptureRuntime runtime, Scope scope) {
        this(runtime, scope, new LocalsInstrumenter());
    }

    CaptureTransformer(CaptureRuntime runtime, Scope scope, LocalsInstrumenter instrumenter) {
        this.runtime = runtime;
        this.scope = scope;
        this.instrumenter = instrumenter;
        registry = new LocalsInstrumenter.SiteRegistry() {
            @Override
            public int register(byte[] siteTable, int siteCount) {
                return CaptureTransformer.this.runtime.registerClass(siteTable, siteCount);
            }
        };
    }

    /** Says which classes belong to the application. */
    public interface Scope {
        /** Whether a class gets handlers; {@code internalName} as {@code com/acme/Shop$Item}. */
        boolean includes(ClassLoader loader, String internalName, @Nullable ProtectionDomain domain);
    }

    /**
     * Puts the transformer to work for every class loaded from now on, and hooks those of the JDK's classes that are loaded
     * already.
     */
    public void start(Instrumentation instrumentation) throws UnmodifiableClassException {
        instrumentation.addTransformer(this, true);
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> each : instrumentation.getAllLoadedClasses()) {
            if (each.getClassLoader() == null
                    && JdkHooks.concerns(each.getName().replace('.', '/'))) {
                loaded.add(each);
            }
        }
        instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (internalName == null) {
            return null;
        }
        try {
            if (loader == null) {
                return JdkHooks.concerns(internalName) ? JdkHooks.transform(internalName, classFile) : null;
            }
            boolean included = scope.includes(loader, internalName, domain) && seesRuntime(loader);
            return included ? instrumenter.instrument(classFile, registry) : null;
        } catch (Throwable fault) {
            runtime.countFault();
            return null;
        }
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
