package jpm.agent.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jpm.agent.HostFacts;
import jpm.agent.PrivateFiles;
import jpm.agent.StoreFolder;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/**
 * A Unix-domain socket that only the process's user and root can open: it lies in a folder of that user's alone, and has mode 0600.
 *
 * <p>Its name begins with {@code jpm-control-}, by which it is found among the process's sockets, wherever it is.
 */
final class ControlSocket implements AutoCloseable {
    private static final String PREFIX = "jpm-control-";
    private static final String SUFFIX = ".sock";
    /** What a socket's address holds on all systems. */
    private static final int MAX_PATH_BYTES = 103;

    private static final int MAX_STALE = 100;

    private final ServerSocketChannel channel;
    private final Path path;

    private ControlSocket(ServerSocketChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /**
     * Opens it in the first of these folders that can be used: {@code $XDG_RUNTIME_DIR/jpm}, {@code .control} in the store, one for temporary files.
     *
     * @param store the user's choice of a store, or null
     */
    static ControlSocket open(@Nullable String store) throws IOException {
        IOException failure = new IOException("no folder for the control socket");
        for (Path folder : folders(store)) {
            try {
                return openIn(folder);
            } catch (IOException | RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static List<Path> folders(@Nullable String store) {
        List<Path> folders = new ArrayList<>();
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && runtime.startsWith("/") && Files.isWritable(Path.of(runtime))) {
            folders.add(Path.of(runtime, "jpm"));
        }
        folders.add(StoreFolder.locate(store).resolve(".control"));
        folders.add(Path.of(System.getProperty("java.io.tmpdir"), "jpm-" + HostFacts.uid()));
        return folders;
    }

    private static ControlSocket openIn(Path folder) throws IOException {
        String name = PREFIX + HostFacts.pid() + "-" + Long.toHexString(System.nanoTime() & 0xFFFFFF) + SUFFIX;
        Path path = folder.resolve(name);
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new IOException("the path is too long for a socket: " + path);
        }
        StoreFolder.create(folder);
        requireOwn(folder);
        removeStale(folder);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            PrivateFiles.restrict(path);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        path.toFile().deleteOnExit();
        return new ControlSocket(channel, path);
    }

    /** Nobody else may look into the folder, or have made it. */
    private static void requireOwn(Path folder) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
        Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        boolean isOwn = owner instanceof Integer uid && uid == HostFacts.uid();
        for (PosixFilePermission permission : permissions) {
            isOwn &= permission.name().startsWith("OWNER");
        }
        if (!isOwn) {
            throw new IOException("others can use the folder " + folder);
        }
    }

    /** Takes away what processes left that were killed. */
    private static void removeStale(Path folder) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            int looked = 0;
            for (Path each : all) {
                if (looked++ < MAX_STALE && !isAnswered(each)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }

    private static boolean isAnswered(Path path) {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    /** Waits for the next client. */
    SocketChannel accept() throws IOException {
        return channel.accept();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }
}
