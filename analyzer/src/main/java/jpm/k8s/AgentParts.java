package jpm.k8s;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The agent's jar in pieces that a cluster keeps in a ConfigMap each: the first is what the JVM is told to load, and names the others as its class
 * path.
 */
public final class AgentParts {
    /** A ConfigMap has at most 1 MiB, its names included. */
    static final int MAX_BYTES = (1 << 20) - (1 << 14);

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int ROOM_FOR_DIRECTORY = 1 << 16;
    /** What the agent looks for in its own jar, before it can read others. */
    private static final List<String> FIRST =
            List.of("jpm/agent/Agent.class", "jpm/agent/BootClasses.class", "jpm/agent/boot.classes");

    private AgentParts() {}

    /** Splits a jar; none of the parts has more than {@code maxBytes}, as far as its largest entry fits. */
    static List<byte[]> split(byte[] jar, int maxBytes) throws IOException {
        Map<String, byte[]> entries = entries(jar);
        List<List<String>> parts = distribute(entries, maxBytes - ROOM_FOR_DIRECTORY);
        List<byte[]> jars = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            jars.add(write(i == 0 ? manifest(jar, parts.size()) : null, parts.get(i), entries));
        }
        return jars;
    }

    /** Splits a jar so that each part fits into a ConfigMap. */
    public static List<byte[]> of(byte[] jar) throws IOException {
        return split(jar, MAX_BYTES);
    }

    /** The file name of a part, counted from 0. */
    static String fileName(int part) {
        return part == 0 ? "jpm-agent.jar" : "jpm-agent-" + (part + 1) + ".jar";
    }

    private static Map<String, byte[]> entries(byte[] jar) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory() && !entry.getName().equals(MANIFEST)) {
                    all.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        for (String name : FIRST) {
            if (all.containsKey(name)) {
                ordered.put(name, all.get(name));
            }
        }
        ordered.putAll(all);
        return ordered;
    }

    private static List<List<String>> distribute(Map<String, byte[]> entries, int maxBytes) throws IOException {
        List<List<String>> parts = new ArrayList<>();
        int bytes = maxBytes;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            int packed = packedBytes(entry.getValue());
            if (bytes + packed > maxBytes) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            bytes += packed;
            parts.get(parts.size() - 1).add(entry.getKey());
        }
        return parts;
    }

    private static int packedBytes(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            out.putNextEntry(new ZipEntry("x"));
            out.write(content);
        }
        return bytes.size();
    }

    private static Manifest manifest(byte[] jar, int parts) throws IOException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            Manifest manifest = in.getManifest() == null ? new Manifest() : in.getManifest();
            List<String> others = new ArrayList<>();
            for (int i = 1; i < parts; i++) {
                others.add(fileName(i));
            }
            if (!others.isEmpty()) {
                manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", others));
            }
            return manifest;
        }
    }

    private static byte[] write(@Nullable Manifest manifest, List<String> names, Map<String, byte[]> entries)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            if (manifest != null) {
                out.putNextEntry(entry(MANIFEST));
                manifest.write(out);
            }
            for (String name : names) {
                out.putNextEntry(entry(name));
                out.write(entries.getOrDefault(name, new byte[0]));
            }
        }
        return bytes.toByteArray();
    }

    /** The same jar gives the same parts. */
    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }
}
