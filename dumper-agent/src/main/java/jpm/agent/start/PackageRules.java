package jpm.agent.start;

import java.util.List;

/**
 * The user's {@code include} and {@code exclude} prefixes: the longest that covers a class decides, {@code exclude} at equal length.
 *
 * <p>{@code com.acme} covers {@code com.acme.Shop}, {@code com.acme.web.Cart} and {@code com.acme$1}, not {@code com.acmeware.X};
 * {@code *} covers everything; a trailing {@code .} or {@code .*} changes nothing.
 */
final class PackageRules {
    /** What the rules say of a class. */
    enum Verdict {
        INCLUDED,
        EXCLUDED,
        SILENT
    }

    private final String[] included;
    private final String[] excluded;

    PackageRules(List<String> include, List<String> exclude) {
        this.included = internalForms(include);
        this.excluded = internalForms(exclude);
    }

    /** The verdict on a class by its internal name ({@code com/acme/Shop}). */
    Verdict verdict(String internalName) {
        int include = longest(included, internalName);
        int exclude = longest(excluded, internalName);
        if (include < 0 && exclude < 0) {
            return Verdict.SILENT;
        }
        return include > exclude ? Verdict.INCLUDED : Verdict.EXCLUDED;
    }

    private static int longest(String[] prefixes, String internalName) {
        int longest = -1;
        for (String prefix : prefixes) {
            if (prefix.length() > longest && covers(prefix, internalName)) {
                longest = prefix.length();
            }
        }
        return longest;
    }

    /** Whether a prefix in internal form, without a trailing slash, covers a class. */
    static boolean covers(String prefix, String internalName) {
        if (!internalName.startsWith(prefix)) {
            return false;
        }
        if (prefix.isEmpty() || internalName.length() == prefix.length()) {
            return true;
        }
        char next = internalName.charAt(prefix.length());
        return next == '/' || next == '$';
    }

    private static String[] internalForms(List<String> prefixes) {
        String[] forms = new String[prefixes.size()];
        for (int i = 0; i < forms.length; i++) {
            forms[i] = internalForm(prefixes.get(i));
        }
        return forms;
    }

    private static String internalForm(String prefix) {
        int end = prefix.length();
        while (end > 0 && (prefix.charAt(end - 1) == '*' || prefix.charAt(end - 1) == '.')) {
            end--;
        }
        return prefix.substring(0, end).replace('.', '/');
    }
}
