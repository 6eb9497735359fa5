package jpm.debug;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Variable;
import jpm.snapshot.SnapshotJson;
import jpm.store.DumpFiles;
import jpm.value.PrintLimits;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;

/**
 * What a breakpoint asked of the moment at which it was hit.
 *
 * @param condition what held, or null
 * @param expressions what was evaluated, in the order in which it was asked for
 */
public record HitResults(@Nullable String condition, List<Result> expressions) {
    /** Of a dump that is about no breakpoint. */
    public static final HitResults NONE = new HitResults(null, List.of());

    private static final PrintLimits LIMITS = new PrintLimits(400, 10, 3);

    /**
     * An expression.
     *
     * @param value as the debugger prints it, or why there is none
     */
    public record Result(String expression, String value) {}

    public HitResults {
        expressions = List.copyOf(expressions);
    }

    /** The results that a dump's folder holds; none where it is about no breakpoint or cannot be read. */
    public static HitResults of(Path folder) {
        Snapshot snapshot;
        try (InputStream in = Files.newInputStream(folder.resolve(DumpFiles.SNAPSHOT))) {
            snapshot = SnapshotJson.read(in);
        } catch (IOException unreadable) {
            return NONE;
        }
        SnapshotModel model = new SnapshotModel(snapshot);
        ValuePrinter printer = new ValuePrinter(model, LIMITS);
        List<Result> results = new ArrayList<>();
        for (Variable each : snapshot.expressions()) {
            if (!Snapshot.EXCEPTION.equals(each.name())) {
                results.add(new Result(String.valueOf(each.name()), printer.print(model.value(each))));
            }
        }
        return new HitResults(snapshot.labels().get(Snapshot.CONDITION), results);
    }

    /** One line each: the condition, and the expressions with their values. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (condition != null) {
            lines.add("if " + condition);
        }
        for (Result each : expressions) {
            lines.add(each.expression() + " = " + each.value());
        }
        return lines;
    }
}
