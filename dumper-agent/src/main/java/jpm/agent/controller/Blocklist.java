package jpm.agent.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import jpm.agent.Visibility;

/**
 * What an administrator hides from users of debugger services, as Cloud Debugger's {@code debugger-blocklist.yaml} says it:
 *
 * <pre>
 * blocklist:
 *   - com.acme.vault            a package, class, method or field, and all that is in it
 *   - "*.password"
 * blocklist_exception:          what is shown nevertheless
 *   - com.acme.vault.Door
 * </pre>
 *
 * Patterns are qualified names, nested classes with a dot; {@code *} stands for anything, a leading {@code !} for all that the rest does not name.
 */
final class Blocklist implements Visibility {
    private static final Set<String> BLOCKED = Set.of("blocklist", "blacklist");
    private static final Set<String> EXCEPTIONS = Set.of("blocklist_exception", "blacklist_exception");
    private static final Pattern GLOB = Pattern.compile("!?[\\p{javaJavaIdentifierPart}.*]+");

    private final List<Glob> blocked = new ArrayList<>();
    private final List<Glob> exceptions = new ArrayList<>();

    private record Glob(Pattern pattern, boolean isInverse) {
        static Glob of(String text) {
            if (!GLOB.matcher(text).matches()) {
                throw new IllegalArgumentException("'" + text + "' is no pattern of names");
            }
            boolean isInverse = text.startsWith("!");
            String glob = isInverse ? text.substring(1) : text;
            return new Glob(
                    Pattern.compile(glob.replace(".", "\\.").replace("$", "\\.").replace("*", ".*")), isInverse);
        }

        /** Whether it is about a name, or about what that is in. */
        boolean matches(String name) {
            boolean found = pattern.matcher(name).matches();
            for (int dot = name.indexOf('.'); !found && dot >= 0; dot = name.indexOf('.', dot + 1)) {
                found = pattern.matcher(name.substring(0, dot)).matches();
            }
            return found != isInverse;
        }
    }

    private Blocklist() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException where it is none, with a clause that says why
     */
    static Blocklist parse(String yaml) {
        Blocklist read = new Blocklist();
        List<Glob> section = null;
        for (String line : yaml.lines().toList()) {
            String text = withoutComment(line).stripTrailing();
            if (text.isBlank() || text.equals("---")) {
                continue;
            }
            if (!Character.isWhitespace(text.charAt(0)) && text.charAt(0) != '-') {
                section = read.section(text);
            } else if (section != null && text.strip().startsWith("-")) {
                section.add(Glob.of(unquoted(text.strip().substring(1).strip())));
            } else {
                throw new IllegalArgumentException("'" + text.strip() + "' is no element of a list");
            }
        }
        return read;
    }

    private List<Glob> section(String text) {
        int colon = text.indexOf(':');
        String key = colon < 0 ? text : unquoted(text.substring(0, colon).strip());
        List<Glob> section = BLOCKED.contains(key) ? blocked : EXCEPTIONS.contains(key) ? exceptions : null;
        if (section == null || colon < 0) {
            throw new IllegalArgumentException("'" + key + "' is neither blocklist nor blocklist_exception");
        }
        String rest = text.substring(colon + 1).strip();
        if (rest.startsWith("[") && rest.endsWith("]")) {
            for (String each : rest.substring(1, rest.length() - 1).split(",")) {
                if (!each.isBlank()) {
                    section.add(Glob.of(unquoted(each.strip())));
                }
            }
        } else if (!rest.isEmpty() && !rest.equals("null") && !rest.equals("~")) {
            throw new IllegalArgumentException("'" + rest + "' is no list");
        }
        return section;
    }

    private static String withoutComment(String line) {
        int hash = line.indexOf('#');
        return hash < 0 ? line : line.substring(0, hash);
    }

    private static String unquoted(String text) {
        int last = text.length() - 1;
        boolean isQuoted =
                last > 0 && text.charAt(0) == text.charAt(last) && (text.charAt(0) == '"' || text.charAt(0) == '\'');
        return isQuoted ? text.substring(1, last) : text;
    }

    @Override
    public boolean hides(String qualifiedName) {
        return isAny(blocked, qualifiedName) && !isAny(exceptions, qualifiedName);
    }

    private static boolean isAny(List<Glob> globs, String name) {
        for (Glob glob : globs) {
            if (glob.matches(name)) {
                return true;
            }
        }
        return false;
    }
}
