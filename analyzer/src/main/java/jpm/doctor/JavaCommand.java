package jpm.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * A command line that starts a JVM, taken apart.
 *
 * @param java the launcher's word
 * @param options the JVM's, those of argument files among them
 * @param main the main class, module, jar or source file; null where there is none
 * @param variables that the line itself sets, as {@code env A=b java …} does
 */
public record JavaCommand(
        String java, List<String> options, @Nullable String main, Map<String, String> variables) {
    private static final Set<String> TAKING_NEXT = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "--source");
    private static final Set<String> TAKING_MAIN = Set.of("-jar", "-m", "--module");

    /** @param file what an argument file of this name holds, null where it cannot be read */
    public static JavaCommand of(List<String> words, Function<String, @Nullable String> file) {
        Map<String, String> variables = new LinkedHashMap<>();
        int at = 0;
        while (at < words.size() && !isJava(words.get(at))) {
            String word = words.get(at++);
            if (word.matches("[A-Za-z_]\\w*=.*")) {
                variables.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }
        if (at == words.size()) {
            throw new JpmException(
                    "cannot examine this command line: it starts no java", "jpm doctor -- java -jar shop.jar");
        }
        return afterLauncher(words.get(at), expanded(words.subList(at + 1, words.size()), file), variables);
    }

    private static boolean isJava(String word) {
        return word.equals("java") || word.endsWith("/java");
    }

    private static List<String> expanded(List<String> words, Function<String, @Nullable String> file) {
        List<String> expanded = new ArrayList<>();
        for (String word : words) {
            String content = word.startsWith("@") && !word.startsWith("@@") ? file.apply(word.substring(1)) : null;
            expanded.addAll(content == null ? List.of(word) : Words.ofFile(content));
        }
        return expanded;
    }

    private static JavaCommand afterLauncher(String java, List<String> words, Map<String, String> variables) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (TAKING_MAIN.contains(word)) {
                return new JavaCommand(java, options, i + 1 < words.size() ? words.get(i + 1) : null, variables);
            }
            if (!word.startsWith("-")) {
                return new JavaCommand(java, options, word, variables);
            }
            options.add(word);
            if (TAKING_NEXT.contains(word) && i + 1 < words.size()) {
                options.add(words.get(++i));
            }
        }
        return new JavaCommand(java, options, null, variables);
    }

    /** Reads a file relative to a folder; null where it cannot be read. */
    static @Nullable String read(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }
}
