package jpm.verdict;

import java.util.List;
import java.util.Map;
import jpm.verdict.ExceptionRules.Rule;
import org.jspecify.annotations.Nullable;

/** Classes that are missing, or not those that the code was compiled against. */
final class LinkageRules {
    private static final String OTHER_VERSION =
            "Two versions of a library may be there: compare the class path with what the code was compiled against.";

    private LinkageRules() {}

    static void addTo(Map<String, Rule> rules) {
        for (String missing : List.of("java.lang.NoClassDefFoundError", "java.lang.ClassNotFoundException")) {
            rules.put(missing, LinkageRules::missing);
        }
        for (String other : List.of(
                "java.lang.NoSuchMethodError",
                "java.lang.NoSuchFieldError",
                "java.lang.AbstractMethodError",
                "java.lang.IncompatibleClassChangeError")) {
            rules.put(other, LinkageRules::otherVersion);
        }
        rules.put("java.lang.UnsupportedClassVersionError", LinkageRules::newer);
        rules.put("java.lang.UnsatisfiedLinkError", LinkageRules::library);
    }

    private static @Nullable Explanation missing(Scene scene) {
        if (scene.message().isEmpty()) {
            return null;
        }
        if (scene.message().startsWith("Could not initialize class ")) {
            return Explanation.of(
                    "the static initialiser of " + scene.message().substring("Could not initialize class ".length())
                            + " failed earlier",
                    List.of(Evidence.known("the message says so; the first failure was thrown before")),
                    "Look for the first ExceptionInInitializerError: jpm list ExceptionInInitializerError.");
        }
        String name = scene.message().replace('/', '.');
        return Explanation.of(
                "the class " + name + " was not found",
                List.of(Evidence.known("the message names the class")),
                "See whether its jar is on the class path that jpm info shows.");
    }

    private static @Nullable Explanation otherVersion(Scene scene) {
        return scene.message().isEmpty()
                ? null
                : Explanation.of(
                        "a class is not the one that the code was compiled against",
                        List.of(Evidence.known("the JVM's message: " + scene.message())),
                        OTHER_VERSION);
    }

    private static Explanation newer(Scene scene) {
        return Explanation.of(
                "a class was compiled for a newer Java than the one that ran",
                List.of(Evidence.known("the JVM's message: " + scene.message())),
                "Run a newer Java, or compile with --release.");
    }

    private static Explanation library(Scene scene) {
        return Explanation.of(
                "a native library or one of its functions is missing",
                List.of(Evidence.known("the JVM's message: " + scene.message())),
                "See -Djava.library.path, and whether the library is for this machine.");
    }
}
