package jpm.agent.controller;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jpm.agent.Visibility;

/**
 * The {@code debugger-blocklist.yaml} of the program's class path.
 *
 * @param visibility what it leaves visible
 * @param source where it was found, as the debuggee's label says: {@code none}, {@code file}, or {@code deprecatedfile} for the name that it had before
 * @param error why nothing may be seen at all, as it cannot be used; empty where all is well
 */
record BlocklistFile(Visibility visibility, String source, String error) {
    private static final String NAME = "debugger-blocklist.yaml";
    private static final String FORMER_NAME = "debugger-blacklist.yaml";
    private static final List<String> FOLDERS = List.of("", "WEB-INF/classes/", "BOOT-INF/classes/");
    private static final int MAX_BYTES = 1 << 20;

    /** Looks for it. */
    static BlocklistFile find() {
        try {
            List<URL> files = files(NAME);
            List<URL> former = files(FORMER_NAME);
            if (files.size() + former.size() > 1) {
                return unusable("there are " + (files.size() + former.size()) + " of it on the class path");
            }
            return files.isEmpty() && former.isEmpty()
                    ? new BlocklistFile(Visibility.ALL, "none", "")
                    : files.isEmpty() ? read(former.get(0), "deprecatedfile") : read(files.get(0), "file");
        } catch (IOException | IllegalArgumentException e) {
            return unusable(e.toString());
        }
    }

    private static List<URL> files(String name) throws IOException {
        List<URL> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            for (URL each : Collections.list(ClassLoader.getSystemResources(folder + name))) {
                if (files.stream().noneMatch(known -> known.toString().equals(each.toString()))) {
                    files.add(each);
                }
            }
        }
        return files;
    }

    private static BlocklistFile read(URL file, String source) throws IOException {
        try (InputStream in = file.openStream()) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            return new BlocklistFile(Blocklist.parse(text), source, "");
        } catch (IllegalArgumentException malformed) {
            return unusable(String.valueOf(malformed.getMessage()));
        }
    }

    private static BlocklistFile unusable(String why) {
        return new BlocklistFile(name -> true, "file", NAME + " cannot be used: " + why);
    }
}
