package jpm.testdata.expressions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Expressions about a {@link Sample}: those of the file {@code expressions.txt}, and every operator with operands of every pair of types. */
public final class ExpressionTable {
    private static final String REFUSED = "! ";
    private static final String IMPORTS = """
            package jpm.testdata.expressions;
            import java.math.*;
            import java.time.*;
            import java.time.format.*;
            import java.time.temporal.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.stream.*;
            """;

    private ExpressionTable() {}

    /**
     * A row of the table.
     *
     * @param isRefused whether jpm says that it cannot tell the value
     */
    public record Row(String expression, boolean isRefused) {}

    /** The rows that were written by hand. */
    public static List<Row> written() {
        try (InputStream in = Objects.requireNonNull(
                ExpressionTable.class.getResourceAsStream("expressions.txt"), "expressions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> new Row(line.replaceFirst("^! ", ""), line.startsWith(REFUSED)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All rows. */
    public static List<Row> rows() {
        List<Row> rows = new ArrayList<>(written());
        List<String> integral = List.of("b", "s", "c", "i", "n", "l");
        List<String> numbers =
                Stream.concat(integral.stream(), Stream.of("f", "d")).toList();
        for (String operator : List.of("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=")) {
            addPairs(numbers, operator, rows);
        }
        for (String operator : List.of("&", "|", "^", "<<", ">>", ">>>")) {
            addPairs(integral, operator, rows);
        }
        return rows;
    }

    private static void addPairs(List<String> operands, String operator, List<Row> rows) {
        for (String left : operands) {
            for (String right : operands) {
                rows.add(new Row(left + " " + operator + " " + right, false));
            }
        }
    }

    /** Compiles {@code Answers}, a {@link Sample} with a method {@code e0}, {@code e1}, … for each row; gives the class folder. */
    public static Path compile(List<Row> rows, Path folder) {
        StringBuilder source =
                new StringBuilder(IMPORTS).append("@SuppressWarnings(\"all\") public class Answers extends Sample {\n");
        for (int i = 0; i < rows.size(); i++) {
            source.append("public Object e" + i + "() { return " + rows.get(i).expression() + "; }\n");
        }
        Path file = folder.resolve("Answers.java");
        try {
            Files.writeString(file, source.append("}\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String classPath = System.getProperty("java.class.path");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-nowarn",
                        "-g",
                        "-encoding",
                        "UTF-8",
                        "--release",
                        "17",
                        "-cp",
                        classPath,
                        "-d",
                        folder.toString(),
                        file.toString());
        if (failed != 0) {
            throw new IllegalStateException("the table does not compile");
        }
        return folder;
    }
}
