package jpm.testdata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs that must be compiled in a way of their own: without debug names, by a newer compiler, as a module.
 *
 * @param name the folder of resources that holds them
 * @param files their paths below it
 */
public record SourceSet(String name, List<String> files) {
    /** Classes for {@code -g:none} and {@code -g:source,lines}. */
    public static final SourceSet NO_DEBUG = new SourceSet("nodebug", List.of("Nameless.java"));
    /** Classes that need a compiler from 21 on. */
    public static final SourceSet JAVA_21 = new SourceSet("java21", List.of("Patterns.java"));
    /** The module {@code shop.app}. */
    public static final SourceSet MODULE = new SourceSet("module", List.of("module-info.java", "shop/Till.java"));
    /** A class for a loader that the application makes. */
    public static final SourceSet PLUGIN = new SourceSet("plugin", List.of("Plugin.java"));

    /**
     * Compiles the sources.
     *
     * @param into where the classes go
     * @param flags of the compiler
     */
    public void compile(Jdk jdk, Path into, String... flags) {
        List<String> command = new ArrayList<>(List.of(jdk.javac().toString(), "-d", into.toString()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-encoding", "UTF-8"));
        command.addAll(List.of(flags));
        command.addAll(unpack(into.resolveSibling(into.getFileName() + "-sources")));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(name + " does not compile:\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Writes the sources into a folder and gives their paths. */
    public List<String> unpack(Path into) {
        List<String> paths = new ArrayList<>();
        for (String file : files) {
            Path target = into.resolve(file);
            String resource = "sources/" + name + "/" + file;
            try (InputStream stream = SourceSet.class.getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new IllegalStateException("no resource " + resource);
                }
                Files.createDirectories(target.getParent());
                Files.write(target, stream.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            paths.add(target.toString());
        }
        return paths;
    }
}
