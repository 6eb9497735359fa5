package jpm.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the other modules' build results lie. */
final class Build {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Build() {}

    /** The class folder of a module. */
    static Path classes(String module) {
        return existing(ROOT.resolve(module).resolve("target/classes"));
    }

    /** The agent as it is shipped. */
    static Path agentJar() {
        return existing(ROOT.resolve("dumper-agent/target/jpm-agent.jar"));
    }

    /** A jar that is no library of these tests: another agent, or what is packed into a jar. */
    static Path foreignJar(String name) {
        return existing(ROOT.resolve("e2e/target/foreign").resolve(name));
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new IllegalStateException("no " + path + ": these tests need `mvn package` of the other modules");
        }
        return path;
    }
}
