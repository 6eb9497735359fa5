package jpm.agent.start;

import java.io.IOException;
import java.io.InputStream;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.PermissionCollection;
import java.security.ProtectionDomain;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's classes that most programs never need, those that write dumps and those that breakpoints take, from the agent's jar.
 *
 * <p>The application's loader could, but then they would have the application's permissions.
 */
public final class DumpLoader extends ClassLoader {
    private static final ProtectionDomain ALL_PERMISSIONS =
            new ProtectionDomain(new CodeSource(null, (java.security.cert.Certificate[]) null), allPermissions());

    private static @Nullable DumpLoader shared;

    private final @Nullable ZipFile jar;

    private DumpLoader(@Nullable ZipFile jar) {
        super("jpm", getPlatformClassLoader());
        this.jar = jar;
    }

    /**
     * The process's only one.
     *
     * @param jar the agent's jar, or null where only the system's class loader can read it
     */
    static synchronized DumpLoader of(@Nullable ZipFile jar) {
        DumpLoader loader = shared;
        if (loader == null) {
            loader = new DumpLoader(jar);
            shared = loader;
        }
        return loader;
    }

    /** The bytes of an entry of the agent's jar, or null. */
    public byte @Nullable [] bytes(String path) throws IOException {
        try (InputStream in = open(path)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    private static PermissionCollection allPermissions() {
        AllPermission all = new AllPermission();
        PermissionCollection permissions = all.newPermissionCollection();
        permissions.add(all);
        return permissions;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try {
            byte[] classFile = bytes(name.replace('.', '/').concat(".class"));
            if (classFile == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, classFile, 0, classFile.length, ALL_PERMISSIONS);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private @Nullable InputStream open(String path) throws IOException {
        if (jar == null) {
            return getSystemResourceAsStream(path);
        }
        ZipEntry entry = jar.getEntry(path);
        // A jar that is too large for where it is kept comes in parts, of which this one names the others as its class
        // path.
        return entry == null ? getSystemResourceAsStream(path) : jar.getInputStream(entry);
    }
}
