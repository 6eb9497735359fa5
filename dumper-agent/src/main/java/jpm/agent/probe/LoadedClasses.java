package jpm.agent.probe;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import jpm.agent.ClassFiles;
import org.jspecify.annotations.Nullable;

/** The classes that are loaded, as expressions see them: by name, those of one frame's loader before others. */
final class LoadedClasses {
    private static final int MAX_KNOWN_FILES = 1000;

    private final Instrumentation instrumentation;
    private final Map<Class<?>, byte[]> files = new WeakHashMap<>();

    LoadedClasses(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** The loaded class of a binary name that code of the class {@code from} would get, or the first of that name. */
    @Nullable
    Class<?> find(String name, Class<?> from) {
        Class<?> found = null;
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (type.getName().equals(name)) {
                if (type.getClassLoader() == from.getClassLoader()) {
                    return type;
                }
                found = found == null || type.getClassLoader() == null ? type : found;
            }
        }
        return found;
    }

    /** The binary names of loaded classes with that simple name. */
    List<String> named(String simpleName) {
        List<String> names = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            String name = type.getName();
            int start = name.length() - simpleName.length();
            boolean fits = name.endsWith(simpleName)
                    && (start == 0 || name.charAt(start - 1) == '.' || name.charAt(start - 1) == '$');
            if (fits && !names.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    /** A class's file, or null. */
    synchronized byte @Nullable [] file(Class<?> type) {
        byte[] known = files.get(type);
        if (known == null) {
            known = ClassFiles.bytes(type);
            if (known == null) {
                return null;
            }
            if (files.size() >= MAX_KNOWN_FILES) {
                files.clear();
            }
            files.put(type, known);
        }
        return known;
    }
}
