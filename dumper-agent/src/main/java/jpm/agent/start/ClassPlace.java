package jpm.agent.start;

import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Where a class file lies.
 *
 * @param file a folder or an archive
 * @param folder the folder inside the archive with a slash at its end, or empty
 */
public record ClassPlace(String file, String folder) {
    /**
     * The place that a code source's location means, or null where it is none of this machine's files.
     *
     * <p>Besides {@code file:} these are the forms of executable archives: {@code jar:file:/app.jar!/BOOT-INF/classes!/} and
     * {@code jar:nested:/app.jar/!BOOT-INF/classes/!/}.
     */
    public static @Nullable ClassPlace of(@Nullable String location) {
        if (location == null) {
            return null;
        }
        if (location.startsWith("file:")) {
            return new ClassPlace(decoded(location.substring("file:".length())), "");
        }
        if (location.startsWith("jar:file:")) {
            return inArchive(location.substring("jar:file:".length()), "!/");
        }
        return location.startsWith("jar:nested:") ? inArchive(location.substring("jar:nested:".length()), "/!") : null;
    }

    /** Where a class was loaded from, as a URL; null where that is not known. */
    public static @Nullable String location(@Nullable ProtectionDomain domain) {
        CodeSource source = domain == null ? null : domain.getCodeSource();
        URL url = source == null ? null : source.getLocation();
        return url == null ? null : url.toExternalForm();
    }

    private static @Nullable ClassPlace inArchive(String path, String separator) {
        int end = path.indexOf(separator);
        if (end < 0) {
            return null;
        }
        String inner = path.substring(end + separator.length());
        int bang = inner.indexOf('!');
        String folder = bang < 0 ? inner : inner.substring(0, bang);
        boolean needsSlash = !folder.isEmpty() && !folder.endsWith("/");
        return new ClassPlace(decoded(path.substring(0, end)), needsSlash ? folder.concat("/") : folder);
    }

    private static String decoded(String path) {
        return path.indexOf('%') < 0 ? path : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
