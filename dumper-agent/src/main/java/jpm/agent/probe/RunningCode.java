package jpm.agent.probe;

import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import jpm.agent.instrument.LocalsInstrumenter;
import jpm.agent.start.ApplicationClasses;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/** Class files as they run: with the handlers and probes that the agent has put into them. */
final class RunningCode {
    private static final int MAX_KNOWN = 500;

    private final LoadedClasses classes;
    private final ApplicationClasses application;
    private final Map<Class<?>, byte[]> known = new WeakHashMap<>();
    private final Map<ClassLoader, Map<String, byte[]>> probed = new WeakHashMap<>();
    private final LocalsInstrumenter instrumenter;

    /** @param tellsOfThrown as of the instrumenter with which classes were loaded */
    RunningCode(LoadedClasses classes, ApplicationClasses application, boolean tellsOfThrown) {
        this.instrumenter = new LocalsInstrumenter(tellsOfThrown);
        this.classes = classes;
        this.application = application;
    }

    /** Takes note of what a class was changed to; null where it is as without probes again. */
    synchronized void changed(ClassLoader loader, String internalName, byte @Nullable [] classFile) {
        Map<String, byte[]> ofLoader = probed.computeIfAbsent(loader, any -> new HashMap<>());
        if (classFile == null) {
            ofLoader.remove(internalName);
        } else {
            ofLoader.put(internalName, classFile);
        }
    }

    /** Whether a class has probes. */
    synchronized boolean isChanged(Class<?> type) {
        Map<String, byte[]> ofLoader = probed.get(type.getClassLoader());
        return ofLoader != null && ofLoader.containsKey(type.getName().replace('.', '/'));
    }

    /** The class file that runs, or null where it is not known. */
    synchronized byte @Nullable [] of(Class<?> type) {
        Map<String, byte[]> ofLoader = probed.get(type.getClassLoader());
        byte[] file = ofLoader == null ? null : ofLoader.get(type.getName().replace('.', '/'));
        if (file != null) {
            return file;
        }
        file = known.get(type);
        if (file == null) {
            file = make(type);
            if (file != null && known.size() < MAX_KNOWN) {
                known.put(type, file);
            }
        }
        return file;
    }

    private byte @Nullable [] make(Class<?> type) {
        byte[] file = classes.file(type);
        boolean hasHandlers = application.test(type.getName()) && application.whyLeftAlone(type.getName()) == null;
        if (file == null || !hasHandlers) {
            return file;
        }
        try {
            byte[] instrumented = instrumenter.instrument(file, (table, count) -> 0);
            return instrumented == null ? file : instrumented;
        } catch (RuntimeException damaged) {
            Faults.swallow(damaged);
            return null;
        }
    }
}
