package jpm.e2e;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Which package uses which, as {@code jdeps} sees it in the class files. */
record PackageDependencies(Map<String, Set<String>> uses) {
    private static final Pattern LINE = Pattern.compile("   (\\S+)\\s+-> (\\S+)\\s+.*");

    static PackageDependencies of(Path... classFolders) {
        List<String> arguments =
                new ArrayList<>(List.of("-verbose:package", "-filter:none", "--multi-release", "base"));
        Stream.of(classFolders).map(Path::toString).forEach(arguments::add);
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
        if (jdeps.run(writer, writer, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("jdeps failed:\n" + output);
        }
        Map<String, Set<String>> uses = new TreeMap<>();
        output.toString()
                .lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> uses.computeIfAbsent(line.group(1), name -> new TreeSet<>())
                        .add(line.group(2)));
        return new PackageDependencies(uses);
    }

    /** The packages that use {@code prefix} or something below it. */
    Set<String> usersOf(String prefix) {
        Set<String> users = new TreeSet<>();
        uses.forEach((user, used) -> {
            if (used.stream().anyMatch(name -> name.startsWith(prefix)) && !user.startsWith(prefix)) {
                users.add(user);
            }
        });
        return users;
    }
}
