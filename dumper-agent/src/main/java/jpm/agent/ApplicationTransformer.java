package jpm.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import jpm.agent.instrument.JdkHooks;
import org.jspecify.annotations.Nullable;

/** Adds handlers to the application's classes and hooks to the few JDK classes where exceptions end, as they are loaded. */
final class ApplicationTransformer implements ClassFileTransformer {
    private final Scope scope;
    private final ApplicationClasses classes;

    ApplicationTransformer(Scope scope, ApplicationClasses classes) {
        this.scope = scope;
        this.classes = classes;
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
        return null;
    }
}
