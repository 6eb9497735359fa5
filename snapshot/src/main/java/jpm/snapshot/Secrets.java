package jpm.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts as a secret when nothing else is said, and how it is masked in what a dump tells: environment, properties, command
 * line, messages, variables.
 *
 * <p>A value is masked whole when its name sounds secret, and in part when a piece of it has the form of a secret: the user and
 * password of a URL, a JSON web token, a PEM key, an AWS access key, the number of a payment card, an {@code Authorization} value,
 * {@code password=…}. {@link PrivacyRules} add to this.
 */
public final class Secrets {
    /** What stands for a masked value. */
    public static final String MASK = "***";

    private static final String[] SECRET_NAMES = {
        "password",
        "passwd",
        "passphrase",
        "passcode",
        "pwd",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "privatekey",
        "credential",
        "auth",
        "cookie",
        "private",
        "session",
        "bearer",
        "signature",
        "salt",
        "dsn",
        "connectionstring",
    };

    /** Names that hold one of the words above and no secret. */
    private static final String[] PLAIN_NAMES = {
        "pwd",
        "oldpwd",
        "desktopsession",
        "xdgsessionid",
        "xdgsessiontype",
        "xdgsessionclass",
        "xdgsessiondesktop",
        "author",
        "sshauthsock",
        "sessionmanager",
        "dbussessionbusaddress",
        "gdmsession",
        "javasecurityauthloginconfig"
    };

    private static final String PEM_START = "-----BEGIN ";
    private static final int TOKEN_MIN_LENGTH = 16;

    private Secrets() {}

    /** The same for a variable, a field or a key of a map: one that is just called {@code key} is seldom one to a lock. */
    public static boolean isSecretVariable(String name) {
        return !name.equals("key") && !name.equals("keys") && isSecretName(name);
    }

    /** Whether a variable, property or option of that name holds a secret. */
    public static boolean isSecretName(String name) {
        String plain = lettersOf(name);
        for (String harmless : PLAIN_NAMES) {
            if (plain.equals(harmless)) {
                return false;
            }
        }
        for (String secret : SECRET_NAMES) {
            if (plain.contains(secret)) {
                return true;
            }
        }
        return isKeyName(name, plain);
    }

    /** The value of a named setting, masked where need be. */
    public static String masked(String name, String value) {
        return isSecretName(name) && !value.isEmpty() ? MASK : masked(value);
    }

    /** A text with the pieces masked that have the form of a secret. */
    public static String masked(String text) {
        if (text.contains(PEM_START)) {
            return maskedPem(text);
        }
        String masked = text.indexOf("://") < 0 ? text : maskedUrls(text);
        masked = CardNumbers.masked(maskedWords(masked));
        return masked.indexOf('=') < 0 && masked.indexOf(':') < 0 ? masked : maskedAssignments(masked);
    }

    /** {@link #masked(String)} for a text that may be missing. */
    public static @Nullable String maskedOrNull(@Nullable String text) {
        return text == null ? null : masked(text);
    }

    /** Command-line arguments or JVM flags: {@code -Dpassword=x}, {@code --token x}, {@code --token=x}, {@code user:pw@host} URLs. */
    public static List<String> maskedArguments(List<String> arguments) {
        List<String> masked = new ArrayList<>(arguments.size());
        boolean secretFollows = false;
        for (String argument : arguments) {
            masked.add(secretFollows && !argument.startsWith("-") ? MASK : maskedArgument(argument));
            secretFollows = isOptionBeforeSecret(argument);
        }
        return masked;
    }

    /** Whether an argument is an option whose value, a secret, is the next argument. */
    public static boolean isOptionBeforeSecret(String argument) {
        return argument.startsWith("-") && argument.indexOf('=') < 0 && isSecretName(argument);
    }

    private static String maskedArgument(String argument) {
        int equals = argument.indexOf('=');
        if (equals > 0 && !argument.startsWith("-javaagent:") && isSecretName(argument.substring(0, equals))) {
            return argument.substring(0, equals + 1).concat(MASK);
        }
        return masked(argument);
    }

    // "key" alone stands in too many plain names (keyboard, monkey) to be looked for everywhere.
    private static boolean isKeyName(String name, String plain) {
        if (plain.equals("key") || plain.endsWith("keys")) {
            return true;
        }
        int length = name.length();
        return length > 3
                && name.regionMatches(true, length - 3, "key", 0, 3)
                && (!Character.isLetter(name.charAt(length - 4))
                        || (Character.isLowerCase(name.charAt(length - 4))
                                && Character.isUpperCase(name.charAt(length - 3))));
    }

