package jpm.testdata;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The Java installations of this machine: the running one, {@code JAVA_HOME} and those in {@code /usr/lib/jvm}. */
public final class Jdks {
    private static final int OLDEST = 17;

    private Jdks() {}

    /** One installation per feature version from 17 on, oldest first; the running one stands for its version. */
    public static List<Jdk> installed() {
        TreeMap<Integer, Jdk> byFeature = new TreeMap<>();
        for (Path home : homes()) {
            int feature = feature(home);
            if (feature >= OLDEST) {
                byFeature.putIfAbsent(feature, new Jdk(home, feature));
            }
        }
        return List.copyOf(byFeature.values());
    }

    /** The installation that runs this code. */
    public static Jdk running() {
        return new Jdk(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** Installations of at least {@code feature}; empty when the machine has none. */
    public static List<Jdk> atLeast(int feature) {
        return installed().stream().filter(jdk -> jdk.feature() >= feature).toList();
    }

    private static List<Path> homes() {
        List<Path> homes = new ArrayList<>();
        homes.add(Path.of(System.getProperty("java.home")));
        String named = System.getenv("JAVA_HOME");
        if (named != null && !named.isBlank()) {
            homes.add(Path.of(named));
        }
        homes.addAll(children(Path.of("/usr/lib/jvm")));
        return homes;
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
