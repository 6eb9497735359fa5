package jpm.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;

/** Makes of a program what obfuscators make of it: classes {@code a}, {@code b}, … in one package, without lines, names and files. */
final class Obfuscation {
    private Obfuscation() {}

    /** Writes a jar with the classes of a folder and gives their new names by their old ones, as {@code com/acme/Shop}. */
    static Map<String, String> obfuscate(Path classes, String folder, Path jar) throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        try (Stream<Path> all = Files.list(classes.resolve(folder))) {
            for (Path file : all.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                files.put(
                        folder + "/" + name.substring(0, name.length() - ".class".length()), Files.readAllBytes(file));
            }
        }
        files.remove(folder + "/package-info");
        Map<String, String> names = new HashMap<>();
        for (String name : files.keySet().stream().sorted().toList()) {
            names.put(name, "o/" + (char) ('a' + names.size()));
        }
        write(files, names, jar);
        return names;
    }

    private static void write(Map<String, byte[]> files, Map<String, String> names, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : List.copyOf(files.keySet())) {
                ClassWriter writer = new ClassWriter(0);
                new ClassReader(files.get(name))
                        .accept(new ClassRemapper(writer, new SimpleRemapper(names)), ClassReader.SKIP_DEBUG);
                zip.putNextEntry(new ZipEntry(names.get(name) + ".class"));
                zip.write(writer.toByteArray());
            }
        }
    }
}
