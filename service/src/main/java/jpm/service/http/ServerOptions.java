package jpm.service.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import jpm.io.JpmException;
import jpm.service.access.Tokens;
import jpm.source.SourcePath;
import org.jspecify.annotations.Nullable;

/**
 * How a service is served.
 *
 * @param host an address of this machine
 * @param port 0 for any that is free
 * @param tokens {@link Tokens#NONE} only for an address that other machines cannot reach
 * @param tls null for plain HTTP
 * @param sources where the page finds source text
 * @param maxBodyBytes of a request, unpacked
 */
public record ServerOptions(
        String host, int port, Tokens tokens, @Nullable Tls tls, SourcePath sources, int maxBodyBytes) {
    /** Large enough for any snapshot that keeps the API's limits. */
    public static final int MAX_BODY_BYTES = 10 << 20;

    /** Served to this machine, at any free port, without tokens. */
    public static final ServerOptions LOCAL =
            new ServerOptions("127.0.0.1", 0, Tokens.NONE, null, SourcePath.NONE, MAX_BODY_BYTES);

    /**
     * A certificate and its key, in PEM.
     *
     * @param certificates the server's first, then those that vouch for it
     * @param key of PKCS #8, without a password
     */
    public record Tls(Path certificates, Path key) {
        private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
        private static final Set<PosixFilePermission> ROOTS = PosixFilePermissions.fromString("rwxr-----");

        /**
         * Whether others than its owner may read or change the key. A group may read one of root's: so systems give servers
         * keys.
         */
        public boolean isKeyOpenToOthers() {
            try {
                boolean isRoots = Files.getAttribute(key, "unix:uid").equals(0);
                return !(isRoots ? ROOTS : OWNERS).containsAll(Files.getPosixFilePermissions(key));
            } catch (IOException unreadable) {
                // Loading it tells why.
                return false;
            }
        }
    }

    public ServerOptions {
        if (tokens.isEmpty() && !isLoopback(host)) {
            throw new JpmException(
                    "cannot serve at " + host + ": without tokens everyone who reaches it could debug every program",
                    "name a file of tokens with --token-file, or serve at 127.0.0.1");
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** The same with other tokens. */
    public ServerOptions with(Tokens other) {
        return new ServerOptions(host, port, other, tls, sources, maxBodyBytes);
    }

    /** The same with TLS. */
    public ServerOptions with(Tls other) {
        return new ServerOptions(host, port, tokens, other, sources, maxBodyBytes);
    }

    /** The same with sources. */
    public ServerOptions with(SourcePath other) {
        return new ServerOptions(host, port, tokens, tls, other, maxBodyBytes);
    }

    /** The same at another place. */
    public ServerOptions at(String otherHost, int otherPort) {
        return new ServerOptions(otherHost, otherPort, tokens, tls, sources, maxBodyBytes);
    }
}
