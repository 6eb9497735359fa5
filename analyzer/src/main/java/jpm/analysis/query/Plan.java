package jpm.analysis.query;

import java.util.ArrayList;
import java.util.List;
import jpm.analysis.query.Compiler.Condition;
import jpm.analysis.query.Compiler.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What a query does with the objects of one class.
 *
 * @param cells what is selected, or of a grouped query what is aggregated; null for an aggregate that counts rows
 * @param keys what it is grouped by, or else sorted by
 */
record Plan(Condition wanted, List<@Nullable Reading> cells, List<Reading> keys) {
    static List<@Nullable Object> read(List<? extends @Nullable Reading> readings, Subject subject) {
        List<@Nullable Object> values = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            values.add(reading == null ? null : reading.of(subject));
        }
        return values;
    }
}
