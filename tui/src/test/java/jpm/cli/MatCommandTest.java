package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is around MAT; a script that behaves as MAT's own does, stands for it. */
class MatCommandTest {
    @TempDir
    private Path folder;

    private final CliFixture cli = new CliFixture(Path.of("no store"));
    private String heap = "";

    @BeforeEach
    void makeDump() {
        heap = new HprofBuilder().write(folder.resolve("some.hprof")).toString();
    }

    private void install(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("ParseHeapDump.sh"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        cli.environment.put("MAT_HOME", folder.toString());
    }

    @Test
    void saysWhatToInstall() {
        assertThat(cli.run("mat", heap)).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).isEqualTo("""
                jpm: cannot run MAT: MAT_HOME is not set
                install Eclipse MAT (eclipse.dev/mat) and set MAT_HOME to the folder with ParseHeapDump.sh
                """);
        cli.environment.put("MAT_HOME", "/nowhere");
        assertThat(cli.run("mat", heap)).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).startsWith("jpm: cannot run MAT: there is no /nowhere/ParseHeapDump.sh");
    }

    @Test
    void printsTheTableThatMatLeft() throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve("answer.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.putNextEntry(new ZipEntry("pages/Query_Command2.csv"));
            zip.write("Class Name,Objects\njava.lang.Object,7\n".getBytes(StandardCharsets.UTF_8));
        }
        install("echo \"$@\" >>" + folder.resolve("calls") + "\ncp " + folder.resolve("answer.zip")
                + " \"$(dirname \"$1\")/heap_Query.zip\"\ncmp \"$1\" " + heap + "\n");

        assertThat(cli.run("mat", heap, "histogram", "oql \"select * from x\"")).isZero();

        assertThat(cli.out()).isEqualTo("Class Name,Objects\njava.lang.Object,7\n".repeat(2));
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .hasSize(2)
                .allMatch(call -> call.contains("/heap.hprof -format=csv -command="))
                .allMatch(call -> call.endsWith(" org.eclipse.mat.api:query"))
                .anyMatch(call -> call.contains("-command=oql \"select * from x\" "))
                .noneMatch(call -> Files.exists(
                        Path.of(call.substring(0, call.indexOf(' '))).getParent()));
    }

    @Test
    void reportsAreKeptUnderTheDumpsName() throws IOException {
        install(
                "[ \"$2\" = org.eclipse.mat.api:suspects ] && echo pages >\"$(dirname \"$1\")/heap_Leak_Suspects.zip\"\n");
        Path reports = folder.resolve("reports");

        assertThat(cli.run("mat", heap, "org.eclipse.mat.api:suspects", "-o", reports.toString()))
                .isZero();

        Path kept = reports.resolve("some_Leak_Suspects.zip");
        assertThat(cli.out()).isEqualTo(kept + "\n");
        assertThat(kept).hasContent("pages");
        assertThat(cli.run("mat", heap, "org.eclipse.mat.api:overview")).isEqualTo(ExitCode.WRONG_USE);
    }

    @Test
    void tellsWhatMatSaidWhenItFails() throws IOException {
        install("echo starting\necho 'no memory' >&2\nexit 13\n");
        assertThat(cli.run("mat", heap)).isEqualTo(ExitCode.WRONG_USE);
        assertThat(cli.err()).startsWith("jpm: MAT failed with exit code 13: no memory\n");
    }
}
