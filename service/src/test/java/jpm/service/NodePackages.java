package jpm.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packages of npm that tests use, installed once into the build's folder, and programs that use them. */
final class NodePackages {
    private static final Path SOURCES = Path.of("src/test/node").toAbsolutePath();
    private static final Path FOLDER = Path.of("target/node").toAbsolutePath();

    private NodePackages() {}

    /** The folder with the packages and copies of the programs. */
    static synchronized Path folder() throws IOException, InterruptedException {
        Path installed = FOLDER.resolve("package.json");
        Path wanted = SOURCES.resolve("package.json");
        if (!Files.exists(installed) || Files.mismatch(installed, wanted) >= 0) {
            install(wanted, installed);
        }
        try (var programs = Files.list(SOURCES)) {
            for (Path program :
                    programs.filter(file -> file.toString().endsWith(".js")).toList()) {
                Files.copy(program, FOLDER.resolve(program.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return FOLDER;
    }

    // package.json comes last, so that it stands for a whole installation.
    private static void install(Path wanted, Path installed) throws IOException, InterruptedException {
        Path work = Files.createDirectories(FOLDER).resolve("package.json");
        Files.deleteIfExists(installed);
        Files.copy(wanted, work);
        Process npm = start(List.of(
                "npm",
                "install",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--no-package-lock",
                "--loglevel=error"));
        String output = new String(npm.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            Files.delete(installed);
            throw new IOException("npm could not install what the tests need; is its registry reachable?\n" + output);
        }
    }

    private static Process start(List<String> command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            throw new IOException("these tests need Node.js (18 or later) and npm; .ci/run installs them", missing);
        }
    }
}
