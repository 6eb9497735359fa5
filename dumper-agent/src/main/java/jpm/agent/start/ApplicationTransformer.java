package jpm.agent.start;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.JdkHooks;
import jpm.agent.instrument.LocalsInstrumenter;
import org.jspecify.annotations.Nullable;

/** Adds handlers to the application's classes and hooks to the few JDK classes where exceptions end, as they are loaded. */
final class ApplicationTransformer implements ClassFileTransformer {
    private final Scope scope;
    private final ApplicationClasses classes;
    private final LocalsInstrumenter.SiteRegistry registry;
    private final RuntimeVisibility visibility = new RuntimeVisibility();
    private volatile @Nullable LocalsInstrumenter instrumenter;

    ApplicationTransformer(Scope scope, ApplicationClasses classes, CaptureRuntime runtime) {
        this.scope = scope;
        this.classes = classes;
        this.registry = new Registry(runtime);
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        try {
            if (internalName == null) {
                return null;
            }
            if (loader == null) {
                return JdkHooks.concerns(internalName) ? JdkHooks.transform(internalName, classFile) : null;
            }
            return scope.covers(loader, internalName, domain) ? withHandlers(loader, internalName, classFile) : null;
        } catch (Throwable fault) {
            Faults.swallow(fault);
            return null;
        }
    }

    private byte @Nullable [] withHandlers(ClassLoader loader, String internalName, byte[] classFile) {
        classes.add(internalName.replace('/', '.'));
        return visibility.isGivenTo(loader) ? instrumenter().instrument(classFile, registry) : null;
    }

    private LocalsInstrumenter instrumenter() {
        LocalsInstrumenter known = instrumenter;
        if (known == null) {
            known = new LocalsInstrumenter();
            instrumenter = known;
        }
        return known;
    }

    private static final class Registry implements LocalsInstrumenter.SiteRegistry {
        private final CaptureRuntime runtime;

        Registry(CaptureRuntime runtime) {
            this.runtime = runtime;
        }

        @Override
        public int register(byte[] siteTable, int siteCount) {
            return runtime.registerClass(siteTable, siteCount);
        }
    }
}
