package jpm.debug;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of classes and methods as programmers wrote them, out of what compilers make of lambdas, default arguments and operators. */
final class ReadableNames {
    /** {@code lambda$main$0} of javac, {@code main$lambda$0} of Kotlin, {@code $anonfun$main$1} and {@code main$$anonfun$1} of Scala. */
    private static final Pattern LAMBDA = Pattern.compile(
            "(?:lambda\\$|\\$anonfun\\$)(.+?)\\$\\d+(?:\\$adapted)?|(.+?)(?:\\$lambda|\\$\\$anonfun)[$-]\\d+.*");

    private static final Pattern DEFAULTS = Pattern.compile("(.+)\\$default(?:\\$\\d+)?");
    private static final Pattern ACCESSOR = Pattern.compile("access\\$(\\D.*)");
    private static final Pattern LAMBDA_CLASS = Pattern.compile("(.+?)\\$\\$Lambda\\b.*");
    /** What calls the body of a function that is an object of its own class. */
    private static final Pattern FUNCTION_CLASS = Pattern.compile("(.+?)\\$\\$anonfun\\$(.+?)\\$\\d+");

    private static final Map<String, String> SPECIAL = Map.of("new", "<init>", "static", "<clinit>");
    private static final Map<String, String> OPERATORS = Map.ofEntries(
            Map.entry("$plus", "+"),
            Map.entry("$minus", "-"),
            Map.entry("$times", "*"),
            Map.entry("$div", "/"),
            Map.entry("$percent", "%"),
            Map.entry("$colon", ":"),
            Map.entry("$eq", "="),
            Map.entry("$less", "<"),
            Map.entry("$greater", ">"),
            Map.entry("$bang", "!"),
            Map.entry("$hash", "#"),
            Map.entry("$amp", "&"),
            Map.entry("$bar", "|"),
            Map.entry("$up", "^"),
            Map.entry("$tilde", "~"),
            Map.entry("$qmark", "?"),
            Map.entry("$at", "@"),
            Map.entry("$bslash", "\\"));
    private static final Pattern OPERATOR = Pattern.compile("\\$[a-z]+");

    private ReadableNames() {}

    /** {@code com.acme.Shop.main{lambda}} of {@code com.acme.Shop.lambda$main$0}; a name that no compiler made stays as it is. */
    static String method(String className, String methodName, @Nullable String sourceFile) {
        boolean scala = sourceFile != null && sourceFile.endsWith(".scala");
        Matcher function = FUNCTION_CLASS.matcher(className);
        if (function.matches()) {
            String name = function.group(1) + "." + function.group(2) + "{lambda}";
            return scala ? operators(name) : name;
        }
        String name = className(className) + "." + method(methodName);
        return scala ? operators(name) : name;
    }

    private static String className(String name) {
        Matcher lambda = LAMBDA_CLASS.matcher(name);
        return lambda.matches() ? lambda.group(1) + "{lambda}" : name;
    }

    private static String method(String name) {
        Matcher lambda = LAMBDA.matcher(name);
        if (lambda.matches()) {
            String within = lambda.group(1) == null ? lambda.group(2) : lambda.group(1);
            return SPECIAL.getOrDefault(within, within) + "{lambda}";
        }
        Matcher defaults = DEFAULTS.matcher(name);
        if (defaults.matches()) {
            return defaults.group(1) + "{defaults}";
        }
        Matcher accessor = ACCESSOR.matcher(name);
        return accessor.matches() ? accessor.group(1) + "{access}" : name;
    }

    private static String operators(String name) {
        return OPERATOR.matcher(name)
                .replaceAll(found -> Matcher.quoteReplacement(OPERATORS.getOrDefault(found.group(), found.group())));
    }
}
