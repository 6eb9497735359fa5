package jpm.classfile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jpm.classfile.ClassFile.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Finds the class files of a dead JVM's classes: the dump's own copies, what the user named, what the JVM ran from, and for the JDK's classes the running
 * JDK where it has the same version. The first that has the class wins. Answers are kept, archives stay open until {@link #close}.
 */
public final class ClassFiles implements AutoCloseable {
    private final List<ClassPlace> places = new ArrayList<>();
    private final Map<String, Optional<ClassFile>> found = new HashMap<>();

    public ClassFiles(ClassSearch search) {
        if (search.dumpClasses() != null) {
            places.add(new FolderPlace(search.dumpClasses(), Origin.DUMP, null));
        }
        ClassPath.expand(search.given()).forEach(path -> places.add(ClassPlace.of(path, Origin.GIVEN, null)));
        ClassPath.expand(search.recorded())
                .forEach(path -> places.add(ClassPlace.of(path, Origin.RECORDED, search.dumpedAt())));
        if (search.javaFeature() == Runtime.version().feature()) {
            places.add(new RunningJdkPlace());
        }
    }

    /**
     * The class file of a class, or null where there is none.
     *
     * @param className its binary name in source form ({@code com.acme.Shop$Item})
     */
    public synchronized @Nullable ClassFile find(String className) {
        return found.computeIfAbsent(className, name -> Optional.ofNullable(search(name)))
                .orElse(null);
    }

    private @Nullable ClassFile search(String className) {
        if (!isPlain(className)) {
            return null;
        }
        String path = className.replace('.', '/') + ".class";
        for (ClassPlace place : places) {
            ClassFile file = place.find(className, path);
            if (file != null && ClassNames.isNamed(file.bytes(), className)) {
                return file;
            }
        }
        return null;
    }

    /** A name out of a hostile dump must not lead out of a folder. */
    private static boolean isPlain(String className) {
        return !className.isEmpty()
                && className.indexOf('/') < 0
                && className.indexOf('\\') < 0
                && className.indexOf('\0') < 0
                && !className.contains("..")
                && !className.startsWith(".");
    }

    @Override
    public synchronized void close() {
        for (ClassPlace place : places) {
            try {
                place.close();
            } catch (IOException nothingToBeDone) {
                continue;
            }
        }
    }
}
