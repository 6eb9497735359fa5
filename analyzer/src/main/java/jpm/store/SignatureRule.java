package jpm.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Of what a dump's signature was made: found again from the dump's stack, and proved by making the signature anew. Which classes the agent took for
 * the application's is not in the dump; the choice that gives the signature is the one.
 */
public final class SignatureRule {
    private static final int DIGITS = 16;
    private static final int REPEATED = 3;
    private static final int MAX_UNCERTAIN = 14;
    private static final String OVERFLOW = "java.lang.StackOverflowError";
    private static final String LAMBDA = "$$Lambda";

    private final String exception;
    private final List<String[]> stack;

    private SignatureRule(String exception, List<String[]> stack) {
        this.exception = exception;
        this.stack = stack;
    }

    /**
     * What a signature is made of.
     *
     * @param exception the class of the exception with which the chain began
     * @param methods those that count, in the order in which they do
     * @param rule a sentence on which methods count
     */
    public record Basis(String exception, List<String> methods, String rule) {}

    /** Null where the dump's stack gives its signature by no known rule. */
    public static @Nullable Basis of(DumpMetadata dump) {
        String signature = dump.text("signature");
        List<@Nullable Object> chain = dump.list("chain");
        if (signature == null || chain.isEmpty() || dump.value("crash") != null) {
            return null;
        }
        if (!(chain.get(chain.size() - 1) instanceof Map<?, ?> first)) {
            return null;
        }
        List<String[]> stack = new ArrayList<>();
        if (first.get("stack") instanceof List<?> frames) {
            frames.forEach(frame -> addFrame(String.valueOf(frame), stack));
        }
        return new SignatureRule(String.valueOf(first.get("class")), stack).find(signature);
    }

    /** The first 16 digits of the SHA-256 of a text. */
    public static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static void addFrame(String text, List<String[]> stack) {
        int bracket = text.indexOf('(');
        int dot = bracket < 0 ? -1 : text.lastIndexOf('.', bracket);
        if (dot > 0) {
            stack.add(new String[] {text.substring(0, dot), text.substring(dot + 1, bracket)});
        }
    }

    /** What counts is the application's as far as that explains the signature; where it is nothing, all counts. */
    private @Nullable Basis find(String signature) {
        List<String> uncertain = new ArrayList<>(new LinkedHashSet<>(
                stack.stream().map(frame -> frame[0]).filter(c -> !isOfJdk(c)).toList()));
        boolean grouped = uncertain.size() > MAX_UNCERTAIN;
        List<String> units = grouped
                ? new ArrayList<>(new TreeSet<>(
                        uncertain.stream().map(SignatureRule::packageOf).toList()))
                : uncertain;
        int choices = units.size() > MAX_UNCERTAIN ? 0 : (1 << units.size()) - 1;
        for (int left = 0; left < choices; left++) {
            Basis basis = basis(chosen(uncertain, units, grouped, left), rule(left));
            if (makes(basis, signature)) {
                return basis;
            }
        }
        Basis all = basis(Set.of(), "all frames count, for none is the application's");
        return makes(all, signature) ? all : null;
    }

    private String rule(int leftOut) {
        String which = exception.equals(OVERFLOW)
                ? "the application's methods that occur three times or more count, in alphabetical order"
                : "the application's methods count, each once, the innermost first";
        return leftOut == 0 ? which : which + "; those of libraries do not";
    }

    private static Set<String> chosen(List<String> classes, List<String> units, boolean grouped, int leftOut) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String c : classes) {
            int unit = units.indexOf(grouped ? packageOf(c) : c);
            if ((leftOut >> unit & 1) == 0) {
                chosen.add(c);
            }
        }
        return chosen;
    }

    private static String packageOf(String className) {
        return className.substring(0, Math.max(0, className.lastIndexOf('.')));
    }

    private static boolean isOfJdk(String className) {
        return className.matches("(?:java|javax|jdk|sun|com\\.sun)\\..*");
    }

    /** @param classes the application's; empty for all */
    private Basis basis(Set<String> classes, String rule) {
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> methods = new LinkedHashSet<>();
        for (String[] frame : stack) {
            if (classes.isEmpty() || classes.contains(frame[0])) {
                String method = withoutSuffix(frame[0]) + "." + withoutNumber(frame[1]);
                methods.add(method);
                counts.merge(method, 1, Integer::sum);
            }
        }
        List<String> counted = exception.equals(OVERFLOW)
                ? counts.entrySet().stream()
                        .filter(entry -> entry.getValue() >= REPEATED)
                        .map(Map.Entry::getKey)
                        .toList()
                : List.copyOf(methods);
        return new Basis(exception, counted, rule);
    }

    private static boolean makes(Basis basis, String signature) {
        StringBuilder text = new StringBuilder(basis.exception());
        basis.methods().forEach(method -> text.append('\n').append(method));
        return digest(text.toString()).equals(signature);
    }

    /** {@code Shop$$Lambda/0x00007f00a8} and {@code Shop$$Lambda$14/0x…} are {@code Shop$$Lambda}. */
    private static String withoutSuffix(String className) {
        int slash = className.indexOf('/');
        String name = slash < 0 ? className : className.substring(0, slash);
        int lambda = name.indexOf(LAMBDA);
        return lambda < 0 ? name : name.substring(0, lambda + LAMBDA.length());
    }

    /** {@code lambda$main$3} is {@code lambda$main}. */
    private static String withoutNumber(String method) {
        return method.replaceFirst("^(lambda\\$.+)\\$\\d*$", "$1");
    }
}
