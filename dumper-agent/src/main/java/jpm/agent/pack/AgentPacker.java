package jpm.agent.pack;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import jpm.agent.Agent;
import jpm.agent.instrument.ClassPatch;

/**
 * Makes an agent's jar start fast; a step of the build.
 *
 * <ul>
 *   <li>The classes that {@code jpm.agent.start.Start} names, directly or through others, and with them those of {@code java.lang}, become
 *       one entry, in an order in which they can be defined.
 *   <li>What is read at every start is stored and not compressed.
 *   <li>{@code premain} is declared to take a variable number of arguments, which its last parameter does not allow. The JDK calls such a
 *       method by native code; to call any other by reflection, JDKs from 18 on link method handles first, which takes longer than loading all of the agent.
 * </ul>
 */
public final class AgentPacker {
    private static final String AGENT = "jpm/agent/Agent";
    private static final String START = "jpm/agent/start/Start";
    private static final String RUNTIME = "jpm/agent/runtime/";
    private static final String CLASS = ".class";
    private static final int VARARGS = 0x80;
    private static final FileTime NO_TIME = FileTime.fromMillis(0);

    private final Map<String, byte[]> entries;
    private final Set<String> boot;
    private final Set<String> first;

    private AgentPacker(Map<String, byte[]> entries) throws IOException {
        this.entries = entries;
        boot = ordered(reachable(START, ""));
        first = reachable(AGENT, START);
    }

    /** Packs the jar that is named by the argument. */
    public static void main(String[] arguments) throws IOException {
        pack(Path.of(arguments[0]));
    }

    /** Packs a jar anew, in place. */
    public static void pack(Path jar) throws IOException {
        Path packed = jar.resolveSibling(jar.getFileName() + ".packed");
        new AgentPacker(read(jar)).write(packed);
        Files.move(packed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> each = zip.entries(); each.hasMoreElements(); ) {
                ZipEntry entry = each.nextElement();
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private void write(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            store(JarFile.MANIFEST_NAME, entries.getOrDefault(JarFile.MANIFEST_NAME, new byte[0]), out);
            for (String type : first) {
                store(type + CLASS, type.equals(AGENT) ? withNativePremain(classFile(type)) : classFile(type), out);
            }
            store(Agent.BOOT_CLASSES, bootClasses(), out);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                if (isLeftOver(entry.getKey())) {
                    out.putNextEntry(entry(entry.getKey()));
                    out.write(entry.getValue());
                }
            }
        }
    }

    private boolean isLeftOver(String entry) {
        String type = entry.endsWith(CLASS) ? entry.substring(0, entry.length() - CLASS.length()) : RUNTIME;
        return !entry.endsWith("/")
                && !entry.equals(JarFile.MANIFEST_NAME)
                && !(entry.startsWith(RUNTIME) && boot.contains(type.substring(RUNTIME.length())))
                && !boot.contains(type)
                && !first.contains(type);
    }

    private static byte[] withNativePremain(byte[] agent) {
        byte[] changed = new ClassPatch(agent).withFlags("premain", "(", VARARGS);
        return changed == null ? agent : changed;
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(NO_TIME);
        return entry;
    }

    private static void store(String name, byte[] bytes, ZipOutputStream out) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = entry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(crc.getValue());
        out.putNextEntry(entry);
        out.write(bytes);
    }

    private byte[] bootClasses() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (String type : boot) {
                byte[] classFile = classFile(type);
                out.writeInt(classFile.length);
                out.write(classFile);
            }
        }
        return bytes.toByteArray();
    }

    /** The classes of the jar that a class names, that those name, and so on. */
    private Set<String> reachable(String root, String except) throws IOException {
        Set<String> found = new TreeSet<>();
        Deque<String> work = new ArrayDeque<>();
        work.add(root);
        while (!work.isEmpty()) {
            String type = work.remove();
            if (isInJar(type) && !type.equals(except) && found.add(type)) {
                work.addAll(ClassReferences.in(classFile(type)).all());
            }
        }
        return found;
    }

    /** The same classes, each behind its superclass and its interfaces. */
    private Set<String> ordered(Set<String> types) throws IOException {
        Set<String> ordered = new LinkedHashSet<>();
        for (String type : types) {
            addBehindParents(type, types, ordered);
        }
        return ordered;
    }

    private void addBehindParents(String type, Set<String> types, Set<String> ordered) throws IOException {
        if (types.contains(type) && !ordered.contains(type)) {
            for (String parent : ClassReferences.in(classFile(type)).parents()) {
                addBehindParents(parent, types, ordered);
            }
            ordered.add(type);
        }
    }

    private boolean isInJar(String type) {
        return entries.containsKey(type + CLASS) || entries.containsKey(RUNTIME + type + CLASS);
    }

    private byte[] classFile(String type) {
        byte[] plain = entries.get(type + CLASS);
        byte[] classFile = plain != null ? plain : entries.get(RUNTIME + type + CLASS);
        if (classFile == null) {
            throw new IllegalArgumentException("the jar lacks " + type);
        }
        return classFile;
    }
}
