package jpm.service.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * The bearer tokens that a service knows, as hashes.
 *
 * <p>A file of them has one on a line: roles ({@code agent}, {@code user} or {@code agent,user}), the token or
 * {@code sha256:} and its hash in hexadecimal digits, and the holder's name. Empty lines and those that begin with {@code #} are
 * passed over.
 */
public final class Tokens {
    /** No tokens: everyone may do everything. */
    public static final Tokens NONE = new Tokens(Map.of());

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MIN_CHARS = 16;
    private static final String HASHED = "sha256:";

    private final Map<String, Caller> byHash;

    private Tokens(Map<String, Caller> byHash) {
        this.byHash = Map.copyOf(byHash);
    }

    /** Reads a file; {@link JpmException} when it is malformed, cannot be read, or can be read by others. */
    public static Tokens read(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNERS.containsAll(permissions)) {
                throw new JpmException(
                        "cannot use the tokens: others may read or change " + file,
                        "take that right away: chmod 600 " + file);
            }
            return parse(Files.readAllLines(file, StandardCharsets.UTF_8), file.toString());
        } catch (IOException unreadable) {
            throw new JpmException(
                    "cannot use the tokens: " + file + " cannot be read", "check --token-file", unreadable);
        }
    }

    static Tokens parse(List<String> lines, String source) {
        Map<String, Caller> byHash = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(line, source + ", line " + (i + 1), byHash);
            }
        }
        if (byHash.isEmpty()) {
            throw malformed(source, "it has no tokens");
        }
        return new Tokens(byHash);
    }

    private static void add(String line, String place, Map<String, Caller> byHash) {
        List<String> words = Arrays.asList(line.split("\\s+", 3));
        if (words.size() < 2) {
            throw malformed(place, "roles and a token are expected");
        }
        Caller caller = new Caller(roles(words.get(0), place), words.size() > 2 ? words.get(2) : "");
        if (byHash.put(hashOf(words.get(1), place), caller) != null) {
            throw malformed(place, "the token is there already");
        }
    }

    private static String hashOf(String token, String place) {
        if (!token.startsWith(HASHED)) {
            if (token.length() < MIN_CHARS) {
                throw malformed(place, "a token has at least " + MIN_CHARS + " characters");
            }
            return hash(token);
        }
        String hash = token.substring(HASHED.length()).toLowerCase(Locale.ROOT);
        if (!HASH.matcher(hash).matches()) {
            throw malformed(place, "what follows sha256: is no such hash");
        }
        return hash;
    }

    private static Set<Role> roles(String text, String place) {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : text.split(",")) {
            switch (name) {
                case "agent" -> roles.add(Role.AGENT);
                case "user" -> roles.add(Role.USER);
                default -> throw malformed(place, "the roles are agent and user");
            }
        }
        return roles;
    }

    private static JpmException malformed(String place, String why) {
        return new JpmException(
                "cannot use the tokens: " + place + ": " + why, "write lines like: user TOKEN ann@example.com");
    }

    public boolean isEmpty() {
        return byHash.isEmpty();
    }

    /** Who has the token; null when nobody has. */
    public @Nullable Caller find(String token) {
        // A lookup by hash tells an attacker who measures nothing about the token.
        return byHash.get(hash(token));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
