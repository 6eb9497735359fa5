package jpm.testdata;

import java.nio.file.Path;

/**
 * A Java installation that tests can start programs with.
 *
 * @param home the installation's folder
 * @param feature its feature version, as 17 or 25
 */
public record Jdk(Path home, int feature) {
    /** The launcher. */
    public Path java() {
        return home.resolve("bin").resolve("java");
    }

    /** The compiler. */
    public Path javac() {
        return home.resolve("bin").resolve("javac");
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
