package jpm.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jpm.e2e.program.watch.ClassWatchAgent;

/** An agent that prints each new form of a class, as the agents before it on the command line leave it, to stderr. */
final class ClassWatch {
    private ClassWatch() {}

    /** The agent's jar; its option is the name of the class. */
    static Path jar(Path folder) throws IOException {
        return ProgramJar.of(
                folder.resolve("class-watch.jar"),
                Map.of("Premain-Class", ClassWatchAgent.class.getName(), "Can-Retransform-Classes", "true"),
                ClassWatchAgent.class.getPackageName());
    }

    /** What it has printed so far: a hash for each change of the class's code; none before the program has a stderr. */
    static List<String> forms(Path stderr) {
        if (Files.notExists(stderr)) {
            return List.of();
        }
        try {
            return Files.readString(stderr)
                    .lines()
                    .filter(line -> line.startsWith(ClassWatchAgent.FORM))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
