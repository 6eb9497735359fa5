package jpm.collect;

import java.util.List;
import java.util.regex.Pattern;

/** Arguments of a command line without the values that their names call secret. */
final class MaskedArguments {
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(-{1,2}[\\w.\\-]*(?:passw|passphrase|secret|token|api.?key|private|credential|auth|cookie|key)[\\w.\\-]*=).+");
    private static final Pattern USER_OF_URL = Pattern.compile("(://)[^/@\\s]+@");

    private MaskedArguments() {}

    static List<String> of(List<String> arguments) {
        return arguments.stream().map(MaskedArguments::masked).toList();
    }

    private static String masked(String argument) {
        String value = SECRET.matcher(argument).replaceFirst("$1***");
        return USER_OF_URL.matcher(value).replaceAll("$1***@");
    }
}
