package jpm.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;

/** The command line as run by a user who owns nothing here. Only root can become one; whoever is not root is such a user to root's processes. */
final class OtherUser implements AutoCloseable {
    private static final String NOBODY = "65534";

    /** What the commands need of the class path. */
    private static final Pattern NEEDED = Pattern.compile("classes|(jpm|commons-cli|jackson-core|lanterna)[-.].*jar");

    private final Path folder;
    private final List<Path> classPath = new ArrayList<>();

    /** Copies the command line to where everybody may read it. */
    OtherUser() throws IOException {
        folder = Files.createTempDirectory(
                "jpm-everybody", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            String name = from.getFileName().toString();
            if (Files.exists(from) && NEEDED.matcher(name).matches()) {
                Path copy = folder.resolve(classPath.size() + "-" + name);
                copy(from, copy);
                classPath.add(copy);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Path copied = to.resolve(from.relativize(each).toString());
                Files.copy(each, copied);
                boolean isFolder = Files.isDirectory(each);
                Files.setPosixFilePermissions(
                        copied, PosixFilePermissions.fromString(isFolder ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    /** Runs a command. */
    JvmProcess.Result jpm(String... arguments) {
        return JvmProcess.with(Jdks.running())
                .flags("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Duser.home=" + folder)
                .flags("-Djpm.home=" + Path.of("..").toAbsolutePath().normalize())
                .classPath(classPath.toArray(Path[]::new))
                .after("cd / && set -- setpriv --reuid=" + NOBODY + " --regid=" + NOBODY + " --clear-groups \"$@\"")
                .main("jpm.cli.Main", arguments)
                .run();
    }

    @Override
    public void close() {
        Store.remove(folder);
    }
}
