package jpm.analysis.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of a result and what it is sorted by. */
record Row(List<@Nullable Object> cells, List<@Nullable Object> keys) {}
