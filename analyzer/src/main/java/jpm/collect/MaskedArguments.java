package jpm.collect;

import java.util.ArrayList;
import java.util.List;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Secrets;

/**
 * The words of a command line without the values that are secret. Words that came from one argument cannot be told from several any more, so that
 * whatever follows a secret up to the next option is taken for a part of it.
 */
final class MaskedArguments {
    private MaskedArguments() {}

    static List<String> of(List<String> words, PrivacyRules rules) {
        List<String> masked = new ArrayList<>();
        boolean isHidden = false;
        for (String word : words) {
            boolean isOption = word.startsWith("-");
            String shown = isHidden && !isOption && !word.isEmpty() ? Secrets.MASK : masked(word, rules);
            masked.add(shown);
            boolean isValueHidden = shown.endsWith("=" + Secrets.MASK);
            boolean isNameOfSecret = isOption && word.indexOf('=') < 0 && rules.hidesName(name(word));
            isHidden = isValueHidden || isNameOfSecret || isHidden && !isOption;
        }
        return masked;
    }

    private static String masked(String word, PrivacyRules rules) {
        int equals = word.indexOf('=');
        boolean isSetting = equals > 0 && !word.startsWith("-javaagent:");
        return isSetting && rules.hidesName(name(word.substring(0, equals)))
                ? word.substring(0, equals + 1) + Secrets.MASK
                : rules.masked(word);
    }

    private static String name(String option) {
        return option.replaceFirst("^(?:-D|--?)", "");
    }
}
