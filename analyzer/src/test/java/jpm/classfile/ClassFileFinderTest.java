package jpm.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassFileFinderTest {
    private static final String NAME = Descriptor.class.getName();
    private static final String FILE = NAME.replace('.', '/') + ".class";

    @TempDir
    Path folder;

    private static ClassFileFinder finder(Path... classPath) {
        return new ClassFileFinder(new ClassFileSearch(List.of(classPath), List.of()));
    }

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(zip(entries));
        }
        return file;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void folders_and_jars_are_asked_in_their_order() throws IOException {
        byte[] bytes = ClassFileTest.bytes(Descriptor.class);
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve(FILE).getParent());
        Files.write(classes.resolve(FILE), bytes);
        Path jar = zip("app.jar", Map.of(FILE, bytes));
        Path boot = zip("boot.jar", Map.of("BOOT-INF/classes/" + FILE, bytes));
        Path nested = zip("nested.jar", Map.of("BOOT-INF/lib/a.jar", zip(Map.of(FILE, bytes))));

        for (Path place : List.of(classes, jar, boot, nested)) {
            try (ClassFileFinder finder = finder(folder.resolve("absent"), place, jar)) {
                ClassFileFinder.Found found = Objects.requireNonNull(finder.find(NAME));
                assertThat(found.origin()).isEqualTo(place);
                assertThat(found.bytes()).isEqualTo(bytes);
                assertThat(finder.find("com.acme.Absent")).isNull();
            }
        }
    }

    @Test
    void a_file_that_does_not_fit_leaves_the_next_place_to_be_asked() throws IOException {
        Path damaged = zip("damaged.jar", Map.of(FILE, new byte[] {1, 2, 3}));
        Path other = zip("other.jar", Map.of(FILE, ClassFileTest.bytes(ClassFile.class)));
        Path noJar = Files.writeString(folder.resolve("text.jar"), "no jar");
        Path right = zip("right.jar", Map.of(FILE, ClassFileTest.bytes(Descriptor.class)));

        try (ClassFileFinder finder = finder(damaged, other, noJar, right)) {
            assertThat(Objects.requireNonNull(finder.find(NAME)).origin()).isEqualTo(right);
            assertThat(finder.find(NAME, classFile -> false)).isNull();
        }
    }

    @Test
    void names_do_not_lead_out_of_a_folder() throws IOException {
        Files.write(folder.resolve("Outside.class"), ClassFileTest.bytes(Descriptor.class));
        Path classes = Files.createDirectories(folder.resolve("classes"));

        try (ClassFolder place = new ClassFolder(classes)) {
            assertThat(place.classFile("../Outside")).isNull();
            assertThat(place.classFile("/Outside")).isNull();
            assertThat(place.classFile("a\0b")).isNull();
        }
    }

    static Stream<Jdk> jdks() {
        return Jdks.installed().stream();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void the_image_of_a_jdk_holds_what_its_own_file_system_shows(Jdk jdk) throws IOException {
        Map<String, ?> environment = Map.of("java.home", jdk.home().toString());
        try (FileSystem jrt = FileSystems.newFileSystem(URI.create("jrt:/"), environment);
                JdkImage image = JdkImage.open(jdk.home())) {
            Path modules = jrt.getPath("/modules");
            for (String module : List.of("java.base", "java.logging", "jdk.compiler")) {
                Path root = modules.resolve(module);
                for (Path file : someClassFiles(root)) {
                    String name = root.relativize(file).toString().replace('/', '.');
                    assertThat(image.classFile(name.substring(0, name.length() - ".class".length())))
                            .as(name)
                            .isEqualTo(Files.readAllBytes(file));
                }
            }
            assertThat(image.classFile("java.lang.Absent")).isNull();
            assertThat(image.classFile("com.acme.Absent")).isNull();
            assertThat(image.classFile("Absent")).isNull();
        }
    }

    private static List<Path> someClassFiles(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(".class") && file.hashCode() % 16 == 0)
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void damaged_images_are_no_images() throws IOException {
        byte[] image;
        try (var in = Files.newInputStream(Jdks.running().home().resolve("lib/modules"))) {
            image = in.readNBytes(1 << 20);
        }
        Path home = folder.resolve("jdk");
        Files.createDirectories(home.resolve("lib"));
        Random random = new Random(7);
        for (int run = 0; run < 50; run++) {
            byte[] damaged = image.clone();
            for (int i = 0; i < 200; i++) {
                damaged[random.nextInt(run % 2 == 0 ? 64 : damaged.length)] = (byte) random.nextInt();
            }
            Files.write(home.resolve("lib/modules"), damaged);
            try (ClassFileFinder finder = new ClassFileFinder(new ClassFileSearch(List.of(), List.of(home)))) {
                assertThat(finder.find("java.lang.Nothing")).isNull();
                finder.find("java.lang.String");
            }
        }
    }
}
