package jpm.agent.start;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.FrameworkHooks;
import jpm.agent.instrument.JdkHooks;
import jpm.agent.instrument.LocalsInstrumenter;
import org.jspecify.annotations.Nullable;

/** Adds handlers to the application's classes and hooks to the few classes of the JDK and of frameworks where exceptions end, as they are loaded. */
final class ApplicationTransformer implements ClassFileTransformer {
    private static final int MAJOR_VERSION = 7;
    private static final int OLDEST_VERSION = 50;

    private final Scope scope;
    private final boolean escapes;
    private final ApplicationClasses classes;
    private final CaptureRuntime runtime;
    private final boolean tellsOfThrown;
    private final LocalsInstrumenter.SiteRegistry registry;
    private final RuntimeVisibility visibility = new RuntimeVisibility();
    private volatile @Nullable LocalsInstrumenter instrumenter;

    /**
     * @param escapes whether exceptions are reported that leave the application's code into a framework
     * @param tellsOfThrown whether exceptions are reported when they are thrown
     */
    ApplicationTransformer(
            Scope scope, ApplicationClasses classes, CaptureRuntime runtime, boolean escapes, boolean tellsOfThrown) {
        this.escapes = escapes;
        this.tellsOfThrown = tellsOfThrown;
        this.scope = scope;
        this.classes = classes;
        this.runtime = runtime;
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
            byte[] hooked = escapes && FrameworkHooks.concerns(internalName)
                    ? FrameworkHooks.transform(internalName, classFile)
                    : null;
            // Whoever has a class transformed anew that was loaded before the agent was does not want handlers in it.
            boolean isOffered = redefined == null || !classes.isUnknown(internalName);
            byte[] withHandlers = isOffered && scope.covers(loader, internalName, domain)
                    ? withHandlers(loader, internalName, hooked == null ? classFile : hooked)
                    : null;
            return withHandlers == null ? hooked : withHandlers;
        } catch (Throwable fault) {
            Faults.swallow(fault);
            return null;
        }
    }

    private byte @Nullable [] withHandlers(ClassLoader loader, String internalName, byte[] classFile) {
        String className = internalName.replace('/', '.');
        String why = whyLeftAlone(loader, classFile);
        if (why != null) {
            classes.addLeftAlone(className, why);
            return null;
        }
        classes.addLeftAlone(className, "the agent failed to instrument this class");
        byte[] instrumented = instrumenter().instrument(classFile, registry);
        if (instrumented == null) {
            classes.addLeftAlone(className, "nothing in this class can be recorded");
        } else {
            classes.addInstrumented(className);
        }
        return instrumented;
    }

    private @Nullable String whyLeftAlone(ClassLoader loader, byte[] classFile) {
        if ((classFile[MAJOR_VERSION] & 0xFF) < OLDEST_VERSION && classFile[MAJOR_VERSION - 1] == 0) {
            return "the class was compiled for a Java before 6";
        }
        if (runtime.isFull()) {
            return "the agent had instrumented too many classes before this one";
        }
        return visibility.isGivenTo(loader) ? null : "its class loader hides the JDK's package java.lang from it";
    }

    private LocalsInstrumenter instrumenter() {
        LocalsInstrumenter known = instrumenter;
        if (known == null) {
            known = new LocalsInstrumenter(tellsOfThrown);
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
