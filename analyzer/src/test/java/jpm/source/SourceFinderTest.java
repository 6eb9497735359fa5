package jpm.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFinderTest {
    @TempDir
    Path folder;

    @Test
    void the_source_path_comes_first_and_may_be_flat() throws IOException {
        write("given/Foo.java", "line 1\nline 2\n");
        write("project/src/main/java/com/acme/Foo.java", "other\n");
        write("project/target/classes/com/acme/Foo.class", "");

        SourceLookup lookup = finder(
                        List.of(folder.resolve("given")), List.of(folder.resolve("project/target/classes")))
                .find("com.acme.Foo", "Foo.java");

        assertThat(lines(lookup)).containsExactly("line 1", "line 2");
        assertThat(lookup.text().kind()).isEqualTo(SourceText.Kind.SOURCE_PATH);
        assertThat(lookup.text().origin()).isEqualTo(folder.resolve("given").toString());
    }

    @Test
    void maven_and_gradle_projects_are_recognised_by_their_class_folder() throws IOException {
        for (String classes : List.of("maven/target/classes", "gradle/build/classes/java/main")) {
            String project = classes.substring(0, classes.indexOf('/'));
            write(project + "/src/main/java/com/acme/Foo.java", project + "\n");
            write(classes + "/com/acme/Foo$Bar.class", "");

            SourceLookup lookup =
                    finder(List.of(), List.of(folder.resolve(classes))).find("com.acme.Foo$Bar", null);

            assertThat(lines(lookup)).containsExactly(project);
            assertThat(lookup.text().kind()).isEqualTo(SourceText.Kind.CLASS_FOLDER);
        }
    }

    @Test
    void a_class_folder_that_does_not_hold_the_class_is_not_searched() throws IOException {
        write("maven/src/main/java/com/acme/Foo.java", "wrong project\n");
        Files.createDirectories(folder.resolve("maven/target/classes"));

        assertThat(finder(List.of(), List.of(folder.resolve("maven/target/classes")))
                        .find("com.acme.Foo", null))
                .isEqualTo(new SourceLookup(null, List.of()));
    }

    @Test
    void a_sources_jar_beside_the_jar_or_in_the_maven_repository_serves() throws IOException {
        zip("lib/beside.jar", Map.of("com/acme/Foo.class", ""));
        zip("lib/beside-sources.jar", Map.of("com/acme/Foo.java", "beside\n"));
        zip(
                "lib/renamed.jar",
                Map.of(
                        "com/acme/Bar.class", "",
                        "META-INF/maven/com.acme/bar/pom.properties",
                                "groupId=com.acme\nartifactId=bar\nversion=1.0\n"));
        zip("m2/com/acme/bar/1.0/bar-1.0-sources.jar", Map.of("com/acme/Bar.java", "in the repository\n"));
        SourceFinder finder =
                finder(List.of(), List.of(folder.resolve("lib/beside.jar"), folder.resolve("lib/renamed.jar")));

        assertThat(finder.find("com.acme.Foo", "Foo.java").text().lines()).containsExactly("beside");
        assertThat(finder.find("com.acme.Bar", "Bar.java").text().lines()).containsExactly("in the repository");
    }

    @Test
    void what_is_nowhere_says_where_it_was_looked_for() throws IOException {
        zip("lib/app.jar", Map.of("com/acme/Foo.class", ""));

        SourceLookup lookup = finder(List.of(folder.resolve("given")), List.of(folder.resolve("lib/app.jar")))
                .find("com.acme.Foo", null);

        assertThat(lookup.text()).isNull();
        assertThat(lookup.lookedIn())
                .containsExactly(
                        folder.resolve("given").toString(),
                        folder.resolve("lib/app-sources.jar").toString());
    }

    @Test
    void the_jdks_own_sources_lie_in_modules() throws IOException {
        zip("jdk/lib/src.zip", Map.of("java.base/java/util/A.java", "a\n", "java.sql/java/sql/B.java", "b\n"));
        SourceFinder finder = new SourceFinder(
                new SourceSearch(
                        SourcePath.NONE, null, List.of(), List.of(), folder.resolve("m2"), folder.resolve("jdk"), null),
                null);

        assertThat(finder.find("java.util.A", "A.java").text().lines()).containsExactly("a");
        assertThat(finder.find("java.sql.B", "B.java").text().lines()).containsExactly("b");
    }

    @Test
    void a_file_that_is_not_utf_8_keeps_its_lines() throws IOException {
        Files.write(folder.resolve("Foo.java"), "// é\nint x;\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(finder(List.of(folder), List.of())
                        .find("Foo", "Foo.java")
                        .text()
                        .lines())
                .containsExactly("// é", "int x;");
    }

    @Test
    void a_substitution_moves_packages() throws IOException {
        write("kotlin/shop/Foo.kt", "moved\n");
        SourcePath path = SourcePath.parse(List.of("com/acme=" + folder.resolve("kotlin")));

        SourceLookup lookup = finder(path, List.of(), null).find("com.acme.shop.Foo", "Foo.kt");

        assertThat(lines(lookup)).containsExactly("moved");
        assertThat(finder(path, List.of(), null)
                        .find("com.acmes.shop.Foo", "Foo.kt")
                        .text())
                .isNull();
    }

    @Test
    void a_source_that_was_written_after_the_dump_is_said_to_be_newer() throws IOException {
        write("given/Foo.java", "line\n");
        SourcePath path = SourcePath.of(List.of(folder.resolve("given")));

        assertThat(finder(path, List.of(), Instant.EPOCH)
                        .find("Foo", null)
                        .text()
                        .note())
                .isEqualTo("newer than the dump");
        assertThat(finder(path, List.of(), Instant.now().plusSeconds(60))
                        .find("Foo", null)
                        .text()
                        .note())
                .isNull();
    }

    private SourceFinder finder(List<Path> sourcePath, List<Path> classPath) {
        return finder(SourcePath.of(sourcePath), classPath, null);
    }

    private SourceFinder finder(SourcePath sourcePath, List<Path> classPath, @Nullable Instant dumpedAt) {
        return new SourceFinder(
                new SourceSearch(sourcePath, null, List.of(), classPath, folder.resolve("m2"), null, dumpedAt), null);
    }

    private static List<String> lines(SourceLookup lookup) {
        assertThat(lookup.text()).isNotNull();
        return lookup.text().lines();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void zip(String name, Map<String, String> entries) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
