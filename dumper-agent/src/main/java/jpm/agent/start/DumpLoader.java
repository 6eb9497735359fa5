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
 * Loads the classes that write dumps from the agent's jar.
 *
 * <p>The application's loader could, but then they would have the application's permissions.
 */
final class DumpLoader extends ClassLoader {
    private static final ProtectionDomain ALL_PERMISSIONS =
            new ProtectionDomain(new CodeSource(null, (java.security.cert.Certificate[]) null), allPermissions());

    private final @Nullable ZipFile jar;

    /** @param jar the agent's jar, or null where only the system's class loader can read it */
    DumpLoader(@Nullable ZipFile jar) {
        super("jpm", getPlatformClassLoader());
        this.jar = jar;
    }

    private static PermissionCollection allPermissions() {
        AllPermission all = new AllPermission();
        PermissionCollection permissions = all.newPermissionCollection();
        permissions.add(all);
        return permissions;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        try (InputStream in = open(name.replace('.', '/').concat(".class"))) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] classFile = in.readAllBytes();
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
        return entry == null ? null : jar.getInputStream(entry);
    }
}
