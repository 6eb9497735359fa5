package jpm.agent.start;

import java.io.File;
import java.io.IOException;
import java.security.ProtectionDomain;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which classes are the application's own code.
 *
 * <p>The user's rules come first; then the place that a class comes from decides: class folders, {@code BOOT-INF/classes},
 * {@code WEB-INF/classes}, files run by the source launcher and the main class's jar are in, other jars and the JDK are not. A class
 * without a place is the application's where its loader's class is.
 * Asked for every class that is loaded, so verdicts on places are kept.
 */
final class Scope {
    private static final int MAX_PLACES = 4096;
    private static final String AGENT_PACKAGE = "jpm/agent/";

    /** What a place's classes are to the application. */
    private enum Place {
        OWN,
        MAIN_JAR,
        FOREIGN
    }

    private final PackageRules rules;
    private final MainProgram program;
    private final ApplicationClasses classes;
    private volatile @Nullable String mainInternalName;
    private final ClassLoader platformLoader;
    private final ConcurrentHashMap<String, Place> places = new ConcurrentHashMap<>();
    private volatile @Nullable String mainJar;
    private volatile @Nullable String mainJarPath;

    /** @param classes the application's classes that were loaded so far */
    Scope(PackageRules rules, MainProgram program, ApplicationClasses classes) {
        this.classes = classes;
        this.rules = rules;
        this.program = program;
        this.mainInternalName =
                program.mainClass() == null ? null : program.mainClass().replace('.', '/');
        this.platformLoader = ClassLoader.getPlatformClassLoader();
    }

    /** Whether a class that is being loaded is to be instrumented; {@code internalName} as {@code com/acme/Shop}. */
    boolean covers(@Nullable ClassLoader loader, String internalName, @Nullable ProtectionDomain domain) {
        if (loader == null || loader == platformLoader || internalName.startsWith(AGENT_PACKAGE)) {
            return false;
        }
        PackageRules.Verdict verdict = rules.verdict(internalName);
        return verdict == PackageRules.Verdict.SILENT
                ? isOwnCode(loader, internalName, domain)
                : verdict == PackageRules.Verdict.INCLUDED;
    }

    private boolean isOwnCode(ClassLoader loader, String internalName, @Nullable ProtectionDomain domain) {
        String location = ClassPlace.location(domain);
        if (location == null) {
            return isDefinedByApplication(loader);
        }
        if (internalName.equals(mainInternalName)) {
            mainJar = location;
        }
        Place place = place(location);
        return place == Place.OWN || (place == Place.MAIN_JAR && isOwnCodeOfMainJar(internalName));
    }

    // Plug-in systems and script engines define classes without saying where from; so do the loaders of generated code
    // in libraries, whose own class is a library's.
    private boolean isDefinedByApplication(ClassLoader loader) {
        return classes.test(loader.getClass().getName());
    }

    private boolean isOwnCodeOfMainJar(String internalName) {
        if (mainInternalName == null) {
            // With -jar, the launcher's first look into the jar is for the main class.
            mainInternalName = internalName;
        }
        return !KnownLibraries.isLauncher(internalName) && !KnownLibraries.isLibrary(internalName, mainInternalName);
    }

    private Place place(String location) {
        Place known = places.get(location);
        if (known != null) {
            return known;
        }
        Place place = classify(location);
        // A jar is judged again until it is known which one the main class comes from.
        if ((place != Place.FOREIGN || mainJar != null) && places.size() < MAX_PLACES) {
            places.put(location, place);
        }
        return place;
    }

    private Place classify(String location) {
        if (location.startsWith("jrt:/")) {
            return isMainModule(location) ? Place.MAIN_JAR : Place.FOREIGN;
        }
        if (isApplicationFolder(location) || location.endsWith(".java")) {
            return Place.OWN;
        }
        return isMainJar(location) ? Place.MAIN_JAR : Place.FOREIGN;
    }

    private static boolean isApplicationFolder(String location) {
        return (location.startsWith("file:") && location.endsWith("/"))
                || location.contains("BOOT-INF/classes")
                || location.contains("WEB-INF/classes");
    }

    private boolean isMainModule(String location) {
        String module = program.module();
        return module != null
                && !module.startsWith("jdk.")
                && !module.startsWith("java.")
                && location.equals("jrt:/".concat(module));
    }

    private boolean isMainJar(String location) {
        String jar = program.jar();
        if (jar == null) {
            return location.equals(mainJar);
        }
        ClassPlace place = ClassPlace.of(location);
        return place != null && new File(place.file()).getPath().equals(canonicalPath(jar));
    }

    // The application class loader resolves links too before it names a jar.
    private String canonicalPath(String jar) {
        String path = mainJarPath;
        if (path == null) {
            try {
                path = new File(jar).getCanonicalPath();
            } catch (IOException e) {
                path = jar;
            }
            mainJarPath = path;
        }
        return path;
    }
}
