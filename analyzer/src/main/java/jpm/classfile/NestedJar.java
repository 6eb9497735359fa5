package jpm.classfile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A jar within a jar, which can only be read from its beginning. */
record NestedJar(JarFile outer, JarEntry entry, Set<String> classes) {
    static NestedJar of(JarFile outer, JarEntry entry) throws IOException {
        Set<String> classes = new HashSet<>();
        try (ZipInputStream in = open(outer, entry)) {
            for (ZipEntry inner = in.getNextEntry(); inner != null; inner = in.getNextEntry()) {
                if (inner.getName().endsWith(".class")) {
                    classes.add(inner.getName());
                }
            }
        }
        return new NestedJar(outer, entry, classes);
    }

    private static ZipInputStream open(JarFile outer, JarEntry entry) throws IOException {
        return new ZipInputStream(new BufferedInputStream(outer.getInputStream(entry)));
    }

    boolean contains(String path) {
        return classes.contains(path);
    }

    byte[] read(String path) throws IOException {
        try (ZipInputStream in = open(outer, entry)) {
            for (ZipEntry inner = in.getNextEntry(); inner != null; inner = in.getNextEntry()) {
                if (inner.getName().equals(path)) {
                    byte[] bytes = ClassPlace.readBounded(in);
                    if (bytes != null) {
                        return bytes;
                    }
                }
            }
        }
        throw new IOException("no " + path + " in " + entry.getName());
    }
}