    private static String lettersOf(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                letters.append(Character.toLowerCase(c));
            }
        }
        return letters.toString();
    }

    private static String maskedPem(String text) {
        int start = text.indexOf(PEM_START);
        int end = text.lastIndexOf("-----");
        int after = end > start + PEM_START.length() ? end + 5 : text.length();
        return masked(text.substring(0, start)) + MASK + text.substring(after);
    }

    private static String maskedUrls(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int done = 0;
        for (int scheme = text.indexOf("://"); scheme >= 0; scheme = text.indexOf("://", scheme + 3)) {
            int start = scheme + 3;
            int at = userInfoEnd(text, start);
            if (at > start && start >= done) {
                out.append(text, done, start).append(MASK);
                done = at;
            }
        }
        return out.append(text, done, text.length()).toString();
    }

    // The last '@' before the path ends the user info: passwords may hold unescaped '@'.
    private static int userInfoEnd(String text, int start) {
        int at = -1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '"' || c == '\'' || Character.isWhitespace(c)) {
                break;
            }
            if (c == '@') {
                at = i;
            }
        }
        return at;
    }

    private static String maskedWords(String text) {
        StringBuilder out = null;
        int done = 0;
        int i = 0;
        while (i < text.length()) {
            int end = wordEnd(text, i);
            if (end - i >= TOKEN_MIN_LENGTH && isTokenForm(text, i, end)) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, done, i).append(MASK);
                done = end;
            }
            i = Math.max(end, i + 1);
        }
        return out == null ? text : out.append(text, done, text.length()).toString();
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isTokenChar(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }

    private static boolean isTokenForm(String text, int start, int end) {
        return isJsonWebToken(text, start, end)
                || isAwsKey(text, start, end)
                || text.startsWith("ghp_", start)
                || text.startsWith("github_pat_", start)
                || text.startsWith("glpat-", start)
                || text.startsWith("xoxb-", start)
                || text.startsWith("xoxp-", start)
                || text.startsWith("sk_live_", start)
                || text.startsWith("sk-", start)
                || (text.startsWith("AIza", start) && end - start >= 39);
    }

    private static boolean isJsonWebToken(String text, int start, int end) {
        int dot = text.indexOf('.', start);
        return text.startsWith("eyJ", start) && dot > 0 && dot < end - 1;
    }

    private static boolean isAwsKey(String text, int start, int end) {
        if (end - start != 20 || !(text.startsWith("AKIA", start) || text.startsWith("ASIA", start))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
                return false;
            }
        }
        return true;
    }

    // password=x, token: x, "secret":"x", Authorization: Bearer x
    private static String maskedAssignments(String text) {
        StringBuilder out = null;
        int done = 0;
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c != '=' && c != ':') || i < done) {
                continue;
            }
            String name = nameBefore(text, i, done);
            int start = valueStart(text, i + 1);
            int end = valueEnd(text, start, c);
            if (end > start && !name.isEmpty() && isSecretName(name)) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, done, start).append(MASK);
                done = end;
            }
        }
        return out == null ? text : out.append(text, done, text.length()).toString();
    }

    private static String nameBefore(String text, int end, int from) {
        int last = end;
        while (last > from
                && (text.charAt(last - 1) == '"' || text.charAt(last - 1) == '\'' || text.charAt(last - 1) == ' ')) {
            last--;
        }
        int first = last;
        while (first > from && isTokenChar(text.charAt(first - 1))) {
            first--;
        }
        return text.substring(first, last);
    }

    private static int valueStart(String text, int from) {
        int start = from;
        while (start < text.length()
                && (text.charAt(start) == ' ' || text.charAt(start) == '"' || text.charAt(start) == '\'')) {
            start++;
        }
        return start;
    }

    private static int valueEnd(String text, int start, char sign) {
        int end = start;
        while (end < text.length() && !isValueEnd(text.charAt(end))) {
            end++;
        }
        boolean hasScheme = sign == ':' && (text.startsWith("Bearer ", start) || text.startsWith("Basic ", start));
        return hasScheme ? valueEnd(text, text.indexOf(' ', start) + 1, '=') : end;
    }

    private static boolean isValueEnd(char c) {
        return Character.isWhitespace(c)
                || c == '"'
                || c == '\''
                || c == '&'
                || c == ';'
                || c == ','
                || c == '}'
                || c == ')'
                || c == ']';
    }
}
