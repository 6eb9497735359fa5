package jpm.bench.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * The same libraries and workloads in two class loaders of one JVM, of which the agent instruments one.
 *
 * <p>The agent takes what lies in a {@code BOOT-INF/classes} for the application's own code, and a jar beside the main class's for a library. So one
 * copy is unpacked into such a folder and the other is packed into a jar. The libraries' packages are renamed, because the agent leaves well-known libraries out even there.
 */
final class TwoLoaders {
    private static final Map<String, String> RENAMED =
            Map.of("com/fasterxml/", "bench/fasterxml/", "org/h2/", "bench/h2/", "org/eclipse/jetty/", "bench/jetty/");

    private final Path instrumentedFolder;
    private final Path plainJar;

    private TwoLoaders(Path instrumentedFolder, Path plainJar) {
        this.instrumentedFolder = instrumentedFolder;
        this.plainJar = plainJar;
    }

    /** Unpacks jars and class folders into {@code work}, twice; a second call finds what the first left. */
    static TwoLoaders unpack(List<Path> classPath, Path work) throws IOException {
        Path instrumented = work.resolve("app/BOOT-INF/classes");
        Path plain = work.resolve("plain.jar");
        if (!Files.exists(plain)) {
            Path partial = work.resolve("plain.part.jar");
            Files.createDirectories(work);
            try (FileSystem jar = FileSystems.newFileSystem(partial, Map.of("create", "true"))) {
                for (Path entry : classPath) {
                    unpackEntry(entry, instrumented);
                    unpackEntry(entry, jar.getPath("/"));
                }
            }
            Files.move(partial, plain);
        }
        return new TwoLoaders(instrumented, plain);
    }

    ClassLoader instrumented() throws IOException {
        return loader(instrumentedFolder);
    }

    ClassLoader plain() throws IOException {
        return loader(plainJar);
    }

    private static ClassLoader loader(Path place) throws IOException {
        return new URLClassLoader(new URL[] {place.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    private static void unpackEntry(Path entry, Path target) throws IOException {
        if (Files.isDirectory(entry)) {
            unpackTree(entry, target);
            return;
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
            unpackTree(jar.getPath("/"), target);
        }
    }

    private static void unpackTree(Path root, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String name = root.relativize(file).toString();
                if (!name.startsWith("META-INF/versions") && !name.endsWith("module-info.class")) {
                    unpackFile(file, name, target);
                }
            }
        }
    }

    private static void unpackFile(Path file, String name, Path target) throws IOException {
        if (name.endsWith(".class")) {
            write(target.resolve(rename(name)), renamedClass(Files.readAllBytes(file)));
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readAllBytes();
            write(target.resolve(name), bytes);
            write(target.resolve(rename(name)), bytes);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static String rename(String internalName) {
        for (Map.Entry<String, String> prefix : RENAMED.entrySet()) {
            if (internalName.startsWith(prefix.getKey())) {
                return prefix.getValue()
                        + internalName.substring(prefix.getKey().length());
            }
        }
        return internalName;
    }

    private static byte[] renamedClass(byte[] bytes) {
        ClassWriter writer = new ClassWriter(0);
        Remapper names = new Remapper(Opcodes.ASM9) {
            @Override
            public String map(String internalName) {
                return rename(internalName);
            }
        };
        new ClassReader(bytes).accept(new ClassRemapper(new StringRenamer(writer), names), 0);
        return writer.toByteArray();
    }

    /** Renames string constants that are class names, by which the libraries find classes of their own. */
    private static final class StringRenamer extends ClassVisitor {
        StringRenamer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitLdcInsn(Object value) {
                    boolean className = value instanceof String
                            && ((String) value).matches("(org\\.h2|org\\.eclipse\\.jetty)\\.[\\w.$]+");
                    super.visitLdcInsn(
                            className
                                    ? rename(((String) value).replace('.', '/')).replace('/', '.')
                                    : value);
                }
            };
        }
    }
}
