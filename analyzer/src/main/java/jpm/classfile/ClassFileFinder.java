package jpm.classfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds class files by the names of classes. Places that do not exist or cannot be read, and files that are no class files, are passed over: a
 * dump may name any path. Thread-safe.
 */
public final class ClassFileFinder implements AutoCloseable {
    private final ClassFileSearch search;
    private @Nullable List<Place> places;

    private record Place(Path path, ClassFilePlace content) {}

    /**
     * A class file that was found.
     *
     * @param origin the folder, archive or JDK that holds it
     */
    public record Found(ClassFile classFile, byte[] bytes, Path origin) {}

    public ClassFileFinder(ClassFileSearch search) {
        this.search = search;
    }

    /** The first class file of that name, or null. */
    public @Nullable Found find(String className) {
        return find(className, classFile -> true);
    }

    /** The first class file of that name that fits, or null; a dump's class may have been another version of what is found here. */
    public synchronized @Nullable Found find(String className, Predicate<ClassFile> fits) {
        for (Place place : places()) {
            Found found = read(className, place);
            if (found != null && fits.test(found.classFile())) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Found read(String className, Place place) {
        try {
            byte[] bytes = place.content().classFile(className);
            if (bytes == null) {
                return null;
            }
            ClassFile classFile = ClassFile.parse(bytes);
            return classFile.name().equals(className) ? new Found(classFile, bytes, place.path()) : null;
        } catch (IOException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private List<Place> places() {
        List<Place> known = places;
        if (known == null) {
            known = new ArrayList<>();
            for (Path path : search.classPath()) {
                add(path, Files.isDirectory(path) ? ClassFolder::new : ClassArchive::open, known);
            }
            for (Path javaHome : search.javaHomes()) {
                add(javaHome, JdkImage::open, known);
            }
            places = known;
        }
        return known;
    }

    @FunctionalInterface
    private interface Opener {
        ClassFilePlace open(Path path) throws IOException;
    }

    private static void add(Path path, Opener opener, List<Place> places) {
        try {
            if (Files.exists(path)) {
                places.add(new Place(path, opener.open(path)));
            }
        } catch (IOException unreadable) {
            // Whatever is there, it holds no class files.
        }
    }

    @Override
    public synchronized void close() {
        for (Place place : places == null ? List.<Place>of() : places) {
            try {
                place.content().close();
            } catch (IOException e) {
                // Nothing was written.
            }
        }
        places = List.of();
    }
}
